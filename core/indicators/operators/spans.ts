import {absent, blank, zeros} from "../room.js";
import type {Family, Finish} from "./family.js";
import {familyOf} from "./family.js";

/**
 * Figures of the last `window` values, each made of those of two shorter spans, and these of two shorter ones again: a
 * window of 60 is the latest 4 values, the 8 before, the 16 before and the 32 before, and a span of 32 is two of 16. That
 * takes some ten steps a value instead of 60, loses less to rounding than one sum, and as every value is still made of
 * its own window alone, in an order that only the window's length says, it has the same bits wherever the series begins. A
 * `NaN` in the window gives `NaN`, and so do rows that have no whole window behind them.
 */
type Series = Float64Array;

/**
 * Takes the steps for some windows, whose shorter spans are the same: `double(m)` makes the span of m values at each row one
 * of 2 m; `begin(k, m)` begins the k-th window with the latest span, `extend(k, have, m)` adds to it the span of m values
 * before the `have` latest.
 */
function grow(
  windows: readonly number[],
  begin: (k: number, m: number) => void,
  extend: (k: number, have: number, m: number) => void,
  double: (m: number) => void
): void {
  const longest = Math.max(0, ...windows);
  for (let m = 1; m <= longest; m *= 2) {
    for (const [k, window] of windows.entries()) {
      if ((window & m) === 0) continue;
      const have = window & (m - 1);
      if (have === 0) begin(k, m);
      else extend(k, have, m);
    }
    if (2 * m <= longest) double(m);
  }
}

/** Of the windows that are longer than the series none is ever whole: 0 stands for them, which takes no steps. */
function wholeOnes(windows: readonly number[], rows: number): number[] {
  return windows.map((window) => (window <= rows ? window : 0));
}

/** The sums over several windows: the spans that they are made of are made once. */
export function spanSums(x: Series, windows: readonly number[]): Series[] {
  const rows = x.length;
  // The sums of 1, 2, 4 … rows, each from the row on that has so many.
  const parts = [x];
  const longest = Math.max(0, ...windows.filter((window) => window <= rows));
  for (let m = 1; 2 * m <= longest; m *= 2) parts.push(twice(parts[parts.length - 1], m));
  const sums: Series[] = [];
  for (const window of windows) sums.push(window > rows ? absent(rows) : joined(parts, window));
  return sums;
}

/** The sum over a window of its spans, the latest the shortest. */
function joined(parts: readonly Series[], window: number): Series {
  const out = blank(parts[0].length);
  let have = 0;
  for (let k = 0; 2 ** k <= window; ++k) {
    const m = 2 ** k;
    if ((window & m) === 0) continue;
    if (have === 0) out.set(parts[k]);
    else addTo(out, parts[k], have, window - 1);
    have += m;
  }
  return out.fill(NaN, 0, window - 1);
}

function twice(part: Series, m: number): Series {
  const out = blank(part.length);
  for (let i = 2 * m - 1; i < part.length; ++i) out[i] = part[i] + part[i - m];
  return out;
}

function addTo(out: Series, part: Series, by: number, first: number): void {
  for (let i = first; i < out.length; ++i) out[i] += part[i - by];
}

/** The means over several windows, taken about each window's first value: that of equal values is their value, exactly. */
export function spanMeans(x: Series, windows: readonly number[]): Series[] {
  const rows = x.length;
  const sums = windows.map(() => absent(rows));
  const mean = zeros(rows);
  mean.set(x);
  grow(
    wholeOnes(windows, rows),
    (k, m) => {
      const [out, window] = [sums[k], windows[k]];
      for (let i = window - 1, first = 0; i < rows; ++i, ++first) out[i] = m * (mean[i] - x[first]);
    },
    (k, have, m) => {
      const [out, window] = [sums[k], windows[k]];
      for (let i = window - 1, first = 0; i < rows; ++i, ++first) out[i] += m * (mean[i - have] - x[first]);
    },
    (m) => {
      for (let i = rows - 1; i >= 2 * m - 1; --i) mean[i] = (mean[i] + mean[i - m]) / 2;
    }
  );
  for (const [k, window] of windows.entries()) {
    const out = sums[k];
    for (let i = window - 1, first = 0; i < rows; ++i, ++first) out[i] = x[first] + out[i] / window;
  }
  return sums;
}

/** Over several windows the sums of the square distances from the mean (Chan, Golub and LeVeque, 1979). */
export function spanSquares(x: Series, windows: readonly number[]): Series[] {
  const rows = x.length;
  const means = windows.map(() => absent(rows));
  const squares = windows.map(() => absent(rows));
  const [mean, square] = [zeros(rows), zeros(rows)];
  mean.set(x);
  for (let i = 0; i < rows; ++i) square[i] = x[i] - x[i];
  grow(
    wholeOnes(windows, rows),
    (k) => {
      means[k].set(mean);
      squares[k].set(square);
    },
    (k, have, m) => joinSquares(means[k], squares[k], mean, square, have, m),
    (m) => doubleSquares(mean, square, m)
  );
  for (const [k, window] of windows.entries()) squares[k].fill(NaN, 0, window - 1);
  return squares;
}

function joinSquares(means: Series, squares: Series, mean: Series, square: Series, have: number, m: number): void {
  const share = m / (have + m);
  const weight = have * share;
  for (let i = have + m - 1; i < means.length; ++i) {
    const apart = mean[i - have] - means[i];
    squares[i] += square[i - have] + apart * apart * weight;
    means[i] += apart * share;
  }
}

function doubleSquares(mean: Series, square: Series, m: number): void {
  for (let i = mean.length - 1; i >= 2 * m - 1; --i) {
    const apart = mean[i - m] - mean[i];
    square[i] += square[i - m] + apart * apart * (m / 2);
    mean[i] += apart * 0.5;
  }
}

/** Of two series the means, the sums of the square distances from them, and that of the distances' products. */
export interface Products {
  readonly meanX: Series;
  readonly meanY: Series;
  readonly xx: Series;
  readonly yy: Series;
  readonly xy: Series;
}

export function spanProducts(x: Series, y: Series, windows: readonly number[]): Products[] {
  const rows = x.length;
  const made = (make: (length: number) => Series): Products => ({
    meanX: make(rows),
    meanY: make(rows),
    xx: make(rows),
    yy: make(rows),
    xy: make(rows)
  });
  const wholes = windows.map(() => made(absent));
  const part = made(zeros);
  part.meanX.set(x);
  part.meanY.set(y);
  for (let i = 0; i < rows; ++i) part.xx[i] = part.yy[i] = part.xy[i] = x[i] - x[i] + (y[i] - y[i]);
  const names = ["meanX", "meanY", "xx", "yy", "xy"] as const;
  grow(
    wholeOnes(windows, rows),
    (k) => {
      for (const name of names) wholes[k][name].set(part[name]);
    },
    (k, have, m) => joinProducts(wholes[k], part, have, m),
    (m) => doubleProducts(part, m)
  );
  for (const [k, window] of windows.entries()) for (const name of names) wholes[k][name].fill(NaN, 0, window - 1);
  return wholes;
}

function joinProducts({meanX, meanY, xx, yy, xy}: Products, part: Products, have: number, m: number): void {
  const {meanX: partX, meanY: partY, xx: partXX, yy: partYY, xy: partXY} = part;
  const share = m / (have + m);
  const weight = have * share;
  for (let i = have + m - 1, k = m - 1; i < xy.length; ++i, ++k) {
    const x = partX[k] - meanX[i];
    const y = partY[k] - meanY[i];
    xx[i] += partXX[k] + x * x * weight;
    yy[i] += partYY[k] + y * y * weight;
    xy[i] += partXY[k] + x * y * weight;
    meanX[i] += x * share;
    meanY[i] += y * share;
  }
}

function doubleProducts({meanX, meanY, xx, yy, xy}: Products, m: number): void {
  const weight = m / 2;
  for (let i = xy.length - 1, k = i - m; i >= 2 * m - 1; --i, --k) {
    const x = meanX[k] - meanX[i];
    const y = meanY[k] - meanY[i];
    xx[i] += xx[k] + x * x * weight;
    yy[i] += yy[k] + y * y * weight;
    xy[i] += xy[k] + x * y * weight;
    meanX[i] += x * 0.5;
    meanY[i] += y * 0.5;
  }
}

/** The mean, the sum of the square distances from it, and that of their products with time, 1 a row. */
export interface Trend {
  readonly mean: Series;
  readonly yy: Series;
  readonly ty: Series;
}

export function spanTrends(y: Series, windows: readonly number[]): Trend[] {
  const rows = y.length;
  const wholes = windows.map((): Trend => ({mean: absent(rows), yy: absent(rows), ty: absent(rows)}));
  const part: Trend = {mean: zeros(rows), yy: zeros(rows), ty: zeros(rows)};
  part.mean.set(y);
  for (let i = 0; i < rows; ++i) part.yy[i] = part.ty[i] = y[i] - y[i];
  const names = ["mean", "yy", "ty"] as const;
  grow(
    wholeOnes(windows, rows),
    (k) => {
      for (const name of names) wholes[k][name].set(part[name]);
    },
    (k, have, m) => joinTrend(wholes[k], part, have, m),
    (m) => doubleTrend(part, m)
  );
  for (const [k, window] of windows.entries()) for (const name of names) wholes[k][name].fill(NaN, 0, window - 1);
  return wholes;
}

// The middles of neighbouring spans of a and b rows lie (a + b) / 2 rows apart.
function joinTrend({mean, yy, ty}: Trend, part: Trend, have: number, m: number): void {
  const {mean: partMean, yy: partYY, ty: partTY} = part;
  const share = m / (have + m);
  const weight = have * share;
  const lever = (have * m) / 2;
  for (let i = have + m - 1, k = m - 1; i < ty.length; ++i, ++k) {
    const y = partMean[k] - mean[i];
    yy[i] += partYY[k] + y * y * weight;
    ty[i] += partTY[k] - y * lever;
    mean[i] += y * share;
  }
}

function doubleTrend({mean, yy, ty}: Trend, m: number): void {
  const weight = m / 2;
  const lever = (m * m) / 2;
  for (let i = ty.length - 1, k = i - m; i >= 2 * m - 1; --i, --k) {
    const y = mean[k] - mean[i];
    yy[i] += yy[k] + y * y * weight;
    ty[i] += ty[k] - y * lever;
    mean[i] += y * 0.5;
  }
}

/** The sums, the means and the standard deviations of one series, each of them over several windows at once. */
export const sums: Family<Finish<Series>> = familyOf(([x], windows) => spanSums(x, windows));
export const means: Family<Finish<Series>> = familyOf(([x], windows) => spanMeans(x, windows));
export const deviations: Family<Finish<Series>> = familyOf(([x], windows) => spanSquares(x, windows));

/** The figure of `sums` and of `means`: as they are. */
export const asIs: Finish<Series> = (values, {out}) => out.set(values);

/** The figure of `deviations`: with divisor window − `more`; 0, exactly, where all values are equal. */
export const deviation: Finish<Series> = (squares, {window, more, out}) => {
  for (let i = 0; i < out.length; ++i) out[i] = Math.sqrt(squares[i] / (window - more));
};
