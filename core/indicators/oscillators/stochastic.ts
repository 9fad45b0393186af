import type {KindOfMean} from "../smoothed.js";
import {movingAverage} from "../smoothed.js";
import {blank} from "../room.js";
import {highest, lowest} from "../windows.js";

type Series = Float64Array;

/**
 * 100 · (close − lowest low) / (highest high − lowest low) of the last `window` rows; 0 where these are equal; `NaN`
 * before row `window` − 1.
 */
export function placeInRange(high: Series, low: Series, close: Series, window: number): Series {
  const out = lowest(low, window);
  const tops = highest(high, window);
  for (let i = window - 1; i < out.length; ++i) out[i] = part(close[i] - out[i], tops[i] - out[i]);
  return out;
}

/** 100 · (close − highest high) / (highest high − lowest low), from −100 to 0; else as `placeInRange`. */
export function distanceFromHigh(high: Series, low: Series, close: Series, window: number): Series {
  const out = lowest(low, window);
  const tops = highest(high, window);
  for (let i = window - 1; i < out.length; ++i) out[i] = part(close[i] - tops[i], tops[i] - out[i]);
  return out;
}

function part(distance: number, range: number): number {
  return range === 0 ? 0 : 100 * (distance / range);
}

/**
 * The place of each value of `strength` in the range of its last `window` values, as `placeInRange`; 0 where the price that
 * it was taken from moved on none of these rows but the first, whatever rounding makes of it. `NaN`s may come first.
 */
export function placeInOwnRange(strength: Series, price: Series, window: number): Series {
  const out = lowest(strength, window);
  const tops = highest(strength, window);
  let still = 0;
  for (let i = 0; i < out.length; ++i) {
    still = i > 0 && price[i] === price[i - 1] ? still + 1 : 0;
    const range = tops[i] - out[i];
    if (!Number.isNaN(range)) out[i] = still >= window - 1 ? 0 : part(strength[i] - out[i], range);
  }
  return out;
}

/** A line and its moving average, both from the row on which the average begins, as TA-Lib gives them. */
export function withSignal(line: Series, signal: number, kind: KindOfMean): readonly [k: Series, d: Series] {
  const d = movingAverage(line, signal, kind);
  return [from(d, line), d];
}

/** A line without the rows on which another has no value yet. */
export function from(other: Series, line: Series): Series {
  let first = 0;
  while (first < other.length && Number.isNaN(other[first])) ++first;
  const out = blank(line.length);
  out.set(line);
  return out.fill(NaN, 0, first);
}
