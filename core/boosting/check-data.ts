import {columnNames} from "./features.js";
import type {Training, TrainingData} from "./training.js";

/** What is learned from, checked. */
export interface Checked {
  readonly names: readonly string[];
  /** The names of the features of which every value is missing. */
  readonly empty: readonly string[];
}

/** Throws where samples cannot be learned from: a label, a weight or a feature that is no number, or too few of them. */
export function checkData(
  data: TrainingData,
  {growth, rounds, shrinkage}: Pick<Training, "growth" | "rounds" | "shrinkage">
): Checked {
  const {x, shape, y, weight, t} = data;
  const [n, k] = shape;
  if (n === 0) throw new Error("missing samples: trees have nothing to learn from");
  if (k === 0) throw new Error("missing features: trees need at least one");
  if (x.length !== n * k || y.length !== n)
    throw new Error(`invalid samples: ${x.length} values and ${y.length} labels; expected ${n} × ${k}, and ${n}`);
  if (!(Number.isInteger(rounds) && rounds >= 0))
    throw new Error(`invalid number of trees: ${rounds}; expected 0 or more`);
  if (!(shrinkage > 0 && shrinkage < Infinity))
    throw new Error(`invalid learning rate: ${shrinkage}; expected a number above 0`);
  const odd = y.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw new Error(`invalid label: ${y[odd]} of sample ${odd}; trees need a number for each sample`);
  if (weight) checkWeight(weight, n);
  if (t) checkOrder(t);
  checkEnough(n, growth.minData);
  const names = data.names ?? columnNames({shape: [n, 1, k]});
  return {names, empty: checkFeatures(x, [n, k], names)};
}

/**
 * Throws where a value of a feature of categories is no whole number. The names of those of which a value is below 0: it
 * is missing, as LightGBM has it.
 */
export function checkCategories(
  x: Float32Array,
  [n, k]: readonly [number, number],
  categorical: readonly number[],
  names: readonly string[]
): readonly string[] {
  return categorical
    .filter((column) => {
      let negative = false;
      for (let i = 0; i < n; ++i) {
        const value = x[i * k + column];
        if (Number.isNaN(value)) continue;
        if (!Number.isInteger(value))
          throw new Error(
            `invalid category: ${names[column]} is ${value} in sample ${i}; categories are whole numbers from 0 on, so ` +
              'leave them unscaled (learn.scaling "none"), or do not name the feature as one of categories'
          );
        negative ||= value < 0;
      }
      return negative;
    })
    .map((column) => names[column]);
}

/** Throws where samples are too few for two leaves. */
export function checkEnough(samples: number, minData: number): void {
  if (samples < 2 * minData)
    throw new Error(
      `missing samples: ${samples}; two leaves of at least ${minData} samples need ${2 * minData}: ` +
        "give more samples, or allow smaller leaves"
    );
}

function checkWeight(weight: Float64Array, n: number): void {
  if (weight.length !== n) throw new Error(`invalid weights: ${weight.length} of ${n} samples; give each of them one`);
  const odd = weight.findIndex((value) => !(value >= 0 && value < Infinity));
  if (odd >= 0) throw new Error(`invalid weight: ${weight[odd]} of sample ${odd}; expected 0 or more`);
  if (!weight.some((value) => value > 0)) throw new Error("invalid weights: all are 0; give some samples more");
}

/** The names of the features without any value. Throws where a value is infinite. */
function checkFeatures(
  x: Float32Array,
  [n, k]: readonly [number, number],
  names: readonly string[]
): readonly string[] {
  const known = new Uint8Array(k);
  let unknown = k;
  for (let i = 0, row = 0; i < n; ++i, row += k) {
    if (unknown === 0 && isFinite(x, row, row + k)) continue;
    for (let j = 0; j < k; ++j) {
      const value = x[row + j];
      if (Number.isNaN(value)) continue;
      if (value - value !== 0)
        throw new Error(
          `invalid feature ${names[j]}: ${value} in sample ${i}; give a number, or NaN where it is missing`
        );
      unknown -= 1 - known[j];
      known[j] = 1;
    }
  }
  return names.filter((_, j) => known[j] === 0);
}

/** Whether all of a stretch are numbers: 0 times one is 0, and NaN otherwise. */
function isFinite(x: Float32Array, from: number, to: number): boolean {
  let [a, b] = [0, 0];
  for (let at = from; at + 1 < to; at += 2) {
    a += x[at] * 0;
    b += x[at + 1] * 0;
  }
  return a + b + x[to - 1] * 0 === 0;
}

function checkOrder(t: Float64Array): void {
  for (let i = 1; i < t.length; ++i)
    if (!(t[i] >= t[i - 1])) throw new Error(`invalid samples: number ${i} is not in order of t`);
}

/** Where each stretch of equal times begins, and their number at the end. Throws unless they ascend. */
export function groupsOf(t: Float64Array): Uint32Array {
  checkOrder(t);
  const begins = (i: number) => i === 0 || t[i] !== t[i - 1];
  let count = 0;
  for (let i = 0; i < t.length; ++i) if (begins(i)) ++count;
  const starts = new Uint32Array(count + 1);
  for (let i = 0, group = 0; i < t.length; ++i) if (begins(i)) starts[group++] = i;
  starts[count] = t.length;
  return starts;
}
