import * as elementary from "../base/elementary.js";
import {rollingDeviation, rollingMean, spanMean} from "../base/rolling.js";
import {rollingMedian} from "../indicators/operators/order.js";

/** One figure a bar. */
type Series = Float64Array;

/** What the evidence is taken from; all are counted in bars. */
export interface EvidenceOptions {
  /** The returns that speak of a trend and of reversion. */
  readonly window: number;
  /** The bars over which returns may undo one another. */
  readonly horizon: number;
  /** The returns of which the volatility now is made. */
  readonly volatility: number;
  /** How many values of the volatility say which one is usual. */
  readonly memory: number;
}

/**
 * What speaks for a regime on each bar of an unbroken run of closes, in units in which it is near 0 where prices are a
 * random walk of steady volatility. None is ever beyond ±12, and all are 0 where no price moves.
 */
export interface Evidence {
  /** The mean log return over its standard error: Σr / (s √window), s with divisor window − 1. */
  readonly trend: Series;
  /**
   * How surely returns undo one another: −√window · (VR − 1) / √(2 (2q − 1) (q − 1) / 3q), where VR = 1 + 2 Σ (1 − k/q)
   * (ρ_k + 1/window), k from 1 to q − 1, is the variance ratio of q = `horizon` bars (Lo and MacKinlay, 1988), and
   * 1/window makes up for what an autocorrelation about the window's own mean falls short.
   */
  readonly reversion: Series;
  /**
   * ln(s / m) / 0.3: the deviation s of the last `volatility` returns against the median m of its last `memory` values.
   */
  readonly volatility: Series;
}

const most = 12;

/** How many bars there must be for the last one to have its evidence. */
export function evidenceBars({window, volatility, memory}: EvidenceOptions): number {
  return Math.max(window, volatility + memory - 1) + 1;
}

/** The evidence on each bar of an unbroken run of closes; `NaN` where there are not enough bars yet. */
export function evidenceOf(close: Series, {window, horizon, volatility, memory}: EvidenceOptions): Evidence {
  const returns = close.map((price, i) => (i === 0 ? NaN : elementary.log(price / close[i - 1])));
  const means = rollingMean(returns, window);
  const deviations = rollingDeviation(returns, window, 1);
  const recent = rollingDeviation(returns, volatility, 1);
  const usual = rollingMedian(recent, memory);
  return {
    trend: means.map((mean, i) => limited(ratio(Math.sqrt(window) * mean, deviations[i]))),
    reversion: means.map((mean, i) => limited(reversionAt(returns, i, mean, window, horizon))),
    volatility: recent.map((s, i) => limited(s === usual[i] ? 0 : elementary.log(s / usual[i]) / 0.3))
  };
}

function reversionAt(returns: Series, last: number, mean: number, window: number, q: number): number {
  if (Number.isNaN(mean)) return NaN;
  const first = last - window + 1;
  const centre = spanMean(returns, first, last);
  let variance = 0;
  for (let i = first; i <= last; ++i) variance += (returns[i] - centre) ** 2;
  let above = 0;
  for (let k = 1; k < q; ++k) {
    let product = 0;
    for (let i = first + k; i <= last; ++i) product += (returns[i] - centre) * (returns[i - k] - centre);
    above += 2 * (1 - k / q) * (ratio(product, variance) + 1 / window);
  }
  return variance > 0 ? (-Math.sqrt(window) * above) / Math.sqrt((2 * (2 * q - 1) * (q - 1)) / (3 * q)) : 0;
}

/** a / b; 0 where both are 0. */
function ratio(a: number, b: number): number {
  return a === 0 && b === 0 ? 0 : a / b;
}

function limited(value: number): number {
  return Math.max(-most, Math.min(most, value));
}
