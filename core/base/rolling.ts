import {mean} from "./stats.js";

/**
 * Functions of the last `window` values, each window computed afresh so that a value depends on its window alone, to the
 * last bit. A window that is not full, or holds a `NaN`, gives `NaN`.
 */
export function rolling(
  x: Float64Array,
  window: number,
  compute: (values: Float64Array, i: number) => number
): Float64Array {
  checkWindow(window);
  let known = 0;
  return x.map((value, i) => {
    known = Number.isNaN(value) ? 0 : known + 1;
    return known >= window ? compute(x.subarray(i - window + 1, i + 1), i) : NaN;
  });
}

/** The mean of the last `window` values. */
export function rollingMean(x: Float64Array, window: number): Float64Array {
  return rolling(x, window, mean);
}

/** Throws where a window is not a whole number of rows, at least `least`. */
export function checkWindow(window: number, least = 1): void {
  if (!(Number.isInteger(window) && window >= least))
    throw new Error(`invalid window: ${window}; expected a whole number of rows, ${least} or more`);
}

/**
 * The rows that an exponential average with the given weight on the newest value must look back so that what came
 * before weighs less than 1e-12: the least k with (1 − weight)^k < 1e-12.
 */
export function memoryOf(weight: number): number {
  let left = 1;
  let rows = 0;
  while (left >= 1e-12 && rows < 100_000) {
    left *= 1 - weight;
    ++rows;
  }
  return rows;
}

/** A recursion over rows: fed one row after another, it answers with its value, `NaN` until it has one. */
export type Recursion = (row: number) => number;

/**
 * Runs a recursion afresh for each row over that row and the `memory` rows before: the value at t then follows from
 * these rows alone, to the last bit, whatever came before. `start` makes a recursion in its first state.
 */
export function remembering(rows: number, memory: number, start: () => Recursion): Float64Array {
  const out = new Float64Array(rows);
  for (let t = 0; t < rows; ++t) {
    const next = start();
    let value = NaN;
    for (let row = Math.max(0, t - memory); row <= t; ++row) value = next(row);
    out[t] = value;
  }
  return out;
}

/**
 * An exponential average that starts with the mean of its first `seed` values: average += weight · (value − average). A
 * `NaN` makes it start anew.
 */
export function exponential(weight: number, seed: number): (value: number) => number {
  let count = 0;
  let average = 0;
  return (value) => {
    if (Number.isNaN(value)) {
      count = average = 0;
      return NaN;
    }
    if (++count <= seed) {
      average += value;
      return count < seed ? NaN : (average /= seed);
    }
    return (average += weight * (value - average));
  };
}
