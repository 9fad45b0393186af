import type {Column, Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import {byRuns} from "./runs.js";

/** Symbols taken out of a column at once, so that what memory brings along with a value is used. */
const together = 32;

/**
 * Applies a kernel to each symbol's unbroken runs of numbers, and answers with the column of the results. The kernel is
 * given one part for each field, which it may neither change nor keep, and answers with an array of the same length.
 */
export function eachRun(
  panel: Panel,
  names: readonly string[],
  kernel: (...parts: readonly Float64Array[]) => Float64Array
): Column {
  const rows = panel.times.length;
  const n = panel.symbols.length;
  const columns = names.map((name) => field(panel, name));
  const inputs = Array.from({length: together}, () => names.map(() => new Float64Array(rows)));
  const out = new Float64Array(rows * n);
  for (let first = 0; first < n; first += together) {
    const group = inputs.slice(0, n - first);
    columns.forEach((column, c) => {
      const parts = group.map((each) => each[c]);
      for (let i = 0; i < rows; ++i) for (let k = 0; k < parts.length; ++k) parts[k][i] = column[i * n + first + k];
    });
    const values = group.map((each) => byRuns(each, (parts) => [kernel(...parts)])[0]);
    for (let i = 0; i < rows; ++i) for (let k = 0; k < values.length; ++k) out[i * n + first + k] = values[k][i];
  }
  return out;
}
