import {combination} from "../../trees/columns.js";
import {knownBefore} from "./statistics.js";
import type {Order} from "./order.js";

/** Categories of samples, or combinations of the categories of several features. */
export interface Categories {
  /** The places of the features that they are of. */
  readonly features: readonly number[];
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
  return {features: [feature], codes, keys: Array.from(places.keys(), (value) => combination([value]))};
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
  return {features: [...a.features, ...b.features], codes, keys};
}

/**
 * The pairs of categories that foretell targets better than either of the two does, the best first and at most so many:
 * what is compared is the squared error of the mean of the targets known before each sample, which has not seen the
 * sample's own, so that a pair which is nearly a sample's name does not look good.
 */
export function worthwhilePairs(
  singles: readonly Categories[],
  order: Order,
  targets: readonly Float64Array[],
  most: number
): readonly Categories[] {
  const errors = singles.map((each) => errorOf(each, order, targets));
  const pairs: {pair: Categories; gain: number}[] = [];
  for (let a = 0; a < singles.length; ++a)
    for (let b = a + 1; b < singles.length; ++b) {
      const pair = combine(singles[a], singles[b]);
      const gain = Math.min(errors[a], errors[b]) - errorOf(pair, order, targets);
      if (gain > 0) pairs.push({pair, gain});
    }
  return pairs
    .sort((a, b) => b.gain - a.gain)
    .slice(0, most)
    .map(({pair}) => pair);
}

function errorOf({codes, keys}: Categories, order: Order, targets: readonly Float64Array[]): number {
  let error = 0;
  for (const target of targets) {
    const {count, sum, mean} = knownBefore(order, codes, keys.length, target);
    for (let i = 0; i < codes.length; ++i) {
      const off = target[i] - (sum[i] + mean[i]) / (count[i] + 1);
      error += off * off;
    }
  }
  return error;
}
