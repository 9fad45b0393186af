import {absent, zeros} from "./room.js";

type Series = Float64Array;

/**
 * Each bar's money flow volume: the volume times the close's place in the bar, −1 at the low and 1 at the high; 0 where
 * high and low are one.
 */
export function moneyFlow(high: Series, low: Series, close: Series, volume: Series): Series {
  const out = zeros(close.length);
  for (let i = 0; i < close.length; ++i) {
    const range = high[i] - low[i];
    // Below 0 and at 0 a bar has no height; NaN is neither, and stays.
    out[i] = range <= 0 ? 0 : (volume[i] * (close[i] - low[i] - (high[i] - close[i]))) / range;
  }
  return out;
}

/**
 * Chaikin's oscillator (TA-Lib's ADOSC): the exponential mean of accumulation over `fast` rows less that over `slow`,
 * both begun with the first row's value, shown from row max(fast, slow) on. The means are carried as their distances
 * from the running total, whose level they do not need.
 */
export function chaikin(flow: Series, fast: number, slow: number): Series {
  const out = absent(flow.length);
  const shown = Math.max(fast, slow) - 1;
  let [near, far] = [0, 0];
  for (let i = 0; i < flow.length; ++i) {
    if (i > 0) {
      near = (1 - 2 / (fast + 1)) * (near + flow[i]);
      far = (1 - 2 / (slow + 1)) * (far + flow[i]);
    }
    if (i >= shown) out[i] = far - near;
  }
  return out;
}

/**
 * Dysart's volume index, 1 on the first row: it follows the close over the rows on which the volume rose (`sign` 1; a
 * 1000th of TA-Lib's PVI) or fell (−1; NVI), and stays where it is on the others.
 */
export function volumeIndex(close: Series, volume: Series, sign: 1 | -1): Series {
  const out = zeros(close.length).fill(1, 0, 1);
  for (let i = 1; i < close.length; ++i) {
    const moved = sign * volume[i] > sign * volume[i - 1];
    out[i] = moved ? (out[i - 1] * close[i]) / close[i - 1] : out[i - 1];
  }
  return out;
}
