import {power} from "../base/elementary.js";

/**
 * An account's simple return on each bar after the first: equity / equity of the bar before − 1, one shorter than
 * `equity`, and cut off after the bar on which nothing is left: what is owed has no return.
 */
export function accountReturns(equity: ArrayLike<number>): Float64Array {
  let bars = 1;
  while (bars < equity.length && equity[bars - 1] > 0) ++bars;
  return Float64Array.from({length: bars - 1}, (_, i) => equity[i + 1] / equity[i] - 1);
}

/** Returns of an account and of its benchmark on the same bars. */
export interface Pair {
  readonly account: Float64Array;
  readonly benchmark: Float64Array;
}

/** Their returns on the bars on which both are known; none where there is no benchmark. */
export function pairedReturns({
  equity,
  benchmark
}: {
  readonly equity: ArrayLike<number>;
  readonly benchmark?: ArrayLike<number>;
}): Pair {
  const all = accountReturns(equity);
  const other = all.map((_, i) => (benchmark ? benchmark[i + 1] / benchmark[i] - 1 : NaN));
  const known = (_: number, i: number) => Number.isFinite(all[i]) && Number.isFinite(other[i]);
  return {account: all.filter(known), benchmark: other.filter(known)};
}

/**
 * The compound return of a year that returns amount to: Π (1 + r)^(periods / bars) − 1 (empyrical's annual_return); −1
 * where nothing is left, `NaN` of nothing, and where a year of it is beyond all numbers.
 */
export function compounded(returns: ArrayLike<number>, periods: number): number {
  if (returns.length === 0) return NaN;
  let growth = 1;
  for (let i = 0; i < returns.length; ++i) growth *= 1 + returns[i];
  if (growth <= 0) return -1;
  const year = power(growth, periods / returns.length);
  return year < Infinity ? year - 1 : NaN;
}

/** Returns that differ by no more than this differ by how a quotient is rounded, and not at all. */
export const rounding = 1e-15;
