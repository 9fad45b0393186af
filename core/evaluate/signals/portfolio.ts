import {power} from "../../base/elementary.js";
import type {Line} from "./mean-test.js";
import {line} from "./mean-test.js";
import type {Ranked} from "./ranked.js";
import {groupsOf} from "./ranked.js";

/** How names are weighed by their signals. */
export interface Weighing {
  /** Whether the mean is taken off (of equal weights the median), so that as much is sold as is bought. */
  readonly longShort: boolean;
  /** Whether every name that is bought, and every one that is sold, weighs the same. */
  readonly equal: boolean;
  /** The groups, where each is to be weighed for itself and to weigh as much as any other. */
  readonly group?: Float64Array;
}

/**
 * The weights (T × N) of a portfolio that follows a signal: (f − f̄) / Σ |f − f̄| over the names of a row, so that the sum of
 * their sizes is 1 (alphalens' factor weights). With equal weights f is +1 above the median and −1 below it, each side
 * divided by its number of names. Cells without a weight are 0.
 */
export function portfolioWeights({rows, names, signal, counts, order}: Ranked, weighing: Weighing): Float64Array {
  const {group} = weighing;
  const weights = new Float64Array(rows * names);
  const cells = new Uint32Array(names);
  const values = new Float64Array(names);
  for (let t = 0; t < rows; ++t) {
    const from = t * names;
    const kinds = group ? groupsOf(group.subarray(from, from + names)) : [0];
    for (const of of kinds) {
      let count = 0;
      for (let k = 0; k < counts[t]; ++k) {
        const cell = from + order[from + k];
        if (group && group[cell] !== of) continue;
        cells[count] = cell;
        values[count++] = signal[cell];
      }
      if (count > 0) weigh(weights, cells, values, count, weighing);
    }
    if (group) divideBySizes(weights, from, from + names);
  }
  return weights;
}

/** Weighs the cells given, which are in ascending order of their values; the values are written over. */
function weigh(
  weights: Float64Array,
  cells: Uint32Array,
  values: Float64Array,
  count: number,
  {longShort, equal}: Weighing
): void {
  let centre = 0;
  if (longShort && equal) {
    centre = (values[(count - 1) >> 1] + values[count >> 1]) / 2;
  } else if (longShort) {
    for (let k = 0; k < count; ++k) centre += values[k];
    centre /= count;
  }
  let above = 0;
  let below = 0;
  for (let k = 0; k < count; ++k) {
    const value = values[k] - centre;
    if (value > 0) ++above;
    else if (value < 0) ++below;
    values[k] = value;
  }
  if (equal)
    for (let k = 0; k < count; ++k)
      values[k] = values[k] > 0 ? 1 / (longShort ? above : 1) : values[k] < 0 ? -1 / (longShort ? below : 1) : 0;
  let size = 0;
  for (let k = 0; k < count; ++k) size += Math.abs(values[k]);
  for (let k = 0; k < count; ++k) weights[cells[k]] = size > 0 ? values[k] / size : 0;
}

function divideBySizes(weights: Float64Array, from: number, to: number): void {
  let size = 0;
  for (let cell = from; cell < to; ++cell) size += Math.abs(weights[cell]);
  if (size > 0) for (let cell = from; cell < to; ++cell) weights[cell] /= size;
}

/** What a portfolio earned over a horizon, a row each: Σ weight × return; a return that is unknown earns nothing. */
export function portfolioRows(weights: Float64Array, outcome: Float64Array, rows: number): Float64Array {
  const names = rows === 0 ? 0 : weights.length / rows;
  const out = new Float64Array(rows).fill(NaN);
  for (let t = 0; t < rows; ++t) {
    let sum = 0;
    let held = 0;
    for (let cell = t * names; cell < (t + 1) * names; ++cell) {
      const part = weights[cell] * outcome[cell];
      if (weights[cell] === 0 || Number.isNaN(part)) continue;
      sum += part;
      ++held;
    }
    if (held > 0) out[t] = sum;
  }
  return out;
}

/** A portfolio's return beside that of all names in equal parts. */
export interface AlphaBeta extends Line {
  /** What alpha, of `horizon` rows, amounts to in a year: (1 + alpha)^(periods / horizon) − 1. */
  readonly yearly: number;
}

/** The line of a portfolio's returns on those of all names; `periods` are the rows of a year (alphalens takes 252). */
export function alphaBeta(
  returns: Float64Array,
  all: Float64Array,
  {horizon, periods, lag}: {readonly horizon: number; readonly periods: number; readonly lag: number}
): AlphaBeta {
  const found = line(returns, all, lag);
  return {...found, yearly: found.alpha > -1 ? power(1 + found.alpha, periods / horizon) - 1 : NaN};
}
