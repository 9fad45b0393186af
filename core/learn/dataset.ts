import type {Column, Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import type {Dataset, Label} from "../plugin.js";

/**
 * One sample for each cell whose features are known on its row and the `window` − 1 rows before: x holds the features
 * (samples × window × features, oldest row first), y the label, `NaN` where it is not known. Samples are in order of t.
 */
export function makeDataset(panel: Panel, features: readonly string[], label: Label, window: number): Dataset {
  const columns = columnsOf(panel, features);
  const {y, until} = label.compute(panel);
  const n = panel.symbols.length;
  const cells = completeCells(panel, columns, window);
  const x = new Float32Array(cells.length * window * columns.length);
  let offset = 0;
  for (const cell of cells) {
    for (let w = window - 1; w >= 0; --w) for (const column of columns) x[offset++] = column[cell - w * n];
  }
  return {
    x,
    shape: [cells.length, window, columns.length],
    y: Float64Array.from(cells, (cell) => y[cell]),
    t: Float64Array.from(cells, (cell) => panel.times[Math.floor(cell / n)]),
    until: Float64Array.from(cells, (cell) => until[cell]),
    cell: Uint32Array.from(cells)
  };
}

/** The features of a dataset's samples, held once however many windows a row is in. */
export interface Windows {
  readonly shape: readonly [samples: number, window: number, features: number];
  /** Each sample's place in the panel's columns. */
  readonly cell: Uint32Array;
  /** A sample's window × features, oldest row first: the memory itself and no copy, not to be written to. */
  sample(i: number): Float32Array;
}

/**
 * The samples of `makeDataset` without their labels, and without a copy of each row for each window it is in: the
 * features are laid out symbol by symbol and row by row, where a window is one stretch. A window of 60 rows takes no
 * more memory than one of a single row.
 */
export function makeWindows(panel: Panel, features: readonly string[], window: number): Windows {
  const columns = columnsOf(panel, features);
  const n = panel.symbols.length;
  const rows = panel.times.length;
  const k = columns.length;
  const values = new Float32Array(n * rows * k);
  for (const [j, column] of columns.entries())
    for (let i = 0; i < rows; ++i) for (let s = 0; s < n; ++s) values[(s * rows + i) * k + j] = column[i * n + s];
  const cell = Uint32Array.from(completeCells(panel, columns, window));
  return {
    shape: [cell.length, window, k],
    cell,
    sample(i) {
      if (!(i in cell)) throw new RangeError(`unknown sample: ${i}; there are ${cell.length}`);
      const end = ((cell[i] % n) * rows + Math.floor(cell[i] / n) + 1) * k;
      return values.subarray(end - window * k, end);
    }
  };
}

function columnsOf(panel: Panel, features: readonly string[]): readonly Column[] {
  if (features.length === 0) throw new Error("missing features: a dataset needs at least one");
  return features.map((name) => field(panel, name));
}

/** The cells whose columns are all known on their row and the `window` − 1 rows before, in order. */
function completeCells(panel: Panel, columns: readonly Column[], window: number): readonly number[] {
  const n = panel.symbols.length;
  const known = new Uint32Array(n);
  const cells: number[] = [];
  for (let cell = 0; cell < panel.times.length * n; ++cell) {
    const s = cell % n;
    known[s] = columns.every((column) => Number.isFinite(column[cell])) ? known[s] + 1 : 0;
    if (known[s] >= window) cells.push(cell);
  }
  return cells;
}

/** The samples at the given places, copied. */
export function take({x, shape: [, window, k], y, t, until, cell}: Dataset, index: Uint32Array): Dataset {
  const size = window * k;
  const samples = new Float32Array(index.length * size);
  index.forEach((i, j) => samples.set(x.subarray(i * size, (i + 1) * size), j * size));
  const pick = (values: Float64Array) => Float64Array.from(index, (i) => values[i]);
  return {
    x: samples,
    shape: [index.length, window, k],
    y: pick(y),
    t: pick(t),
    until: pick(until),
    cell: index.map((i) => cell[i])
  };
}
