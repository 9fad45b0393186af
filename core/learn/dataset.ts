import type {Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import type {Dataset, Label} from "../plugin.js";

/**
 * One sample for each cell whose features are known on its row and the `window` − 1 rows before: x holds the features
 * (samples × window × features, oldest row first), y the label, `NaN` where it is not known. Samples are in order of t.
 */
export function makeDataset(panel: Panel, features: readonly string[], label: Label, window: number): Dataset {
  if (features.length === 0) throw new Error("missing features: a dataset needs at least one");
  const columns = features.map((name) => field(panel, name));
  const {y, until} = label.compute(panel);
  const n = panel.symbols.length;
  const known = new Uint32Array(n);
  const cells: number[] = [];
  for (let i = 0; i < panel.times.length; ++i) {
    for (let s = 0; s < n; ++s) {
      const cell = i * n + s;
      known[s] = columns.every((column) => Number.isFinite(column[cell])) ? known[s] + 1 : 0;
      if (known[s] >= window) cells.push(cell);
    }
  }
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
