import {combination} from "../../trees/columns.js";
import {knownBefore} from "./statistics.js";
import type {Order} from "./order.js";

/** Categories of samples, or combinations of the categories of several features. */
export interface Categories {
  /** The places of the features that they are of. */
  readonly features: readonly number[];
  /** Of each feature: null where its values are categories, else the borders that divide its numbers. */
  readonly borders: readonly (readonly number[] | null)[];
  /** Each sample's, from 0 on in order of first appearance. */
  readonly codes: Int32Array;
  /** What names each: see `combination`. */
  readonly keys: readonly string[];
}

/** The largest whole number up to which single precision has all. */
const largest = 2 ** 24;

/**
 * The categories of one feature of samples × features. Missing is a category of its own. Throws where a value is no whole
 * number.
 */
export function categoriesOf(x: Float32Array, k: number, feature: number, name: string): Categories {
  const codes = new Int32Array(x.length / k);
  const places = new Map<number, number>();
  for (let i = 0; i < codes.length; ++i) {
    const value = x[i * k + feature];
    if (!Number.isNaN(value) && !(Number.isInteger(value) && Math.abs(value) <= largest))
      throw new Error(
        `invalid category: ${name} is ${value} in sample ${i}; categories are whole numbers, so leave them unscaled ` +
          `(learn.scaling "none") or take the feature out of cat_features`
      );
    const code = places.get(value) ?? places.size;
    if (code === places.size) places.set(value, code);
    codes[i] = code;
  }
  return {
    features: [feature],
    borders: [null],
    codes,
    keys: Array.from(places.keys(), (value) => combination([value]))
  };
}

/** The bins of a number between borders, as categories; missing is one of its own. */
export function binsOf(x: Float32Array, k: number, feature: number, borders: readonly number[]): Categories {
  const codes = Int32Array.from({length: x.length / k}, (_, i) => {
    const value = x[i * k + feature];
    return Number.isNaN(value) ? borders.length + 1 : above(borders, value);
  });
  const keys = [...borders.keys(), borders.length, NaN].map((bin) => combination([bin]));
  return {features: [feature], borders: [borders], codes, keys};
}

/** How many ascending borders a value is above. */
function above(borders: readonly number[], value: number): number {
  let count = 0;
  while (count < borders.length && value > borders[count]) ++count;
  return count;
}

/** The combinations of two categories that samples have. */
export function combine(a: Categories, b: Categories): Categories {
  const codes = new Int32Array(a.codes.length);
  const places = new Map<number, number>();
  const keys: string[] = [];
  for (let i = 0; i < codes.length; ++i) {
    const both = a.codes[i] * b.keys.length + b.codes[i];
    const code = places.get(both) ?? places.size;
    if (code === places.size) {
      places.set(both, code);
      keys.push(`${a.keys[a.codes[i]]},${b.keys[b.codes[i]]}`);
    }
    codes[i] = code;
  }
  return {features: [...a.features, ...b.features], borders: [...a.borders, ...b.borders], codes, keys};
}

/**
 * The pairs that foretell targets better than their parts do together, the best first and at most so many: pairs of two of
 * the categories, and of one of them and one of the bins of a number, of which the better is taken where there are several.
 *
 * What is compared is a squared error. First the targets less what is known before each sample of one part, then of the
 * other; then that less what is known of the pair. Each mean has not seen the sample's own label, so that a pair which is
 * nearly a sample's name does not look good.
 *
 * @param numbers for each number, its bins between few borders and between more
 */
export function worthwhilePairs(
  categories: readonly Categories[],
  numbers: readonly (readonly Categories[])[],
  order: Order,
  targets: readonly Float64Array[],
  most: number
): readonly Categories[] {
  const found: Pair[] = [];
  categories.forEach((a, place) => {
    const left = targets.map((target) => lessKnown(a, order, target));
    for (const b of categories.slice(place + 1)) found.push(tryPair(a, b, order, left));
    for (const bins of numbers) {
      const tried = bins.map((each) => tryPair(a, each, order, left));
      found.push(tried.reduce((best, each) => (each.gain > best.gain ? each : best)));
    }
  });
  return found
    .filter(({gain}) => gain > 0)
    .sort((a, b) => b.gain - a.gain)
    .slice(0, most)
    .map(({pair}) => pair);
}

interface Pair {
  readonly pair: Categories;
  readonly gain: number;
}

function tryPair(a: Categories, b: Categories, order: Order, left: readonly Float64Array[]): Pair {
  const pair = combine(a, b);
  let gain = 0;
  for (const target of left) {
    const apart = lessKnown(b, order, target);
    gain += squares(apart) - squares(lessKnown(pair, order, apart));
  }
  return {pair, gain};
}

/** Targets less the mean of their category that is known before, drawn towards that of all. */
function lessKnown({codes, keys}: Categories, order: Order, target: Float64Array): Float64Array {
  const {count, sum, mean} = knownBefore(order, codes, keys.length, target);
  return target.map((value, i) => value - (sum[i] + mean[i]) / (count[i] + 1));
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
