import * as elementary from "../base/elementary.js";
import type {SharedStep} from "./each-run.js";
import {absent, blank, zeros} from "./room.js";

/**
 * Moving means of one series, `NaN` before their first value, in time proportional to its length. `NaN`s that the
 * series begins with are passed over, so that a mean of a mean starts where the inner one does; a gap further on is
 * `byRuns`'s affair.
 *
 * The windowed ones never take a value out of a sum. The series is cut into blocks of the window's length, and a window
 * is the end of one block and the beginning of the next, each summed on its own: nothing drifts, and what has left the
 * window leaves no trace but the rounding of a different order of adding. Values are taken about the block's first, so
 * that the mean of equal values is their value, exactly.
 */
type Series = Float64Array;

/** The place of the first value that is not `NaN`; the length where there is none. */
export function firstNumber(x: Series): number {
  let i = 0;
  while (i < x.length && Number.isNaN(x[i])) ++i;
  return i;
}

/** The mean of the last `window` values (TA-Lib's SMA). */
export function sma(x: Series, window: number): Series {
  const out = absent(x.length);
  const first = firstNumber(x);
  if (x.length - first < window) return out;
  const ends = zeros(window + 1);
  for (let start = first; start < x.length; start += window) {
    const origin = x[start];
    const stop = Math.min(window, x.length - start);
    let sum = 0;
    for (let k = window - 1; start > first && k > 0; --k) {
      sum += x[start - window + k] - origin;
      ends[k] = sum;
    }
    sum = 0;
    for (let k = 0; k < stop; ++k) {
      sum += x[start + k] - origin;
      out[start + k] = origin + (ends[k + 1] + sum) / window;
    }
  }
  return out.fill(NaN, first, first + window - 1);
}

/** The mean of the last `window` values with the weights 1, 2 … `window`, the latest weighing most (TA-Lib's WMA). */
export function wma(x: Series, window: number): Series {
  const out = absent(x.length);
  const first = firstNumber(x);
  if (x.length - first < window) return out;
  const weight = (window * (window + 1)) / 2;
  const ends = zeros(window + 1);
  for (let start = first; start < x.length; start += window) {
    const origin = x[start];
    const stop = Math.min(window, x.length - start);
    let sum = 0;
    let weighted = 0;
    for (let k = window - 1; start > first && k > 0; --k) {
      sum += x[start - window + k] - origin;
      weighted += sum;
      ends[k] = weighted;
    }
    sum = weighted = 0;
    for (let k = 0; k < stop; ++k) {
      const value = x[start + k] - origin;
      sum += value;
      weighted += (k + 1) * value;
      out[start + k] = origin + (ends[k + 1] + (window - k - 1) * sum + weighted) / weight;
    }
  }
  return out.fill(NaN, first, first + window - 1);
}

/**
 * The exponential mean m_t = m_{t−1} + 2 / (window + 1) · (x_t − m_{t−1}), whose first value, on row `window`, is the
 * mean of the first `window` values (TA-Lib's EMA, with no unstable period).
 */
export function ema(x: Series, window: number): Series {
  return exponential(x, window, 2 / (window + 1));
}

/**
 * Wilder's mean m_t = m_{t−1} + (x_t − m_{t−1}) / window, whose first value, on row `window`, is the mean of the first
 * `window` values (as in TA-Lib's RSI and ATR).
 */
export function wilder(x: Series, window: number): Series {
  return exponential(x, window, 1 / window);
}

/** The mean m_t = m_{t−1} + weight · (x_t − m_{t−1}), whose first value is the mean of the first `window` values. */
export function exponential(x: Series, window: number, weight: number): Series {
  const out = absent(x.length);
  begin(out, x, window, weight, x.length);
  return out;
}

/** Sets a mean's values before row `stop`. */
function begin(out: Series, x: Series, window: number, weight: number, stop: number): void {
  const first = firstNumber(x);
  const seeded = first + window - 1;
  if (seeded >= stop) return;
  const origin = x[first];
  let sum = 0;
  for (let i = first; i <= seeded; ++i) sum += x[i] - origin;
  let mean = origin + sum / window;
  out[seeded] = mean;
  for (let i = seeded + 1; i < stop; ++i) {
    mean += weight * (x[i] - mean);
    out[i] = mean;
  }
}

/**
 * The exponential mean, the exponential mean of this, and that of the second. Each step of a mean waits for the one before;
 * three go on side by side in the time of one.
 */
export function threefold(x: Series, window: number): readonly [once: Series, twice: Series, thrice: Series] {
  const [once, twice, thrice] = [absent(x.length), absent(x.length), absent(x.length)];
  const weight = 2 / (window + 1);
  const stop = Math.min(x.length, firstNumber(x) + 3 * window - 2);
  begin(once, x, window, weight, stop);
  begin(twice, once, window, weight, stop);
  begin(thrice, twice, window, weight, stop);
  follow(x, once, twice, thrice, weight, stop);
  return [once, twice, thrice];
}

function follow(x: Series, once: Series, twice: Series, thrice: Series, weight: number, start: number): void {
  let [a, b, c] = [once[start - 1], twice[start - 1], thrice[start - 1]];
  for (let i = start; i < x.length; ++i) {
    a += weight * (x[i] - a);
    b += weight * (a - b);
    c += weight * (b - c);
    once[i] = a;
    twice[i] = b;
    thrice[i] = c;
  }
}

/** The greater of two finite numbers without a branch, which is often foretold wrongly: exact; `NaN` where one is. */
export function greater(a: number, b: number): number {
  const first = Number(a > b);
  return a * first + b * (1 - first);
}

/** max(high, close_{t−1}) − min(low, close_{t−1}); `NaN` on the first row, which has no close before it. */
export function trueRange(high: Series, low: Series, close: Series): Series {
  const out = absent(close.length);
  for (let i = 1; i < close.length; ++i) out[i] = greater(high[i], close[i - 1]) + greater(-low[i], -close[i - 1]);
  return out;
}

/** Wilder's mean of the true range, of high, low and close, for features to share. */
export function averageRangeStep(window: number): SharedStep {
  return {
    key: `average true range ${window}`,
    count: 1,
    kernel: (high, low, close) => [wilder(trueRange(high, low, close), window)]
  };
}

/** A mean in percent of the values it belongs to. */
export function percentOf(mean: Series, x: Series): Series {
  const out = blank(x.length);
  for (let i = 0; i < out.length; ++i) out[i] = mean[i] * (100 / x[i]);
  return out;
}

/**
 * The rows after which a recursion that keeps the share `weight` (0 … 1) of its state each row has no more than the
 * share `tolerance` left of any one value: the least k with weight^k ≤ tolerance. `times` of them one after the other,
 * as an exponential mean of exponential means, forget when no more than `tolerance` of the last one's weights lies
 * further back: the chance that of k coins, each tails with the chance `weight`, fewer than `times` are heads.
 * `Infinity` where nothing is ever forgotten.
 */
export function memoryOf(weight: number, tolerance: number, times = 1): number {
  if (weight <= 0) return times;
  if (weight >= 1) return Infinity;
  let [low, high] = [0, 1];
  while (remembered(weight, high, times) > tolerance) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (remembered(weight, middle, times) > tolerance) low = middle;
    else high = middle;
  }
  return high;
}

/** The chance of fewer than `times` heads of so many coins, each tails with the chance `weight`. */
function remembered(weight: number, coins: number, times: number): number {
  let chance = 0;
  let ways = 1;
  for (let heads = 0; heads < Math.min(times, coins + 1); ++heads) {
    chance += ways * elementary.power(weight, coins - heads) * elementary.power(1 - weight, heads);
    ways *= (coins - heads) / (heads + 1);
  }
  return chance;
}

/** The lookback of an exponential mean of this weight, seeded with a mean of `window` values, `times` over. */
export function lookbackOf(window: number, weight: number, times = 1): number {
  return times * (window - 1) + memoryOf(1 - weight, 1e-10, times);
}
