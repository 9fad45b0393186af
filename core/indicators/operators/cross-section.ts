import type {Column} from "../../base/panel.js";
import {mean, quantile, sortedQuantile, variance} from "../../base/stats.js";
import {countBelow} from "./order.js";

/**
 * Figures of a cell among the cells of its row, in columns of `symbols` cells a row. `NaN` stays `NaN` and does not count;
 * what a row with too few values does not determine is `NaN` too.
 */

/** Each value's rank, 0 for the lowest … 1 for the highest, ties by average rank; 0.5 where it is alone. */
export function crossRank(x: Column, symbols: number): Column {
  return eachRow(x, symbols, (values) => {
    const sorted = values.slice().sort();
    const most = values.length - 1;
    return (value) => {
      if (most === 0) return 0.5;
      const below = countBelow(sorted, sorted.length, value);
      let stop = below;
      while (stop < sorted.length && sorted[stop] === value) ++stop;
      return (below + stop - 1) / 2 / most;
    };
  });
}

/** The distance from the row's mean over its standard deviation, with divisor n − `ddof`; `NaN` where all are equal. */
export function crossZScore(x: Column, symbols: number, ddof = 1): Column {
  return eachRow(x, symbols, (values) => {
    const {middle, deviation} = spreadOf(values, ddof);
    return (value) => (deviation > 0 ? (value - middle) / deviation : NaN);
  });
}

/** Values below the row's `low`-quantile raised to it, those above its `high`-quantile lowered to that. */
export function winsoriseQuantiles(x: Column, symbols: number, low: number, high: number): Column {
  return eachRow(x, symbols, (values) => {
    const bottom = quantile(values, low);
    const top = quantile(values, high);
    return (value) => Math.min(Math.max(value, bottom), top);
  });
}

/** Values further than so many standard deviations (divisor n − 1) from the row's mean moved there. */
export function winsoriseDeviations(x: Column, symbols: number, count: number): Column {
  return eachRow(x, symbols, (values) => {
    if (values.length === 1) return (value) => value;
    const {middle, deviation} = spreadOf(values, 1);
    return (value) => Math.min(Math.max(value, middle - count * deviation), middle + count * deviation);
  });
}

/**
 * The bucket, 0 for the lowest values … `count` − 1 for the highest, between the row's quantiles 1 / count, 2 / count, …;
 * a value equal to one of these belongs below it (pandas' qcut, which however merges buckets that ties leave empty).
 */
export function crossBucket(x: Column, symbols: number, count: number): Column {
  return eachRow(x, symbols, (values) => {
    const sorted = values.slice().sort();
    const edges = Float64Array.from({length: count - 1}, (_, k) => sortedQuantile(sorted, (k + 1) / count));
    return (value) => countBelow(edges, edges.length, value);
  });
}

/** The distance from the row's mean. */
export function crossDemean(x: Column, symbols: number): Column {
  return eachRow(x, symbols, (values) => {
    const {middle} = spreadOf(values, 0);
    return (value) => value - middle;
  });
}

/** The row times what makes the sum of its sizes `gross`; `NaN` where all are 0. */
export function scaleToGross(x: Column, symbols: number, gross = 1): Column {
  return eachRow(x, symbols, (values) => {
    let sum = 0;
    for (const value of values) sum += Math.abs(value);
    return (value) => (sum > 0 ? (gross * value) / sum : NaN);
  });
}

/** Applies what `figure` makes of a row's numbers to each of them. */
function eachRow(x: Column, symbols: number, figure: (values: Float64Array) => (value: number) => number): Column {
  const out = new Float64Array(x.length).fill(NaN);
  const room = new Float64Array(symbols);
  for (let start = 0; start < x.length; start += symbols) {
    let count = 0;
    for (let i = start; i < start + symbols; ++i) if (!Number.isNaN(x[i])) room[count++] = x[i];
    if (count === 0) continue;
    const of = figure(room.subarray(0, count));
    for (let i = start; i < start + symbols; ++i) if (!Number.isNaN(x[i])) out[i] = of(x[i]);
  }
  return out;
}

/** The mean and the standard deviation, taken about the first value: those of equal values are their value and 0. */
function spreadOf(values: Float64Array, ddof: number): {middle: number; deviation: number} {
  const [origin] = values;
  const apart = values.map((value) => value - origin);
  return {middle: origin + mean(apart), deviation: Math.sqrt(variance(apart, ddof))};
}
