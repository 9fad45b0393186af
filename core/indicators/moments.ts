import {absent, zeros} from "./room.js";

/**
 * Second moments of the last `window` values of one series, or of two side by side: `NaN` on the first `window` − 1
 * rows, and wherever the window has a `NaN`. As in the moving means, a window is the end of one block and the beginning
 * of the next, and nothing is ever taken out of a sum. Values are taken about the block's first, which is one of the
 * window's: its square distance from their mean is less than window times their variance, so that what a small
 * difference of large sums loses is bounded, whatever the level and whatever came before; where nothing moves the
 * variance is 0, exactly.
 */
type Series = Float64Array;

/** The population variance (TA-Lib's VAR): the mean square distance from the window's mean. */
export function variance(x: Series, window: number): Series {
  const out = absent(x.length);
  if (x.length < window) return out;
  const ends = zeros(window + 1);
  const endSquares = zeros(window + 1);
  for (let start = 0; start < x.length; start += window) {
    const origin = x[start];
    const stop = Math.min(window, x.length - start);
    let sum = 0;
    let squares = 0;
    for (let k = window - 1; start > 0 && k > 0; --k) {
      const value = x[start - window + k] - origin;
      ends[k] = sum += value;
      endSquares[k] = squares += value * value;
    }
    sum = squares = 0;
    for (let k = 0; k < stop; ++k) {
      const value = x[start + k] - origin;
      sum += value;
      squares += value * value;
      const mean = (ends[k + 1] + sum) / window;
      const spread = (endSquares[k + 1] + squares) / window - mean * mean;
      out[start + k] = spread < 0 ? 0 : spread;
    }
  }
  return out.fill(NaN, 0, window - 1);
}

/** The standard deviation with divisor `window` (TA-Lib's STDDEV). */
export function deviation(x: Series, window: number): Series {
  const out = variance(x, window);
  for (let i = 0; i < out.length; ++i) out[i] = Math.sqrt(out[i]);
  return out;
}

/** Sums over each window of (x − mean x)², (y − mean y)² and their product. */
function products(x: Series, y: Series, window: number): readonly [xx: Series, yy: Series, xy: Series] {
  const [outXX, outYY, outXY] = [absent(x.length), absent(x.length), absent(x.length)];
  if (x.length < window) return [outXX, outYY, outXY];
  const [endX, endY, endXX, endYY, endXY] = Array.from({length: 5}, () => zeros(window + 1));
  for (let start = 0; start < x.length; start += window) {
    const originX = x[start];
    const originY = y[start];
    const stop = Math.min(window, x.length - start);
    let [sumX, sumY, xx, yy, xy] = [0, 0, 0, 0, 0];
    for (let k = window - 1; start > 0 && k > 0; --k) {
      const a = x[start - window + k] - originX;
      const b = y[start - window + k] - originY;
      endX[k] = sumX += a;
      endY[k] = sumY += b;
      endXX[k] = xx += a * a;
      endYY[k] = yy += b * b;
      endXY[k] = xy += a * b;
    }
    sumX = sumY = xx = yy = xy = 0;
    for (let k = 0; k < stop; ++k) {
      const a = x[start + k] - originX;
      const b = y[start + k] - originY;
      sumX += a;
      sumY += b;
      xx += a * a;
      yy += b * b;
      xy += a * b;
      const allX = endX[k + 1] + sumX;
      const allY = endY[k + 1] + sumY;
      outXX[start + k] = endXX[k + 1] + xx - (allX * allX) / window;
      outYY[start + k] = endYY[k + 1] + yy - (allY * allY) / window;
      outXY[start + k] = endXY[k + 1] + xy - (allX * allY) / window;
    }
  }
  for (const out of [outXX, outYY, outXY]) out.fill(NaN, 0, window - 1);
  return [outXX, outYY, outXY];
}

/** Pearson's correlation (TA-Lib's CORREL), −1 … 1; `NaN` where either series does not move (TA-Lib: 0). */
export function correlation(x: Series, y: Series, window: number): Series {
  const [xx, yy, xy] = products(x, y, window);
  for (let i = 0; i < xy.length; ++i) {
    const size = Math.sqrt(xx[i] * yy[i]);
    xy[i] = size > 0 ? Math.max(-1, Math.min(1, xy[i] / size)) : NaN;
  }
  return xy;
}

/**
 * The slope of y's returns on x's, both from one row to the next, over the last `window` of them (TA-Lib's BETA); `NaN`
 * on the first `window` rows, and where x does not move (TA-Lib: 0).
 */
export function beta(x: Series, y: Series, window: number): Series {
  const [xx, , xy] = products(returns(x), returns(y), window);
  for (let i = 0; i < xy.length; ++i) xy[i] = xx[i] > 0 ? xy[i] / xx[i] : NaN;
  return xy;
}

function returns(x: Series): Series {
  const out = absent(x.length);
  for (let i = 1; i < x.length; ++i) out[i] = x[i] / x[i - 1] - 1;
  return out;
}

/**
 * The straight line of least squares through the last `window` values, the oldest at 0 and the latest at `window` − 1:
 * its slope a row, and its value at the latest (TA-Lib's LINEARREG_SLOPE and LINEARREG).
 */
export function line(x: Series, window: number): readonly [slope: Series, value: Series] {
  const [slopes, values] = [absent(x.length), absent(x.length)];
  if (x.length < window) return [slopes, values];
  const plain = zeros(window + 1);
  const rising = zeros(window + 1);
  const middle = (window - 1) / 2;
  const spread = (window * (window * window - 1)) / 12;
  for (let start = 0; start < x.length; start += window) {
    const origin = x[start];
    const stop = Math.min(window, x.length - start);
    let total = 0;
    for (let k = window - 1; start > 0 && k > 0; --k) {
      rising[k] = rising[k + 1] + total;
      plain[k] = total += x[start - window + k] - origin;
    }
    total = 0;
    let weighted = 0;
    for (let k = 0; k < stop; ++k) {
      const value = x[start + k] - origin;
      total += value;
      weighted += k * value;
      const all = plain[k + 1] + total;
      const slope = (rising[k + 1] + (window - k - 1) * total + weighted - middle * all) / spread;
      slopes[start + k] = slope;
      values[start + k] = origin + all / window + slope * middle;
    }
  }
  return [slopes.fill(NaN, 0, window - 1), values.fill(NaN, 0, window - 1)];
}
