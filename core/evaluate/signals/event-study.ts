import type {SignalData} from "./signal-data.js";
import {meanTest, neighbours} from "./mean-test.js";

/** What prices did before and after names were in a quantile. */
export interface EventStudy {
  /** Rows after the signal's own, ascending; below 0 before it. */
  readonly offsets: Int32Array;
  readonly quantiles: number;
  /** Q × offsets: means over rows of the mean over the quantile's names; `NaN` where there is none. */
  readonly means: Float64Array;
  /** The deviation over rows, divisor n − 1. */
  readonly deviations: Float64Array;
  /** Newey and West's errors of the means. */
  readonly errors: Float64Array;
  /** How many rows each is of. */
  readonly counts: Uint32Array;
}

/** What of a price is followed around a signal. */
export type Followed = "cumulative" | "single";

/**
 * Follows prices from `before` rows before a signal to `after` rows after it, by quantile: the return since the signal's
 * own row, price_{t+k} / price_t − 1 (before it, what is still to come: 0 on the row itself), or the return of each row
 * alone, price_{t+k} / price_{t+k−1} − 1. `demean` takes off the mean over all names of the row that have a quantile.
 */
export function eventStudy(
  {times, symbols, price}: Pick<SignalData, "times" | "symbols" | "price">,
  codes: Uint8Array,
  quantiles: number,
  {
    before = 10,
    after = 21,
    demean = true,
    followed = "cumulative"
  }: {
    readonly before?: number;
    readonly after?: number;
    readonly demean?: boolean;
    readonly followed?: Followed;
  } = {}
): EventStudy {
  const [rows, names] = [times.length, symbols.length];
  const offsets = Int32Array.from({length: before + after + 1}, (_, i) => i - before);
  const size = quantiles * offsets.length;
  const study = {
    offsets,
    quantiles,
    means: new Float64Array(size),
    deviations: new Float64Array(size),
    errors: new Float64Array(size),
    counts: new Uint32Array(size)
  };
  const series = Array.from({length: quantiles}, () => new Float64Array(rows));
  const sums = new Float64Array(quantiles + 1);
  const counts = new Uint32Array(quantiles + 1);
  for (const [i, offset] of offsets.entries()) {
    for (let t = 0; t < rows; ++t) {
      const to = t + offset;
      const from = followed === "single" ? to - 1 : t;
      const outside = to < 0 || to >= rows || from < 0;
      if (!outside) sumByQuantile(price, codes, t * names, from * names, to * names, names, sums, counts);
      let [sum, count] = [0, 0];
      for (let q = 1; q <= quantiles; ++q) {
        sum += sums[q];
        count += counts[q];
      }
      const centre = demean ? sum / count : 0;
      for (let q = 1; q <= quantiles; ++q)
        series[q - 1][t] = outside || counts[q] === 0 ? NaN : sums[q] / counts[q] - centre;
    }
    const span = followed === "single" ? 1 : Math.max(1, Math.abs(offset));
    for (let q = 0; q < quantiles; ++q) {
      const test = meanTest(series[q], neighbours(rows, span));
      const at = q * offsets.length + i;
      study.means[at] = test.mean;
      study.deviations[at] = test.deviation;
      study.errors[at] = test.robustError;
      study.counts[at] = test.count;
    }
  }
  return study;
}

/** Adds up, by quantile on the row at `cell`, the returns from one row to another, each row by its first cell. */
function sumByQuantile(
  price: Float64Array,
  codes: Uint8Array,
  cell: number,
  from: number,
  to: number,
  names: number,
  sums: Float64Array,
  counts: Uint32Array
): void {
  sums.fill(0);
  counts.fill(0);
  for (let s = 0; s < names; ++s) {
    const value = price[to + s] / price[from + s] - 1;
    if (!Number.isFinite(value)) continue;
    sums[codes[cell + s]] += value;
    ++counts[codes[cell + s]];
  }
}
