import {highest, lowest} from "../windows.js";
import {absent, zeros} from "../room.js";

/** How straight a path one unbroken run of prices takes. Sums are taken from their own window in the order of time. */
type Series = Float64Array;

/** The sum of the last `window` values from row `window` on, where row 0 has none. */
function sums(x: Series, window: number): Series {
  const out = absent(x.length);
  for (let i = window; i < x.length; ++i) {
    let sum = 0;
    for (let k = i - window + 1; k <= i; ++k) sum += x[k];
    out[i] = sum;
  }
  return out;
}

function moves(x: Series): Series {
  const out = zeros(x.length);
  for (let i = 1; i < out.length; ++i) out[i] = Math.abs(x[i] - x[i - 1]);
  return out;
}

/** Kaufman's efficiency ratio: |x_t − x_{t−window}| over the sum of the last `window` moves' sizes; 1 where this is 0. */
export function efficiency(x: Series, window: number): Series {
  const out = sums(moves(x), window);
  for (let i = window; i < out.length; ++i) out[i] = out[i] === 0 ? 1 : Math.abs(x[i] - x[i - window]) / out[i];
  return out;
}

/** The range of the last `window` values over the sum of the last `window` moves' sizes; 0 where this is 0. */
export function verticalHorizontal(x: Series, window: number): Series {
  const tops = highest(x, window);
  const bottoms = lowest(x, window);
  const out = sums(moves(x), window);
  for (let i = window; i < out.length; ++i) out[i] = out[i] === 0 ? 0 : (tops[i] - bottoms[i]) / out[i];
  return out;
}

/** Σ |high_t − low_{t−1}| over Σ true range of the last `window` rows; with `down`, of |low_t − high_{t−1}|; else 0. */
export function vortexLine(high: Series, low: Series, close: Series, window: number, down: boolean): Series {
  const [here, there] = down ? [low, high] : [high, low];
  const reach = zeros(close.length);
  const range = zeros(close.length);
  for (let i = 1; i < close.length; ++i) {
    reach[i] = Math.abs(here[i] - there[i - 1]);
    range[i] = Math.max(high[i], close[i - 1]) - Math.min(low[i], close[i - 1]);
  }
  const ranges = sums(range, window);
  const out = sums(reach, window);
  for (let i = window; i < out.length; ++i) out[i] = ranges[i] === 0 ? 0 : out[i] / ranges[i];
  return out;
}

/**
 * The change over `window` rows of Williams' accumulation: of the close less the lower of low and last close where it rose,
 * less the higher of high and last close where it fell.
 */
export function accumulation(high: Series, low: Series, close: Series, window: number): Series {
  const steps = zeros(close.length);
  for (let i = 1; i < close.length; ++i) {
    const before = close[i - 1];
    if (close[i] > before) steps[i] = close[i] - Math.min(low[i], before);
    else if (close[i] < before) steps[i] = close[i] - Math.max(high[i], before);
  }
  return sums(steps, window);
}

/** How much sooner one thing was than another, in percent of the window: of the ages of both in rows. */
export function agesBetween(age: Series, other: Series, window: number): Series {
  const out = zeros(age.length);
  for (let i = 0; i < out.length; ++i) out[i] = (100 * (other[i] - age[i])) / window;
  return out;
}

/** How much of the window is left before an age, in percent. */
export function agesLeft(age: Series, window: number): Series {
  const out = zeros(age.length);
  for (let i = 0; i < out.length; ++i) out[i] = (100 * (window - age[i])) / window;
  return out;
}
