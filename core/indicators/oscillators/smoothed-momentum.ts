import {ema} from "../means.js";
import {highest, lowest} from "../windows.js";
import {absent} from "../room.js";

/** Momentum smoothed twice, of one unbroken run. */
type Series = Float64Array;

/** The exponential mean over `second` rows of that over `first` rows. */
const twice = (x: Series, first: number, second: number) => ema(ema(x, first), second);

/** 100 · a / b; 0 where b is 0, and where no size was above 0 for `memory` rows. */
function ratio(a: Series, b: Series, sizes: Series, memory: number): Series {
  const out = absent(a.length);
  let still = 0;
  for (let i = 0; i < out.length; ++i) {
    still = sizes[i] > 0 ? 0 : still + 1;
    if (!Number.isNaN(a[i])) out[i] = b[i] === 0 || still >= memory ? 0 : 100 * (a[i] / b[i]);
  }
  return out;
}

/** Blau's true strength: 100 times the moves over their sizes, both smoothed over `first` and then `second` rows. */
export function trueStrengthIndex(x: Series, first: number, second: number, memory: number): Series {
  const moves = absent(x.length);
  const sizes = absent(x.length);
  for (let i = 1; i < x.length; ++i) {
    moves[i] = x[i] - x[i - 1];
    sizes[i] = Math.abs(moves[i]);
  }
  return ratio(twice(moves, first, second), twice(sizes, first, second), sizes, memory);
}

/**
 * Blau's stochastic momentum: 100 times the close's distance from the middle of the range of the last `window` rows over
 * half this range, both smoothed over `slow` and then `fast` rows.
 */
export function stochasticMomentumIndex(
  high: Series,
  low: Series,
  close: Series,
  window: number,
  fast: number,
  slow: number,
  memory: number
): Series {
  const halves = highest(high, window);
  const places = lowest(low, window);
  for (let i = 0; i < close.length; ++i) {
    const [top, bottom] = [halves[i], places[i]];
    halves[i] = (top - bottom) / 2;
    places[i] = close[i] - (top + bottom) / 2;
  }
  return ratio(twice(places, slow, fast), twice(halves, slow, fast), halves, memory);
}

/**
 * 100 · (x_t − forecast) / x_t, where the least squares line through the `window` values before t forecasts x_t; 0 where
 * x_t is 0; `NaN` before row `window`.
 */
export function forecastError(x: Series, window: number): Series {
  const out = absent(x.length);
  const middle = (window - 1) / 2;
  const spread = (window * (window * window - 1)) / 12;
  for (let i = window; i < x.length; ++i) {
    const origin = x[i];
    let sum = 0;
    let product = 0;
    for (let k = 0; k < window; ++k) {
      const value = x[i - window + k] - origin;
      sum += value;
      product += (k - middle) * value;
    }
    const error = -(sum / window + (product / spread) * (window - middle));
    out[i] = origin === 0 ? 0 : 100 * (error / origin);
  }
  return out;
}

/**
 * 100 on the row that confirms a swing, else 0; `NaN` before row `left` + `right`. It confirms one `right` rows before if
 * that row's value is above those of the `left` rows before it and of the `right` rows after it.
 */
export function swings(x: Series, left: number, right: number): Series {
  const out = absent(x.length);
  for (let i = left + right; i < x.length; ++i) {
    const top = x[i - right];
    let swing = true;
    for (let k = i - left - right; swing && k <= i; ++k) swing = k === i - right || x[k] < top;
    out[i] = swing ? 100 : 0;
  }
  return out;
}
