import type {Column, Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import {columnOf, seriesReader} from "../base/series.js";
import {clearRoom, withRoom} from "./room.js";
import {byRuns} from "./runs.js";

/**
 * Applies a kernel to each symbol's unbroken runs of numbers, and answers with the column of the results. The kernel is
 * given one part for each field, which it may neither change nor keep, and answers with an array of the same length, which
 * is done with before the next call.
 */
export function eachRun(
  panel: Panel,
  names: readonly string[],
  kernel: (...parts: readonly Float64Array[]) => Float64Array
): Column {
  const rows = panel.times.length;
  const n = panel.symbols.length;
  const readers = names.map((name) => seriesReader(field(panel, name), rows, n));
  const one = (parts: readonly Float64Array[]) => [kernel(...parts)];
  return withRoom(24, rows, () =>
    columnOf(rows, n, (symbol) => {
      clearRoom();
      const series = readers.map((reader) => reader.series(symbol));
      return readers.every((reader) => reader.isWhole(symbol)) ? kernel(...series) : byRuns(series, one)[0];
    })
  );
}
