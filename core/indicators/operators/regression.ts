import {spanProducts, spanTrend} from "./spans.js";

/**
 * How two series go together over the last `window` rows, and how one goes with time. Each value is made of its
 * own window in an order that only the window's length says. `NaN` where the window is not whole or has a `NaN`, and where the figure is not
 * determined because a series does not move.
 */
type Series = Float64Array;

/** Sums over a window of (x − mean x)², (y − mean y)² and their product, and the latest row's distances from the means. */
type Figure = (xx: number, yy: number, xy: number, dx: number, dy: number) => number;

/** The covariance with divisor window − `ddof`. */
export function rollingCovariance(x: Series, y: Series, window: number, ddof = 1): Series {
  return together(x, y, window, (_, __, xy) => (window > ddof ? xy / (window - ddof) : NaN));
}

/** Pearson's correlation, −1 … 1. */
export function rollingCorrelation(x: Series, y: Series, window: number): Series {
  return together(x, y, window, correlated);
}

/** The slope of the line of least squares, with an intercept, of y on x. */
export function regressionSlope(y: Series, x: Series, window: number): Series {
  return together(x, y, window, slope);
}

/** The part of y's variance, 0 … 1, that the line on x explains. */
export function regressionRSquared(y: Series, x: Series, window: number): Series {
  return together(x, y, window, explained);
}

/** How far the latest y lies above the line on x. */
export function regressionResidual(y: Series, x: Series, window: number): Series {
  return together(x, y, window, residual);
}

/** The slope a row of the line of least squares of the values on time. */
export function trendSlope(y: Series, window: number): Series {
  const [, , ty] = spanTrend(y, window);
  const tt = timeSquares(window);
  for (let i = 0; i < ty.length; ++i) ty[i] = slope(tt, 0, ty[i], 0, 0);
  return ty;
}

/** The part of the values' variance, 0 … 1, that their line on time explains. */
export function trendRSquared(y: Series, window: number): Series {
  const [, yy, ty] = spanTrend(y, window);
  const tt = timeSquares(window);
  for (let i = 0; i < ty.length; ++i) ty[i] = explained(tt, yy[i], ty[i], 0, 0);
  return ty;
}

/** How far the latest value lies above the line on time. */
export function trendResidual(y: Series, window: number): Series {
  const [mean, , ty] = spanTrend(y, window);
  const tt = timeSquares(window);
  const half = (window - 1) / 2;
  for (let i = 0; i < ty.length; ++i) ty[i] = residual(tt, 0, ty[i], half, y[i] - mean[i]);
  return ty;
}

/** The sum of the square distances of `window` rows' times, 1 apart, from their middle. */
function timeSquares(window: number): number {
  return (window * (window * window - 1)) / 12;
}

const slope: Figure = (xx, _, xy) => (xx > 0 ? xy / xx : NaN);
const residual: Figure = (xx, _, xy, dx, dy) => (xx > 0 ? dy - (xy / xx) * dx : NaN);
const correlated: Figure = (xx, yy, xy) => {
  const size = Math.sqrt(xx) * Math.sqrt(yy);
  return size > 0 ? Math.max(-1, Math.min(1, xy / size)) : NaN;
};
const explained: Figure = (xx, yy, xy) => correlated(xx, yy, xy, 0, 0) ** 2;

function together(x: Series, y: Series, window: number, figure: Figure): Series {
  const {meanX, meanY, xx, yy, xy} = spanProducts(x, y, window);
  for (let i = 0; i < xy.length; ++i) xy[i] = figure(xx[i], yy[i], xy[i], x[i] - meanX[i], y[i] - meanY[i]);
  return xy;
}
