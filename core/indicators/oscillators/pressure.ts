import {absent} from "../means.js";

type Series = Float64Array;

/**
 * 100 · up / (up + down) of the last `window` rows from row `first` on, each sum taken from its own window in the order of
 * time; `none` where both are 0.
 */
function share(up: Series, down: Series, window: number, first: number, none: number): Series {
  const out = absent(up.length);
  for (let i = first; i < out.length; ++i) {
    let rises = 0;
    let falls = 0;
    for (let k = i - window + 1; k <= i; ++k) {
      rises += up[k];
      falls += down[k];
    }
    out[i] = rises + falls > 0 ? 100 * (rises / (rises + falls)) : none;
  }
  return out;
}

/**
 * The money flow index: the share, in percent, of the rows on which the typical price (high + low + close) / 3 rose in the
 * turnover (typical price × volume) of the last `window` rows on which it moved; 0 where there was none. A
 * move below 1e-14 of the prices is none.
 */
export function moneyFlow(high: Series, low: Series, close: Series, volume: Series, window: number): Series {
  const up = new Float64Array(close.length);
  const down = new Float64Array(close.length);
  let before = (high[0] + low[0] + close[0]) / 3;
  for (let i = 1; i < close.length; ++i) {
    const price = (high[i] + low[i] + close[i]) / 3;
    const move = price - before;
    const moved = Math.abs(move) > 1e-14 * (Math.abs(price) + Math.abs(before));
    if (moved && move > 0) up[i] = price * volume[i];
    if (moved && move < 0) down[i] = price * volume[i];
    before = price;
  }
  return share(up, down, window, window, 0);
}

/** The share, in percent, of the rows that closed above their open in the sum of |close − open| over `window` rows; 50
 * where this is 0. */
export function intradayStrength(open: Series, close: Series, window: number): Series {
  const up = new Float64Array(close.length);
  const down = new Float64Array(close.length);
  for (let i = 0; i < close.length; ++i) {
    const move = close[i] - open[i];
    if (move > 0) up[i] = move;
    else down[i] = -move;
  }
  return share(up, down, window, window - 1, 50);
}

/** (close − open) / (high − low); 0 where the bar has no range. */
export function balanceOfPower(open: Series, high: Series, low: Series, close: Series): Series {
  const out = new Float64Array(close.length);
  for (let i = 0; i < out.length; ++i) {
    const range = high[i] - low[i];
    if (range > 0) out[i] = (close[i] - open[i]) / range;
  }
  return out;
}

/**
 * Williams' ultimate oscillator, 100 · (4 · s + 2 · m + l) / 7: of the last `short`, `medium` and `long` rows the sum of
 * close − min(low, close_{t−1}) over that of the true range, 0 where this is 0; `NaN` before row `long`.
 */
export function ultimate(
  high: Series,
  low: Series,
  close: Series,
  short: number,
  medium: number,
  long: number
): Series {
  const pressure = new Float64Array(close.length);
  const range = new Float64Array(close.length);
  for (let i = 1; i < close.length; ++i) {
    const before = close[i - 1];
    const bottom = low[i] < before ? low[i] : before;
    pressure[i] = close[i] - bottom;
    range[i] = (high[i] > before ? high[i] : before) - bottom;
  }
  const out = absent(close.length);
  for (let i = long; i < out.length; ++i) {
    let bought = 0;
    let moved = 0;
    let k = i;
    for (; k > i - short; --k) {
      bought += pressure[k];
      moved += range[k];
    }
    let total = moved > 0 ? 4 * (bought / moved) : 0;
    for (; k > i - medium; --k) {
      bought += pressure[k];
      moved += range[k];
    }
    total += moved > 0 ? 2 * (bought / moved) : 0;
    for (; k > i - long; --k) {
      bought += pressure[k];
      moved += range[k];
    }
    total += moved > 0 ? bought / moved : 0;
    out[i] = 100 * (total / 7);
  }
  return out;
}

/**
 * The commodity channel index: the typical price less its mean over `window` rows, over 0.015 times the mean of their
 * absolute distances from this mean; 0 where either is 0.
 */
export function commodityChannel(high: Series, low: Series, close: Series, window: number): Series {
  const price = new Float64Array(close.length);
  for (let i = 0; i < price.length; ++i) price[i] = (high[i] + low[i] + close[i]) / 3;
  const out = absent(close.length);
  for (let i = window - 1; i < out.length; ++i) {
    const last = price[i];
    let sum = 0;
    for (let k = i - window + 1; k <= i; ++k) sum += price[k] - last;
    const mean = last + sum / window;
    let distance = 0;
    for (let k = i - window + 1; k <= i; ++k) distance += Math.abs(price[k] - mean);
    out[i] = last === mean || distance === 0 ? 0 : (last - mean) / (0.015 * (distance / window));
  }
  return out;
}

/** 100 · (rises − falls) / (rises + falls), the sums of the last `window` moves up and down; 0 where nothing moved. */
export function plainMomentum(x: Series, window: number): Series {
  const up = new Float64Array(x.length);
  const down = new Float64Array(x.length);
  for (let i = 1; i < x.length; ++i) {
    const move = x[i] - x[i - 1];
    if (move > 0) up[i] = move;
    else down[i] = -move;
  }
  const out = share(up, down, window, window, 50);
  for (let i = window; i < out.length; ++i) out[i] = 2 * out[i] - 100;
  return out;
}
