import {columnOf, seriesReader} from "./series.js";

/** One value per instant and symbol: T × N, one row per instant, row-major; `NaN` is missing. */
export type Column = Float64Array;

/**
 * Everything known about a universe over time. This is the one table that passes between stages: bars arrive as
 * fields, and features, labels and signals are further fields of the same shape.
 */
export interface Panel {
  /**
   * The label of each row's bar in epoch milliseconds UTC, strictly ascending: for daily and longer bars midnight of
   * the session's date, for intraday bars their open. A row becomes known when its bar closes.
   */
  readonly times: Float64Array;
  readonly symbols: readonly string[];
  readonly fields: Readonly<Record<string, Column>>;
}

/** The column of a field. Throws where the panel has none of that name. */
export function field(panel: Panel, name: string): Column {
  const column = panel.fields[name];
  if (!column) throw new Error(`unknown field: ${name}; fields are ${Object.keys(panel.fields).join(", ")}`);
  return column;
}

/** The panel with one field more (or replaced). Throws where the column is not T × N. */
export function withField(panel: Panel, name: string, column: Column): Panel {
  const size = panel.times.length * panel.symbols.length;
  if (column.length !== size) throw new Error(`invalid size of field ${name}: ${column.length}; expected ${size}`);
  return {...panel, fields: {...panel.fields, [name]: column}};
}

/** Rows `start` (inclusive) to `stop` (exclusive), sharing memory with the panel. */
export function rows(panel: Panel, start: number, stop: number): Panel {
  const n = panel.symbols.length;
  const fields = Object.fromEntries(
    Object.entries(panel.fields).map(([name, column]) => [name, column.subarray(start * n, stop * n)])
  );
  return {times: panel.times.subarray(start, stop), symbols: panel.symbols, fields};
}

/** The first `count` rows: what was known when row `count − 1` was. */
export function head(panel: Panel, count: number): Panel {
  return rows(panel, 0, count);
}

/** One symbol's values of a field, oldest first. */
export function series(panel: Panel, name: string, symbol: number): Float64Array {
  const column = field(panel, name);
  const n = panel.symbols.length;
  const out = new Float64Array(panel.times.length);
  for (let i = 0, cell = symbol; i < out.length; ++i, cell += n) out[i] = column[cell];
  return out;
}

/** Applies a function of one symbol's series to each symbol, and answers with the column of the results. */
export function eachSymbol(
  panel: Panel,
  names: readonly string[],
  compute: (...inputs: Float64Array[]) => Float64Array
): Column {
  const rows = panel.times.length;
  const readers = names.map((name) => seriesReader(field(panel, name), rows, panel.symbols.length));
  return columnOf(rows, panel.symbols.length, (symbol) =>
    compute(...readers.map((reader) => reader.series(symbol).slice()))
  );
}
