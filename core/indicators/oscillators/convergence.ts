import {exponential, memoryOf, threefold} from "../means.js";
import type {KindOfMean} from "../smoothed.js";
import {movingAverage} from "../smoothed.js";
import {from} from "./stochastic.js";
import {absent, zeros} from "../room.js";

type Series = Float64Array;

/**
 * The rows before t beyond which a moving mean at t has forgotten all but 1e-12 of what was there: a hundredth of what
 * `lookbackOfMean` says, for differences of means, which are a hundredth of a price.
 */
export function meanLookback(kind: KindOfMean, window: number): number {
  const chained = {sma: 0, wma: 0, trima: 0, ema: 1, dema: 2, tema: 3, t3: 6, kama: 1}[kind];
  if (chained === 0 || window === 1) return window - 1;
  const weight = kind === "kama" ? (2 / 31) ** 2 : 2 / (window + 1);
  return chained * (window - 1) + 1 + memoryOf(1 - weight, 1e-12, chained);
}

/**
 * The exponential mean over `fast` rows less that over `slow` rows of one unbroken run, with the weights given: both
 * seeded on row `slow` − 1, with the plain means of the last `fast` and `slow` values, as TA-Lib's MACD.
 */
export function exponentialDifference(
  x: Series,
  fast: number,
  slow: number,
  fastWeight: number,
  slowWeight: number
): Series {
  const quick = exponential(x.subarray(Math.max(slow - fast, 0)), fast, fastWeight);
  return lateDifference(quick, exponential(x, slow, slowWeight), fast, slow);
}

/** As `exponentialDifference`, of a moving average of one kind and one of another. */
export function differenceOfKinds(
  x: Series,
  fast: number,
  slow: number,
  fastKind: KindOfMean,
  slowKind: KindOfMean
): Series {
  const quick = movingAverage(x.subarray(Math.max(slow - fast, 0)), fast, fastKind);
  return lateDifference(quick, movingAverage(x, slow, slowKind), fast, slow);
}

/** The first, which begins slow − fast rows later, less the second. */
function lateDifference(quick: Series, calm: Series, fast: number, slow: number): Series {
  const out = absent(calm.length);
  for (let i = slow - 1; i < out.length; ++i) out[i] = quick[i - slow + fast] - calm[i];
  return out;
}

/** A line, and its moving average over `signal` rows. */
export function withAverage(line: Series, signal: number, kind: KindOfMean): readonly [line: Series, average: Series] {
  return [line, movingAverage(line, signal, kind)];
}

/** A line without the rows that have no signal yet, as TA-Lib shows it, its signal, or what is left between the two. */
export function fromSignal(line: Series, average: Series, output: "macd" | "signal" | "histogram"): Series {
  return output === "macd" ? from(average, line) : output === "signal" ? average : less(line, average);
}

/** One series less another. */
export function less(a: Series, b: Series): Series {
  const out = zeros(a.length);
  for (let i = 0; i < out.length; ++i) out[i] = a[i] - b[i];
  return out;
}

/** The middle (high + low) / 2 of each bar. */
export function middleOf(high: Series, low: Series): Series {
  const out = zeros(high.length);
  for (let i = 0; i < out.length; ++i) out[i] = (high[i] + low[i]) / 2;
  return out;
}

/** A moving average over `fast` rows less one over `slow` rows, each seeded where the run begins. */
export function averageDifference(x: Series, fast: number, slow: number, kind: KindOfMean): Series {
  return less(movingAverage(x, fast, kind), movingAverage(x, slow, kind));
}

/** The same in percent of the slow one; 0 where this is 0. */
export function averageRatio(x: Series, fast: number, slow: number, kind: KindOfMean): Series {
  const out = movingAverage(x, fast, kind);
  const calm = movingAverage(x, slow, kind);
  for (let i = 0; i < out.length; ++i) out[i] = calm[i] === 0 ? 0 : 100 * ((out[i] - calm[i]) / calm[i]);
  return out;
}

/** The change in percent, from one row to the next, of the exponential mean's exponential mean's exponential mean. */
export function tripleExponentialChange(x: Series, window: number): Series {
  return rateOver(threefold(x, window)[2], 1, 1, 100);
}

/** The change over `window` rows. */
export function changeOver(x: Series, window: number): Series {
  const out = absent(x.length);
  for (let i = window; i < out.length; ++i) out[i] = x[i] - x[i - window];
  return out;
}

/** factor · (x_t / x_{t−window} − base); 0 where the earlier value is 0. */
export function rateOver(x: Series, window: number, base: number, factor: number): Series {
  const out = absent(x.length);
  for (let i = window; i < out.length; ++i) {
    const before = x[i - window];
    out[i] = before === 0 ? 0 : factor * (x[i] / before - base);
  }
  return out;
}
