import type {Ranked} from "./ranked.js";

/**
 * The share of each quantile's names that were not in it `lag` rows before: T × Q (alphalens' quantile turnover). `NaN`
 * where the quantile has no names on either row.
 */
export function turnoverRows(codes: Uint8Array, rows: number, quantiles: number, lag: number): Float64Array {
  const names = rows === 0 ? 0 : codes.length / rows;
  const out = new Float64Array(rows * quantiles).fill(NaN);
  const kinds = quantiles + 1;
  const sizes = new Uint32Array(rows * kinds);
  for (let t = 0; t < rows; ++t)
    for (let cell = t * names; cell < (t + 1) * names; ++cell) ++sizes[t * kinds + codes[cell]];
  const stayed = new Uint32Array(kinds);
  const back = lag * names;
  for (let t = lag; t < rows; ++t) {
    stayed.fill(0);
    for (let cell = t * names; cell < (t + 1) * names; ++cell) {
      const now = codes[cell];
      // All ones where both are the same, else 0: those who moved are counted as 0, without a branch that guesses.
      const same = ((now ^ codes[cell - back]) - 1) >> 31;
      ++stayed[now & same];
    }
    for (let q = 1; q < kinds; ++q) {
      const here = sizes[t * kinds + q];
      if (here > 0 && sizes[(t - lag) * kinds + q] > 0) out[t * quantiles + q - 1] = (here - stayed[q]) / here;
    }
  }
  return out;
}

/** One quantile's turnover, a value a row. */
export function turnoverSeries(turnover: Float64Array, quantiles: number, quantile: number): Float64Array {
  return Float64Array.from({length: turnover.length / quantiles}, (_, t) => turnover[t * quantiles + quantile - 1]);
}

/**
 * The correlation of the names' ranks with their ranks `lag` rows before, over the names that have both, a row each
 * (alphalens' factor rank autocorrelation): 1 where the order stays, 0 where it is forgotten.
 */
export function rankAutocorrelations({rows, names, ranks}: Ranked, lag: number): Float64Array {
  const out = new Float64Array(rows).fill(NaN);
  for (let t = lag; t < rows; ++t) out[t] = rankCorrelationBack(ranks, t * names, (t + 1) * names, lag * names);
  return out;
}

/** The correlation of the ranks of cells `from` … `to` with those `back` cells before, over those that have both. */
export function rankCorrelationBack(ranks: Float64Array, from: number, to: number, back: number): number {
  let n = 0;
  let x = 0;
  let y = 0;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let cell = from; cell < to; ++cell) {
    const now = ranks[cell];
    const before = ranks[cell - back];
    const product = now * before;
    if (Number.isNaN(product)) continue;
    ++n;
    x += now;
    y += before;
    xx += now * now;
    yy += before * before;
    xy += product;
  }
  const spread = (n * xx - x * x) * (n * yy - y * y);
  return n > 1 && spread > 0 ? (n * xy - x * y) / Math.sqrt(spread) : NaN;
}
