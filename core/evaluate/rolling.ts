import {whole} from "../base/options.js";
import {deviation, mean} from "../base/stats.js";
import {betaOf} from "./benchmark.js";
import {accountReturns, rounding} from "./returns.js";
import {checkCutoff, conditionalValueAtRisk, valueAtRisk} from "./tail.js";

/**
 * A figure of the returns of the `window` bars that end on each bar, one value a bar of `equity`: `NaN` on the first
 * `window` bars, which have too few returns, and after nothing is left.
 */
function rolling(equity: ArrayLike<number>, window: number, figure: (returns: Float64Array) => number): Float64Array {
  whole("window", window, 2);
  const returns = accountReturns(equity);
  const out = new Float64Array(equity.length).fill(NaN);
  for (let i = window; i <= returns.length; ++i) out[i] = figure(returns.subarray(i - window, i));
  return out;
}

/** The annual Sharpe ratio of each window of bars: mean / deviation (ddof 1) · √periods (empyrical's roll_sharpe_ratio). */
export function rollingSharpe(equity: ArrayLike<number>, window: number, periods: number): Float64Array {
  return rolling(equity, window, (returns) => {
    const spread = deviation(returns);
    return spread > rounding ? (mean(returns) / spread) * Math.sqrt(periods) : NaN;
  });
}

/** The annual volatility of each window of bars: deviation (ddof 1) · √periods (empyrical's roll_annual_volatility). */
export function rollingVolatility(equity: ArrayLike<number>, window: number, periods: number): Float64Array {
  return rolling(equity, window, (returns) => deviation(returns) * Math.sqrt(periods));
}

/**
 * The beta against the benchmark over each window of bars, of those on which both returns are known (empyrical's
 * roll_beta).
 */
export function rollingBeta(equity: ArrayLike<number>, benchmark: ArrayLike<number>, window: number): Float64Array {
  whole("window", window, 2);
  const returns = accountReturns(equity);
  const others = returns.map((_, i) => benchmark[i + 1] / benchmark[i] - 1);
  const out = new Float64Array(equity.length).fill(NaN);
  for (let i = window; i <= returns.length; ++i) {
    const account = returns.subarray(i - window, i);
    const other = others.subarray(i - window, i);
    const known = (_: number, j: number) => Number.isFinite(account[j]) && Number.isFinite(other[j]);
    out[i] = betaOf({account: account.filter(known), benchmark: other.filter(known)});
  }
  return out;
}

/** Value at risk and conditional value at risk of each window of bars, both as returns: see `valueAtRisk`. */
export function rollingTail(
  equity: ArrayLike<number>,
  window: number,
  cutoff = 0.05
): {readonly value: Float64Array; readonly conditional: Float64Array} {
  whole("window", window, 2);
  checkCutoff(cutoff);
  const returns = accountReturns(equity);
  const value = new Float64Array(equity.length).fill(NaN);
  const conditional = value.slice();
  const sorted = new Float64Array(window);
  for (let i = 0; i < returns.length; ++i) {
    const filled = Math.min(i, window);
    const gone = filled < window ? filled : place(sorted, filled, returns[i - window]);
    sorted.copyWithin(gone, gone + 1, filled);
    const kept = Math.min(filled, window - 1);
    const at = place(sorted, kept, returns[i]);
    sorted.copyWithin(at + 1, at, kept);
    sorted[at] = returns[i];
    if (i + 1 < window) continue;
    value[i + 1] = valueAtRisk(sorted, cutoff);
    conditional[i + 1] = conditionalValueAtRisk(sorted, cutoff);
  }
  return {value, conditional};
}

/** The first place among the first `count` numbers, in ascending order, whose number is not below the given one. */
function place(sorted: Float64Array, count: number, number: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
