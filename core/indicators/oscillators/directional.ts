import type {SharedStep} from "../each-run.js";
import {greater} from "../means.js";
import {restart} from "./within.js";
import {absent, blank, zeros} from "../room.js";

/**
 * Wilder's directional movement (New Concepts in Technical Trading Systems, 1978) of one unbroken run of bars, with
 * TA-Lib's seeds; later as if the run had begun `span` rows before each row.
 */
type Series = Float64Array;

/** Upward and downward movement. */
export interface Movements {
  /** high_t − high_{t−1} where this is positive and larger than low_{t−1} − low_t, else 0. */
  readonly plus: Series;
  /** low_{t−1} − low_t where this is positive and larger than high_t − high_{t−1}, else 0. */
  readonly minus: Series;
}

/**
 * Wilder's sum s_t = s_{t−1} − s_{t−1} / window + x_t of the upward or the downward movement, which begins with the plain
 * sum of the first `window` − 1: valid from row `window` − 1 on.
 */
export function movementSum(high: Series, low: Series, window: number, span: number, down: boolean): Series {
  const moves = zeros(high.length);
  const out = zeros(high.length);
  const [here, there] = down ? [low, high] : [high, low];
  const sign = down ? -1 : 1;
  for (let i = 1; i < out.length; ++i) {
    const away = sign * (here[i] - here[i - 1]);
    const back = sign * (there[i - 1] - there[i]);
    // The side is as good as random: a product with 0 or 1 costs less than a branch that is foretold wrongly so often.
    const move = away * Number(away > back);
    moves[i] = (move + Math.abs(move)) / 2;
  }
  wilderSum(moves, out, window);
  restart(moves, out, window, window - 1, 1, span);
  return out;
}

/** The sum of each row from 1 on; it fades from row `window` on. */
function wilderSum(x: Series, out: Series, window: number): void {
  const share = 1 / window;
  let total = 0;
  for (let i = 1; i < out.length; ++i) {
    total += i < window ? x[i] : x[i] - total * share;
    out[i] = total;
  }
}

/** Both sums. */
export function movements(high: Series, low: Series, window: number, span: number): Movements {
  return {
    plus: movementSum(high, low, window, span, false),
    minus: movementSum(high, low, window, span, true)
  };
}

/** Wilder's sum of the true range, as `movementSum`. */
export function rangeSum(high: Series, low: Series, close: Series, window: number, span: number): Series {
  const ranges = zeros(high.length);
  const out = zeros(high.length);
  for (let i = 1; i < out.length; ++i) {
    const before = close[i - 1];
    ranges[i] = greater(high[i], before) + greater(-low[i], -before);
  }
  wilderSum(ranges, out, window);
  restart(ranges, out, window, window - 1, 1, span);
  return out;
}

/** Both sums of high and low, for features to share. */
export function movementStep(window: number, span: number): SharedStep {
  return {
    key: `movements ${window} ${span}`,
    count: 2,
    kernel(high, low) {
      const {plus, minus} = movements(high, low, window, span);
      return [plus, minus];
    }
  };
}

/** Both sums and that of the true range, of high, low and close, for features to share. */
export function directionStep(window: number, span: number): SharedStep {
  return {
    key: `movements and range ${window} ${span}`,
    count: 3,
    kernel(high, low, close) {
      const {plus, minus} = movements(high, low, window, span);
      return [plus, minus, rangeSum(high, low, close, window, span)];
    }
  };
}

/** The movement itself, in units of price: `NaN` before row `window` − 1 and on row 0. */
export function directionalMovement(sum: Series, window: number): Series {
  const out = blank(sum.length);
  out.set(sum);
  return out.fill(NaN, 0, Math.max(window - 1, 1));
}

/** 100 · movement / range, 0 where there was no range; `NaN` before row `window`. */
export function directionalIndicator(sum: Series, range: Series, window: number): Series {
  const out = absent(sum.length);
  for (let i = window; i < out.length; ++i) out[i] = range[i] === 0 ? 0 : 100 * (sum[i] / range[i]);
  return out;
}

/** 100 · |plus − minus| / (plus + minus), `NaN` before row `window`; 0 where nothing moved in either direction. */
export function directionalIndex({plus, minus}: Movements, window: number): Series {
  const out = absent(plus.length);
  for (let i = window; i < out.length; ++i) {
    const both = plus[i] + minus[i];
    out[i] = both > 0 ? 100 * (Math.abs(plus[i] - minus[i]) / both) : 0;
  }
  return out;
}

/**
 * Wilder's mean of the directional index: the mean of its first `window` values on row 2 · window − 1, then adx_t =
 * adx_{t−1} + (dx_t − adx_{t−1}) / window. A row on which nothing moved in either direction counts 0 in the first mean
 * and is passed over afterwards.
 */
export function averageDirectionalIndex({plus, minus}: Movements, window: number): Series {
  const out = absent(plus.length);
  const seeded = 2 * window - 1;
  let mean = 0;
  for (let i = window; i < out.length; ++i) {
    const both = plus[i] + minus[i];
    const index = 100 * (Math.abs(plus[i] - minus[i]) / both);
    if (both > 0) mean += i <= seeded ? index / window : (index - mean) / window;
    if (i >= seeded) out[i] = mean;
  }
  return out;
}

/** The mean of each value of Wilder's mean of the directional index and that of `window` − 1 rows before. */
export function directionalRating(both: Movements, window: number): Series {
  const out = averageDirectionalIndex(both, window);
  for (let i = out.length - 1; i >= window; --i) out[i] = (out[i] + out[i - window + 1]) / 2;
  return out.fill(NaN, 0, window);
}
