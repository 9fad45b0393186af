import {makeSorter, rankInto} from "./order.js";

/** A signal in the order of each row, from which everything else is taken: it is sorted once. */
export interface Ranked {
  readonly rows: number;
  readonly names: number;
  /** The signal of the cells that count, `NaN` elsewhere. */
  readonly signal: Float64Array;
  /** How many names of each row count. */
  readonly counts: Uint32Array;
  /** The names of row t in ascending order of signal: the first `counts[t]` from t × N on. */
  readonly order: Uint32Array;
  /** T × N: the rank of each cell in its row from 1, ties by their average; `NaN` where there is no signal. */
  readonly ranks: Float64Array;
  /** The sum of the squares of each row's ranks. */
  readonly squares: Float64Array;
}

/** Sorts each row of a signal (T × N). */
export function rankSignal(signal: Float64Array, rows: number): Ranked {
  const names = rows === 0 ? 0 : signal.length / rows;
  const counts = new Uint32Array(rows);
  const order = new Uint32Array(signal.length);
  const ranks = new Float64Array(signal.length).fill(NaN);
  const squares = new Float64Array(rows);
  const sorter = makeSorter(names);
  const at = new Uint32Array(names);
  const placed = new Float64Array(names);
  for (let t = 0; t < rows; ++t) {
    const from = t * names;
    let count = 0;
    for (let s = 0; s < names; ++s) {
      const value = signal[from + s];
      if (Number.isNaN(value)) continue;
      sorter.values[count] = value;
      at[count++] = s;
    }
    counts[t] = count;
    const sorted = sorter.sort(count);
    squares[t] = rankInto(placed, sorter.sorted, sorted, count);
    for (let k = 0; k < count; ++k) {
      const name = at[sorted[k]];
      order[from + k] = name;
      ranks[from + name] = placed[sorted[k]];
    }
  }
  return {rows, names, signal, counts, order, ranks, squares};
}

/**
 * The quantile of each cell, 1 for the lowest signals, 0 where there is none: k where the signal is above edge k − 1 and
 * not above edge k, the edges being the quantiles at k / `quantiles` of the row's signals, interpolated linearly between
 * order statistics (pandas' `qcut`). Equal signals are in the same quantile, so one may be empty; where a row's edges are all
 * the same it has no quantiles, and with `distinct` none where any two are. `group` sorts each group for itself.
 */
export function quantileCodes(
  {rows, names, signal, counts, order}: Ranked,
  quantiles: number,
  {distinct = false, group}: {readonly distinct?: boolean; readonly group?: Float64Array} = {}
): Uint8Array {
  const codes = new Uint8Array(rows * names);
  const edges = new Float64Array(quantiles + 1);
  const values = new Float64Array(names);
  const cells = new Uint32Array(names);
  const assign = (count: number) => {
    if (count === 0) return;
    for (let k = 0; k <= quantiles; ++k) edges[k] = edgeAt(values, count, k === quantiles ? 1 : k * (1 / quantiles));
    if (!(edges[quantiles] > edges[0])) return;
    if (distinct) for (let k = 1; k <= quantiles; ++k) if (!(edges[k] > edges[k - 1])) return;
    let code = 1;
    for (let i = 0; i < count; ++i) {
      while (code < quantiles && values[i] > edges[code]) ++code;
      codes[cells[i]] = code;
    }
  };
  for (let t = 0; t < rows; ++t) {
    const from = t * names;
    if (!group) {
      for (let i = 0; i < counts[t]; ++i) {
        cells[i] = from + order[from + i];
        values[i] = signal[cells[i]];
      }
      assign(counts[t]);
      continue;
    }
    for (const of of groupsOf(group.subarray(from, from + names))) {
      let count = 0;
      for (let i = 0; i < counts[t]; ++i) {
        const cell = from + order[from + i];
        if (group[cell] !== of) continue;
        cells[count] = cell;
        values[count++] = signal[cell];
      }
      assign(count);
    }
  }
  return codes;
}

/** The quantile at `p` of ascending values, rounded as NumPy's percentile rounds it: an edge may be a value itself. */
function edgeAt(values: Float64Array, count: number, p: number): number {
  const place = (count - 1) * ((p * 100) / 100);
  const low = Math.floor(place);
  if (low >= count - 1) return values[count - 1];
  const share = place - low;
  const step = values[low + 1] - values[low];
  return share >= 0.5 ? values[low + 1] - step * (1 - share) : values[low] + step * share;
}

/** The groups that there are, ascending. */
export function groupsOf(group: Float64Array): readonly number[] {
  const found = new Set<number>();
  for (let i = 0; i < group.length; ++i) if (!Number.isNaN(group[i])) found.add(group[i]);
  return [...found].sort((a, b) => a - b);
}

/** Whether a cell has a signal and no quantile. */
export function hasUnsorted({signal}: Ranked, codes: Uint8Array): boolean {
  for (let cell = 0; cell < codes.length; ++cell) if (codes[cell] === 0 && !Number.isNaN(signal[cell])) return true;
  return false;
}

/** Removes from a signal the rows in which no name has a quantile. */
export function withoutRows(ranked: Ranked, codes: Uint8Array): Ranked {
  const signal = Float64Array.from(ranked.signal, (value, cell) => (codes[cell] === 0 ? NaN : value));
  return rankSignal(signal, ranked.rows);
}
