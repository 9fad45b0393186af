import type {Column, Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import type {Dataset, Features, Label, Samples} from "../plugin.js";

/** The most bytes that x may take at once. */
const most = 2 ** 32;

/** Which cells are samples: those that have all features, or those that have any. */
export const missings = ["drop", "keep"] as const;
export type Missing = (typeof missings)[number];

/**
 * One sample for each cell whose features are known on its row and the `window` − 1 rows before: x holds the features
 * (samples × window × features, oldest row first), y the label, `NaN` where it is not known. Samples are in order of t.
 * Where missing values are kept, each cell is a sample that has any feature on its row and `window` − 1 rows before it;
 * what is not known, or infinite, is `NaN`.
 *
 * The features are held once, however many windows a row is in: they lie symbol by symbol and row by row, where a window
 * is one stretch, which `sample` answers with, and no copy. x is made when it is first read, and throws where it would be
 * larger than 4 GiB.
 */
export function makeDataset(
  panel: Panel,
  features: readonly string[],
  label: Label,
  window: number,
  missing: Missing = "drop"
): Dataset {
  const columns = columnsOf(panel, features);
  const {y, until} = label.compute(panel);
  const n = panel.symbols.length;
  const rows = panel.times.length;
  const k = columns.length;
  const values = new Float32Array(n * rows * k);
  for (const [j, column] of columns.entries())
    for (let i = 0; i < rows; ++i) for (let s = 0; s < n; ++s) values[(s * rows + i) * k + j] = column[i * n + s];
  if (missing === "keep") for (let i = 0; i < values.length; ++i) if (!Number.isFinite(values[i])) values[i] = NaN;
  const cell = missing === "keep" ? anyCells(panel, columns, window) : completeCells(panel, columns, window);
  const start = cell.map((each) => ((each % n) * rows + Math.floor(each / n) + 1 - window) * k);
  return cutFrom({values, start}, [cell.length, window, k], {
    y: Float64Array.from(cell, (each) => y[each]),
    t: Float64Array.from(cell, (each) => panel.times[Math.floor(each / n)]),
    until: Float64Array.from(cell, (each) => until[each]),
    symbol: cell.map((each) => each % n),
    symbols: panel.symbols,
    names: features,
    cell
  });
}

function columnsOf(panel: Panel, features: readonly string[]): readonly Column[] {
  if (features.length === 0) throw new Error("missing features: a dataset needs at least one");
  return features.map((name) => field(panel, name));
}

/** The cells whose columns are all known on their row and the `window` − 1 rows before, in order. */
function completeCells(panel: Panel, columns: readonly Column[], window: number): Uint32Array {
  const n = panel.symbols.length;
  const known = new Uint32Array(n);
  const cells = new Uint32Array(panel.times.length * n);
  let count = 0;
  for (let cell = 0; cell < cells.length; ++cell) {
    const s = cell % n;
    known[s] = columns.every((column) => Number.isFinite(column[cell])) ? known[s] + 1 : 0;
    if (known[s] >= window) cells[count++] = cell;
  }
  return cells.slice(0, count);
}

/** The cells that have any of the columns on their row and `window` − 1 rows before it, in order. */
function anyCells(panel: Panel, columns: readonly Column[], window: number): Uint32Array {
  const n = panel.symbols.length;
  const cells = new Uint32Array(panel.times.length * n);
  let count = 0;
  for (let cell = (window - 1) * n; cell < cells.length; ++cell)
    if (columns.some((column) => Number.isFinite(column[cell]))) cells[count++] = cell;
  return cells.slice(0, count);
}

/** The samples at the given places. */
export function take(data: Dataset, index: Uint32Array): Dataset {
  const {y, t, until, cell, symbol, symbols, names, weight} = data;
  const [, window, k] = data.shape;
  const {start, ...rest} = cutOf(data);
  const pick = (values: Float64Array) => Float64Array.from(index, (i) => values[i]);
  return cutFrom({...rest, start: index.map((i) => start[i])}, [index.length, window, k], {
    y: pick(y),
    t: pick(t),
    until: pick(until),
    cell: index.map((i) => cell[i]),
    ...(symbol && {symbol: index.map((i) => symbol[i])}),
    ...(symbols && {symbols}),
    ...(names && {names}),
    ...(weight && {weight: pick(weight)})
  });
}

/** Makes the features of a row, which begin at a place in the one array, and are written at the same in the other. */
export type RowChange = (from: Float32Array, to: Float32Array, at: number) => void;

/**
 * The same samples with each row's features changed. The function is asked once about a row, however many samples have
 * it, and not before one of them is read.
 */
export function mapFeatures(data: Dataset, change: RowChange): Dataset {
  const {values: from, make, start} = cutOf(data);
  const k = data.shape[2];
  const values = new Float32Array(from.length);
  const done = new Uint8Array(from.length / k);
  const changed = (first: number, end: number) => {
    for (let at = first, row = first / k; at < end; at += k, ++row) {
      if (done[row] === 1) continue;
      make?.(at, at + k);
      change(from, values, at);
      done[row] = 1;
    }
  };
  return cutFrom({values, make: changed, start}, data.shape, data);
}

/** What a split may see of samples: neither their features nor their labels. */
export function samplesOf({t, until, symbol, symbols}: Dataset): Samples {
  return {t, until, ...(symbol && {symbol}), ...(symbols && {symbols})};
}

/** What a model may see of samples that it is to predict: not their labels, nor when these are known. */
export function featuresOf(data: Dataset): Features & Pick<Dataset, "sample"> {
  const {shape, names, sample} = data;
  const features = {
    get x() {
      return data.x;
    },
    shape,
    ...(names && {names}),
    ...(sample && {sample})
  };
  cuts.set(features, cutOf(data));
  return features;
}

/** The same samples with weights. */
export function withWeight(data: Dataset, weight: Float64Array): Dataset {
  return cutFrom(cutOf(data), data.shape, {...labelsOf(data), weight});
}

/** The same samples with other labels. */
export function withLabels(data: Dataset, y: Float64Array, until = data.until): Dataset {
  return cutFrom(cutOf(data), data.shape, {...labelsOf(data), y, until});
}

/** What of samples is not their features. */
type Labels = Omit<Dataset, "x" | "shape" | "sample">;

function labelsOf({y, t, until, cell, symbol, symbols, names, weight}: Labels): Labels {
  return {
    y,
    t,
    until,
    cell,
    ...(symbol && {symbol}),
    ...(symbols && {symbols}),
    ...(names && {names}),
    ...(weight && {weight})
  };
}

/** How a dataset's samples are read one by one. */
export function sampleOf(data: Pick<Dataset, "x" | "shape">): (i: number) => Float32Array {
  const {values, make, start} = cutOf(data);
  const size = data.shape[1] * data.shape[2];
  return (i) => {
    make?.(start[i], start[i] + size);
    return values.subarray(start[i], start[i] + size);
  };
}

/** What samples are cut from. */
interface Cut {
  /** Rows of features one after another, of which every sample's window is a stretch. */
  readonly values: Float32Array;
  /** Where each sample begins. */
  readonly start: Uint32Array;
  /** Makes values that are not made before they are asked for. */
  make?(from: number, to: number): void;
}

/** What datasets are cut from, which is more than a model may see of one. */
const cuts = new WeakMap<object, Cut>();

/** What a dataset is cut from: of one that was not made here, its own x. */
function cutOf(data: Pick<Dataset, "x" | "shape">): Cut {
  const cut = cuts.get(data);
  if (cut) return cut;
  const [samples, window, k] = data.shape;
  return {values: data.x, start: Uint32Array.from({length: samples}, (_, i) => i * window * k)};
}

/** A dataset whose x is made when it is first read. */
function cutFrom(cut: Cut, shape: Dataset["shape"], labels: Labels): Dataset {
  const [samples, window, k] = shape;
  const size = window * k;
  let made: Float32Array | undefined;
  const {values, make, start} = cut;
  const sample = (i: number) => {
    if (!(i >= 0 && i < samples && Number.isInteger(i)))
      throw new RangeError(`unknown sample: ${i}; there are ${samples}`);
    make?.(start[i], start[i] + size);
    return values.subarray(start[i], start[i] + size);
  };
  const data: Dataset = {
    get x() {
      return (made ??= join(cut, shape));
    },
    sample,
    shape,
    ...labelsOf(labels)
  };
  cuts.set(data, cut);
  return data;
}

function join({values, make, start}: Cut, [samples, window, k]: Dataset["shape"]): Float32Array {
  const size = window * k;
  if (samples * size * 4 > most)
    throw new Error(
      `invalid dataset: ${samples} samples of ${window} rows × ${k} features take ` +
        `${((samples * size * 4) / 2 ** 30).toFixed(1)} GiB; read them one by one, or give fewer or a shorter window`
    );
  const x = new Float32Array(samples * size);
  for (let i = 0, out = 0; i < samples; ++i) {
    const from = start[i];
    make?.(from, from + size);
    for (let j = 0; j < size; ++j) x[out++] = values[from + j];
  }
  return x;
}
