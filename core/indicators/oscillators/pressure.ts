import {greater} from "../means.js";
import {absent, zeros} from "../room.js";
import {windowSums} from "../sums.js";

type Series = Float64Array;

/**
 * 100 · up / (up + down) of the last `window` rows from row `first` on, each sum made of its own window alone; `none` where
 * both are 0.
 */
function share(up: Series, down: Series, window: number, first: number, none: number): Series {
  const out = absent(up.length);
  const [rises] = windowSums(up, [window]);
  const [falls] = windowSums(down, [window]);
  for (let i = first; i < out.length; ++i) {
    const both = rises[i] + falls[i];
    out[i] = both > 0 ? 100 * (rises[i] / both) : none;
  }
  return out;
}

/**
 * The money flow index: the share, in percent, of the rows on which the typical price (high + low + close) / 3 rose in the
 * turnover (typical price × volume) of the last `window` rows on which it moved; 0 where there was none. A
 * move below 1e-14 of the prices is none.
 */
export function moneyFlow(high: Series, low: Series, close: Series, volume: Series, window: number): Series {
  const up = zeros(close.length);
  const down = zeros(close.length);
  let before = (high[0] + low[0] + close[0]) / 3;
  for (let i = 1; i < close.length; ++i) {
    const price = (high[i] + low[i] + close[i]) / 3;
    const move = price - before;
    // 0 or 1 each, without branches: which way a price moves cannot be foretold.
    const still = 1e-14 * (Math.abs(price) + Math.abs(before));
    const turnover = price * volume[i];
    up[i] = turnover * Number(move > still);
    down[i] = turnover * Number(-move > still);
    before = price;
  }
  return share(up, down, window, window, 0);
}

/** The share, in percent, of the rows that closed above their open in the sum of |close − open| over `window` rows; 50
 * where this is 0. */
export function intradayStrength(open: Series, close: Series, window: number): Series {
  const up = zeros(close.length);
  const down = zeros(close.length);
  for (let i = 0; i < close.length; ++i) {
    const move = close[i] - open[i];
    if (move > 0) up[i] = move;
    else down[i] = -move;
  }
  return share(up, down, window, window - 1, 50);
}

/** (close − open) / (high − low); 0 where the bar has no range. */
export function balanceOfPower(open: Series, high: Series, low: Series, close: Series): Series {
  const out = zeros(close.length);
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
  const pressure = zeros(close.length);
  const range = zeros(close.length);
  for (let i = 1; i < close.length; ++i) {
    const before = close[i - 1];
    const bottom = -greater(-low[i], -before);
    pressure[i] = close[i] - bottom;
    range[i] = greater(high[i], before) - bottom;
  }
  const windows = [short, medium, long];
  return weighedShares(windowSums(pressure, windows), windowSums(range, windows), long);
}

/** 100 · (4 · s + 2 · m + l) / 7 of the parts of three sums in three others, 0 where these are 0. */
function weighedShares([s, m, l]: readonly Series[], [ss, mm, ll]: readonly Series[], first: number): Series {
  const out = absent(s.length);
  for (let i = first; i < out.length; ++i) {
    const short = ss[i] > 0 ? 4 * (s[i] / ss[i]) : 0;
    const medium = mm[i] > 0 ? 2 * (m[i] / mm[i]) : 0;
    const long = ll[i] > 0 ? l[i] / ll[i] : 0;
    out[i] = (short + medium + long) * (100 / 7);
  }
  return out;
}

/**
 * The commodity channel index: the typical price less its mean over `window` rows, over 0.015 times the mean of their
 * absolute distances from this mean; 0 where either is 0.
 */
export function commodityChannel(high: Series, low: Series, close: Series, window: number): Series {
  const price = zeros(close.length);
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
  const up = zeros(x.length);
  const down = zeros(x.length);
  for (let i = 1; i < x.length; ++i) {
    const move = x[i] - x[i - 1];
    if (move > 0) up[i] = move;
    else down[i] = -move;
  }
  const out = share(up, down, window, window, 50);
  for (let i = window; i < out.length; ++i) out[i] = 2 * out[i] - 100;
  return out;
}
