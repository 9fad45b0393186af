import type {MeanTest} from "./mean-test.js";
import {meanTest} from "./mean-test.js";

/** The mean return of each quantile on each row. */
export interface QuantileRows {
  readonly quantiles: number;
  /** T × Q, `NaN` where a quantile has no name with a return. */
  readonly means: Float64Array;
  /** T × Q: how many names. */
  readonly counts: Uint32Array;
  /** The mean over all names that have a quantile and a return, a row each. */
  readonly all: Float64Array;
}

/** Mean returns by quantile, row by row; `codes` and `outcome` are T × N. */
export function quantileRows(codes: Uint8Array, outcome: Float64Array, rows: number, quantiles: number): QuantileRows {
  const names = rows === 0 ? 0 : codes.length / rows;
  const means = new Float64Array(rows * quantiles);
  const counts = new Uint32Array(rows * quantiles);
  const all = new Float64Array(rows);
  const sums = new Float64Array(quantiles + 1);
  const known = new Uint32Array(quantiles + 1);
  for (let t = 0; t < rows; ++t) {
    sums.fill(0);
    known.fill(0);
    for (let cell = t * names; cell < (t + 1) * names; ++cell) {
      const value = outcome[cell];
      if (Number.isNaN(value)) continue;
      sums[codes[cell]] += value;
      ++known[codes[cell]];
    }
    let [sum, count] = [0, 0];
    for (let q = 1; q <= quantiles; ++q) {
      means[t * quantiles + q - 1] = known[q] > 0 ? sums[q] / known[q] : NaN;
      counts[t * quantiles + q - 1] = known[q];
      sum += sums[q];
      count += known[q];
    }
    all[t] = count > 0 ? sum / count : NaN;
  }
  return {quantiles, means, counts, all};
}

/** The same with each row's mean over all names taken off. */
export function lessRowMeans(given: QuantileRows): QuantileRows {
  const {quantiles, all} = given;
  return {...given, means: given.means.map((value, i) => value - all[Math.floor(i / quantiles)])};
}

/** One quantile's series: a value a row. */
export function quantileSeries({quantiles, means, all}: QuantileRows, quantile: number): Float64Array {
  return Float64Array.from(all, (_, t) => means[t * quantiles + quantile - 1]);
}

/** What the mean of each quantile's rows amounts to, lowest first. */
export function quantileTests(rows: QuantileRows, lag: number): readonly MeanTest[] {
  return Array.from({length: rows.quantiles}, (_, q) => meanTest(quantileSeries(rows, q + 1), lag));
}

/** The return of the highest quantile less that of the lowest, a row each; `NaN` where either has none. */
export function spreadRows({quantiles, means, all}: QuantileRows): Float64Array {
  return Float64Array.from(all, (_, t) => means[t * quantiles + quantiles - 1] - means[t * quantiles]);
}

/**
 * The growth of 1 put into each quantile: every row a part of 1 / `holding` is put into the quantile's names of that row,
 * in equal parts, and held for `holding` rows; the return of a row is the mean over the parts that are held. `single` are the
 * returns of one row (T × N), less what is to be taken off them. T × Q, each row's value being that after the row's
 * return; where nothing is held nothing changes.
 */
export function cumulativeReturns(
  codes: Uint8Array,
  single: Float64Array,
  rows: number,
  quantiles: number,
  holding: number
): Float64Array {
  const names = rows === 0 ? 0 : codes.length / rows;
  const out = new Float64Array(rows * quantiles);
  const level = new Float64Array(quantiles).fill(1);
  const sums = new Float64Array(quantiles + 1);
  const counts = new Uint32Array(quantiles + 1);
  const parts = new Float64Array(quantiles + 1);
  const held = new Uint32Array(quantiles + 1);
  for (let t = 0; t < rows; ++t) {
    parts.fill(0);
    held.fill(0);
    for (let ago = 0; ago < holding && ago <= t; ++ago) {
      sums.fill(0);
      counts.fill(0);
      const before = (t - ago) * names;
      for (let s = 0; s < names; ++s) {
        const value = single[t * names + s];
        if (Number.isNaN(value)) continue;
        sums[codes[before + s]] += value;
        ++counts[codes[before + s]];
      }
      for (let q = 1; q <= quantiles; ++q) {
        if (counts[q] === 0) continue;
        parts[q] += sums[q] / counts[q];
        ++held[q];
      }
    }
    for (let q = 1; q <= quantiles; ++q) {
      if (held[q] > 0) level[q - 1] *= 1 + parts[q] / held[q];
      out[t * quantiles + q - 1] = level[q - 1];
    }
  }
  return out;
}
