import {whole} from "../../base/options.js";
import {power} from "../../base/elementary.js";
import {accountReturns, rounding} from "../returns.js";
import type {Stretch} from "./windows.js";
import {fallsOf, momentsOf, overWindows, productsOf} from "./windows.js";
import {checkCutoff, conditionalValueAtRisk, valueAtRisk} from "../tail.js";

/**
 * A figure of what is known of the returns of the `window` bars that end on each bar, one value a bar of `equity`: `NaN` on
 * the first `window` bars, which have too few returns, and after nothing is left. The cost does not grow with the window.
 */
function rolling<S>(
  equity: ArrayLike<number>,
  window: number,
  known: (returns: Float64Array) => Stretch<S>,
  figure: (stretch: S) => number
): Float64Array {
  const returns = accountReturns(equity);
  const out = new Float64Array(equity.length).fill(NaN);
  out.set(overWindows(returns.length, window, known(returns), figure), 1);
  return out;
}

/** The annual Sharpe ratio of each window of bars: mean / deviation (ddof 1) · √periods (empyrical's roll_sharpe_ratio). */
export function rollingSharpe(equity: ArrayLike<number>, window: number, periods: number): Float64Array {
  return rolling(equity, window, momentsOf, ({count, mean, squares}) => {
    const spread = Math.sqrt(squares / (count - 1));
    return spread > rounding ? (mean / spread) * Math.sqrt(periods) : NaN;
  });
}

/** The annual volatility of each window of bars: deviation (ddof 1) · √periods (empyrical's roll_annual_volatility). */
export function rollingVolatility(equity: ArrayLike<number>, window: number, periods: number): Float64Array {
  return rolling(
    equity,
    window,
    momentsOf,
    ({count, squares}) => Math.sqrt(squares / (count - 1)) * Math.sqrt(periods)
  );
}

/**
 * The annual downside risk of each window of bars: √mean(min(r − `required`, 0)²) · √periods (empyrical's downside_risk),
 * `required` a bar's return.
 */
export function rollingDownsideRisk(
  equity: ArrayLike<number>,
  window: number,
  periods: number,
  required = 0
): Float64Array {
  return rolling(
    equity,
    window,
    (returns) => shortfallsOf(returns, required),
    ({count, squares}) => Math.sqrt(squares / count) * Math.sqrt(periods)
  );
}

/**
 * The annual Sortino ratio of each window of bars: mean(r − `required`) · periods / downside risk (empyrical's
 * roll_sortino_ratio), `required` a bar's return; `NaN` where none fell short.
 */
export function rollingSortino(equity: ArrayLike<number>, window: number, periods: number, required = 0): Float64Array {
  return rolling(
    equity,
    window,
    (returns) => shortfallsOf(returns, required),
    ({count, sum, squares}) => {
      const downside = Math.sqrt(squares / count) * Math.sqrt(periods);
      return downside > 0 ? ((sum / count) * periods) / downside : NaN;
    }
  );
}

/** The compound annual return of each window of bars: Π (1 + r)^(periods / window) − 1. */
export function rollingReturn(equity: ArrayLike<number>, window: number, periods: number): Float64Array {
  return rolling(
    equity,
    window,
    (returns) => productsOf((i) => 1 + returns[i]),
    (growth) => {
      const year = growth > 0 ? power(growth, periods / window) : 0;
      return year < Infinity ? year - 1 : NaN;
    }
  );
}

/**
 * The deepest fall within each window of bars, as a negative fraction, the level before its first bar counted as a high
 * (empyrical's roll_max_drawdown).
 */
export function rollingMaxDrawdown(equity: ArrayLike<number>, window: number): Float64Array {
  whole("window", window, 2);
  const bars = accountReturns(equity).length + 1;
  const out = new Float64Array(equity.length).fill(NaN);
  if (bars <= window) return out;
  out.set(overWindows(bars, window + 1, fallsOf(equity), ({depth}) => depth));
  return out;
}

interface Shortfall {
  readonly count: number;
  /** Σ (r − required). */
  readonly sum: number;
  /** Σ min(r − required, 0)². */
  readonly squares: number;
}

function shortfallsOf(returns: Float64Array, required: number): Stretch<Shortfall> {
  return {
    none: {count: 0, sum: 0, squares: 0},
    of(i) {
      const beyond = returns[i] - required;
      return {count: 1, sum: beyond, squares: beyond < 0 ? beyond * beyond : 0};
    },
    join: (a, b) => ({count: a.count + b.count, sum: a.sum + b.sum, squares: a.squares + b.squares})
  };
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
