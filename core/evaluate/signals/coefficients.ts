import {makeSorter} from "./order.js";
import type {Ranked} from "./ranked.js";

/** Why a row has no coefficient, by its code; 0 where it has one. */
export const rowReasons = [
  "",
  "no name has a signal",
  "too few names have a signal and a return",
  "the signal is the same for all names",
  "the return is the same for all names",
  "no name's return is known"
] as const;

/** The information coefficients of one horizon, a row each; `NaN` where a row has none. */
export interface CoefficientRows {
  /** Spearman's rank correlation across names. */
  readonly rank: Float64Array;
  /** Pearson's correlation. */
  readonly linear: Float64Array;
  /** How many names have a signal and a return. */
  readonly names: Uint32Array;
  /** Why a row has no coefficient: the place of the reason in `rowReasons`. */
  readonly reasons: Uint8Array;
}

/**
 * The correlation of a signal with the returns that followed it, across the names of each row. The signal's own ranks are
 * used again where every name has a return, and are closed up where some have none; so only returns are sorted here.
 * `group` and `of` take the names of one group alone.
 */
export function coefficientRows(
  ranked: Ranked,
  outcome: Float64Array,
  fewest: number,
  {group, of = 0}: {readonly group?: Float64Array; readonly of?: number} = {}
): CoefficientRows {
  const {rows, names, signal, counts, order, ranks} = ranked;
  const rank = new Float64Array(rows).fill(NaN);
  const linear = rank.slice();
  const known = new Uint32Array(rows);
  const reasons = new Uint8Array(rows);
  const sorter = makeSorter(names);
  const {values: y, sorted: ascending} = sorter;
  const x = new Float64Array(names);
  const xRanks = new Float64Array(names);
  for (let t = 0; t < rows; ++t) {
    const from = t * names;
    const all = counts[t];
    let m = 0;
    let sumX = 0;
    let sumY = 0;
    for (let k = 0; k < all; ++k) {
      const cell = from + order[from + k];
      const value = outcome[cell];
      if (Number.isNaN(value) || (group && group[cell] !== of)) continue;
      x[m] = signal[cell];
      xRanks[m] = ranks[cell];
      y[m] = value;
      sumX += x[m];
      sumY += value;
      ++m;
    }
    known[t] = m;
    if (m < fewest) {
      reasons[t] = all === 0 ? 1 : m === 0 ? 5 : 2;
      continue;
    }
    const squares = m < all ? closedUp(xRanks, x, m) : ranked.squares[t];
    const sorted = sorter.sort(m);
    let ySquares = 0;
    let products = 0;
    for (let start = 0; start < m;) {
      const value = ascending[start];
      let ranksOfX = xRanks[sorted[start]];
      let stop = start + 1;
      while (stop < m && ascending[stop] === value) ranksOfX += xRanks[sorted[stop++]];
      const tied = (start + 1 + stop) / 2;
      ySquares += (stop - start) * tied * tied;
      products += ranksOfX * tied;
      start = stop;
    }
    const centre = (m * (m + 1) * (m + 1)) / 4;
    if (!(squares > centre)) reasons[t] = 3;
    else if (!(ySquares > centre)) reasons[t] = 4;
    else {
      rank[t] = (products - centre) / Math.sqrt((squares - centre) * (ySquares - centre));
      linear[t] = correlationOf(x, y, m, sumX / m, sumY / m);
    }
  }
  return {rank, linear, names: known, reasons};
}

/** Ranks of values in ascending order, ties by their average; answers with the sum of their squares. */
function closedUp(ranks: Float64Array, values: Float64Array, count: number): number {
  let squares = 0;
  for (let start = 0; start < count;) {
    let stop = start + 1;
    while (stop < count && values[stop] === values[start]) ++stop;
    const rank = (start + 1 + stop) / 2;
    ranks.fill(rank, start, stop);
    squares += (stop - start) * rank * rank;
    start = stop;
  }
  return squares;
}

function correlationOf(x: Float64Array, y: Float64Array, count: number, mx: number, my: number): number {
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < count; ++i) {
    const dx = x[i] - mx;
    const dy = y[i] - my;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : NaN;
}

/** Why coefficients do not determine a figure: the reason that most rows without one have. */
export function whyNone({reasons}: CoefficientRows, series: Float64Array): string {
  const some = series.filter((value) => Number.isFinite(value)).length;
  if (some > 0) return some === 1 ? "only one row has a coefficient" : "the coefficient is the same on every row";
  const counts = rowReasons.map((_, code) => reasons.reduce((sum, each) => sum + (each === code ? 1 : 0), 0));
  return reasons.length === 0
    ? "there is no row"
    : `on no row: ${rowReasons[counts.indexOf(Math.max(...counts.slice(1)), 1)]}`;
}
