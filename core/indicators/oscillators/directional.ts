import {absent} from "../means.js";
import {sumWithin} from "./within.js";

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

/** The movements from each row to the next; 0 on row 0. */
function movementsOf(high: Series, low: Series): Movements {
  const rows = high.length;
  const plus = new Float64Array(rows);
  const minus = new Float64Array(rows);
  for (let i = 1; i < rows; ++i) {
    const rise = high[i] - high[i - 1];
    const fall = low[i - 1] - low[i];
    if (rise > fall) plus[i] = rise > 0 ? rise : 0;
    else if (fall > rise) minus[i] = fall > 0 ? fall : 0;
  }
  return {plus, minus};
}

/** Wilder's sums of the movements over `window` rows, valid from row `window` − 1 on. */
export function movements(high: Series, low: Series, window: number, span: number): Movements {
  const {plus, minus} = movementsOf(high, low);
  return {plus: sumWithin(plus, window, span), minus: sumWithin(minus, window, span)};
}

/** Wilder's sum of the true range over `window` rows. */
export function rangeSum(high: Series, low: Series, close: Series, window: number, span: number): Series {
  const range = new Float64Array(high.length);
  for (let i = 1; i < high.length; ++i) {
    const before = close[i - 1];
    range[i] = (high[i] > before ? high[i] : before) - (low[i] < before ? low[i] : before);
  }
  return sumWithin(range, window, span);
}

/** The movement itself, in units of price: `NaN` before row `window` − 1 and on row 0. */
export function directionalMovement(sum: Series, window: number): Series {
  return sum.fill(NaN, 0, Math.max(window - 1, 1));
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
