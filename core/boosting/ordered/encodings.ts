import type {Encoding} from "../../base/trees.js";
import {oneOf} from "../../base/options.js";
import type {Categories} from "./categories.js";
import {binsOf, categoriesOf, worthwhilePairs} from "./categories.js";
import type {Order} from "./order.js";
import {knownBefore, knownOfAll, quantileBounds, smoothed} from "./statistics.js";

/** What numbers can be made of categories. */
export const statisticKinds = ["Borders", "FloatTargetMeanValue", "Counter"] as const;
export type StatisticKind = (typeof statisticKinds)[number];

/** How categories become numbers. */
export interface CategoryOptions {
  /** The places of the features that are categories. */
  readonly categorical: readonly number[];
  /** Features of at most so many categories get a column a category. */
  readonly oneHotMax: number;
  /** How many features a combination may be of: 1 or 2. */
  readonly complexity: number;
  /** Whether a category is combined with the bins of numbers too. */
  readonly numbers: boolean;
  readonly kinds: readonly string[];
  /** How many bounds divide a statistic's column. */
  readonly bounds: number;
}

/** A column made of categories. */
export interface MadeColumn {
  /** What predictions use. */
  readonly encoding: Encoding;
  /** Each sample's value in training, by what was known of its category in an order. */
  values(order: Order): Float32Array;
  /** Its bounds. */
  readonly bounds: Float64Array;
}

/** Priors of the share of targets above a border. */
const priors = [0, 0.5, 1] as const;

/** The most pairs. */
const mostPairs = 10;

/** How many borders divide a number that is paired with a category: what is tried. */
const bordersTried = [1, 3] as const;

/**
 * Columns of numbers instead of categories. Of a feature with few categories one a category, 1 for its samples; of any
 * other, and of pairs that foretell better than their parts:
 *
 * - `Borders`: for each of `targets`, which are 0 or 1, and each prior p of 0, ½ and 1: (sum of the targets of the
 *   category's samples known before + p) / (their number + 1);
 * - `FloatTargetMeanValue`: the same of `means`, whose prior is the mean of all that are known;
 * - `Counter`: how many of all samples have the category, as a part of 1 + how many have the most frequent. It reads no
 *   target, and is the same in every order.
 *
 * Predictions use the same sums over all samples; a category that was not seen is taken for one like all
 * together, whose share and mean are those of all samples, and whose frequency is 0. (Its prior alone would say of it, for p
 * of 0 and of 1, what is true of hardly any.)
 * Bounds lie so that as many values of `order` are between each two.
 */
export function makeColumns(
  x: Float32Array,
  names: readonly string[],
  options: CategoryOptions,
  order: Order,
  targets: readonly Float64Array[],
  means: Float64Array | null
): readonly MadeColumn[] {
  const {categorical, oneHotMax, complexity, numbers, kinds, bounds} = options;
  const all = categorical.map((feature) => categoriesOf(x, names.length, feature, names[feature]));
  const few = all.filter(({keys}) => keys.length <= oneHotMax);
  const many = all.filter(({keys}) => keys.length > oneHotMax);
  const measured = means && kinds.includes("FloatTargetMeanValue") ? [means] : targets;
  const pairs =
    complexity > 1 && many.length > 0
      ? worthwhilePairs(many, numbers ? numberBins(x, names.length, categorical) : [], order, measured, mostPairs)
      : [];
  const label = ({features, borders}: Categories) =>
    features.map((j, m) => (borders[m] ? `bins of ${names[j]}` : names[j])).join(" × ");
  const columns = few.flatMap((each) => oneHot(each, label(each)));
  for (const each of [...many, ...pairs]) {
    for (const kind of kinds.map((name) => oneOf("target statistic", name, statisticKinds))) {
      if (kind === "Counter") columns.push(counter(each, label(each), bounds));
      if (kind === "FloatTargetMeanValue" && means) columns.push(mean(each, label(each), means, order, bounds));
      if (kind === "Borders")
        for (const [b, target] of targets.entries()) {
          const of = targets.length > 1 ? ` > border ${b + 1}` : "";
          columns.push(...shares(each, `${label(each)}${of}`, target, order, bounds));
        }
    }
  }
  return columns;
}

/** The bins of every number, between few borders and between more. */
function numberBins(x: Float32Array, k: number, categorical: readonly number[]): readonly (readonly Categories[])[] {
  const numbers = Array.from({length: k}, (_, j) => j).filter((j) => !categorical.includes(j));
  return numbers
    .flatMap((j) => {
      const values = Float32Array.from({length: x.length / k}, (_, i) => x[i * k + j]).filter(
        (value) => !Number.isNaN(value)
      );
      const bins = bordersTried.map((count) => binsOf(x, k, j, Array.from(quantileBounds(values, count))));
      return values.length > 0 ? [bins.filter(({keys}) => keys.length > 2)] : [];
    })
    .filter((bins) => bins.length > 0);
}

/** What an encoding says of what it is made of. */
function madeOf({features, borders}: Categories) {
  return {features, ...(borders.some((each) => each !== null) && {borders})};
}

function oneHot({features, codes, keys}: Categories, label: string): MadeColumn[] {
  return keys.map((key, code) => ({
    encoding: {name: `${label} = ${key}`, features, values: new Map([[key, 1]]), otherwise: 0},
    values: () => Float32Array.from(codes, (each) => (each === code ? 1 : 0)),
    bounds: Float64Array.of(0.5)
  }));
}

function counter(of: Categories, label: string, most: number): MadeColumn {
  const {codes, keys} = of;
  const {count} = knownOfAll(codes, keys.length, new Float64Array(codes.length));
  const top = count.reduce((largest, each) => Math.max(largest, each), 0) + 1;
  const values = Float32Array.from(codes, (code) => count[code] / top);
  const parts = new Map(keys.map((key, code) => [key, Math.fround(count[code] / top)]));
  return {
    encoding: {name: `${label}: frequency`, ...madeOf(of), values: parts, otherwise: 0},
    values: () => values,
    bounds: quantileBounds(values, most)
  };
}

function shares(of: Categories, label: string, target: Float64Array, order: Order, most: number): MadeColumn[] {
  return priors.map((prior) => statistic(of, `${label}: share, prior ${prior}`, target, () => prior, order, most));
}

function mean(of: Categories, label: string, target: Float64Array, order: Order, most: number): MadeColumn {
  return statistic(of, `${label}: mean`, target, (known) => known, order, most);
}

function statistic(
  of: Categories,
  name: string,
  target: Float64Array,
  priorOf: (mean: number) => number,
  first: Order,
  most: number
): MadeColumn {
  const {codes, keys} = of;
  const values = (order: Order) => {
    const known = knownBefore(order, codes, keys.length, target);
    return Float32Array.from(codes, (_, i) => smoothed(known.sum[i], known.count[i], priorOf(known.mean[i])));
  };
  const all = knownOfAll(codes, keys.length, target);
  const prior = priorOf(all.mean);
  const table = new Map(keys.map((key, code) => [key, smoothed(all.sum[code], all.count[code], prior)]));
  return {
    encoding: {name, ...madeOf(of), values: table, otherwise: Math.fround(all.mean)},
    values,
    bounds: quantileBounds(values(first), most)
  };
}
