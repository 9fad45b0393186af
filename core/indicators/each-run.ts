import type {Column, Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import {columnOf, derivedSeries, seriesReader} from "../base/series.js";
import {clearRoom, withRoom} from "./room.js";
import {byRuns} from "./runs.js";

type Series = Float64Array;

/** Series that a kernel works in, of which all but the answers are done with before the next run's turn. */
const places = 24;

/**
 * Applies a kernel to each symbol's unbroken runs of numbers, and answers with the column of the results. The kernel is
 * given one part for each field, which it may neither change nor keep, and answers with an array of the same length, which
 * is done with before the next call. What a kernel loops over belongs into a function of its own outside of `compute`: a
 * closure that is made anew for each panel is compiled anew for each.
 */
export function eachRun(
  panel: Panel,
  names: readonly string[],
  kernel: (...parts: readonly Series[]) => Series
): Column {
  const rows = panel.times.length;
  const n = panel.symbols.length;
  const readers = names.map((name) => seriesReader(field(panel, name), rows, n));
  const one = (parts: readonly Series[]) => [kernel(...parts)];
  return withRoom(places, rows, () =>
    columnOf(rows, n, (symbol) => {
      clearRoom();
      const series = readers.map((reader) => reader.series(symbol));
      return readers.every((reader) => reader.isWhole(symbol)) ? kernel(...series) : byRuns(series, one)[0];
    })
  );
}

/**
 * As `eachRun`, in two steps, of which features that have it in common share the first: its outputs, as many as `count`, are
 * computed once for all of them inside `sharingSeries`. The key says all that they depend on beside the fields. The second
 * step is given the outputs for a run, which it may not change, and the fields, and answers with the feature's values.
 */
export function eachRunShared(
  panel: Panel,
  names: readonly string[],
  {key, count, kernel}: SharedStep,
  finish: (outputs: readonly Series[], ...parts: readonly Series[]) => Series
): Column {
  const rows = panel.times.length;
  const n = panel.symbols.length;
  const columns = names.map((name) => field(panel, name));
  const readers = columns.map((column) => seriesReader(column, rows, n));
  const seriesOf = (symbol: number) => readers.map((reader) => reader.series(symbol));
  const isWhole = (symbol: number) => readers.every((reader) => reader.isWhole(symbol));
  const both = (parts: readonly Series[]) => [finish(kernel(...parts), ...parts)];
  return withRoom(places, rows, () => {
    const derived = derivedSeries(columns, key, count, rows, n, (symbol, outputs) => {
      clearRoom();
      const series = seriesOf(symbol);
      const found = isWhole(symbol) ? kernel(...series) : byRuns(series, (parts) => kernel(...parts));
      for (let k = 0; k < outputs.length; ++k) outputs[k].set(found[k]);
    });
    return columnOf(rows, n, (symbol) => {
      clearRoom();
      const series = seriesOf(symbol);
      if (!derived) return isWhole(symbol) ? both(series)[0] : byRuns(series, both)[0];
      const outputs = derived(symbol);
      if (isWhole(symbol)) return finish(outputs, ...series);
      return byRuns(series, (parts, start) => {
        const here = outputs.map((output) => output.subarray(start, start + parts[0].length));
        return [finish(here, ...parts)];
      })[0];
    });
  });
}

/** What several features compute first. */
export interface SharedStep {
  readonly key: string;
  readonly count: number;
  readonly kernel: (...parts: readonly Series[]) => readonly Series[];
}
