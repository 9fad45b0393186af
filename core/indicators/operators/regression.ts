import {spanMean} from "../../base/rolling.js";

/**
 * How two series go together over the last `window` rows, and how one goes with time. Each value is computed from its own
 * window in two passes and a fixed order. `NaN` where the window is not whole or has a `NaN`, and where the figure is not
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
  return regressionSlope(y, clock(y), window);
}

/** The part of the values' variance, 0 … 1, that their line on time explains. */
export function trendRSquared(y: Series, window: number): Series {
  return regressionRSquared(y, clock(y), window);
}

/** How far the latest value lies above the line on time. */
export function trendResidual(y: Series, window: number): Series {
  return regressionResidual(y, clock(y), window);
}

const slope: Figure = (xx, _, xy) => (xx > 0 ? xy / xx : NaN);
const residual: Figure = (xx, _, xy, dx, dy) => (xx > 0 ? dy - (xy / xx) * dx : NaN);
const correlated: Figure = (xx, yy, xy) => {
  const size = Math.sqrt(xx) * Math.sqrt(yy);
  return size > 0 ? Math.max(-1, Math.min(1, xy / size)) : NaN;
};
const explained: Figure = (xx, yy, xy) => correlated(xx, yy, xy, 0, 0) ** 2;

function clock(y: Series): Series {
  return y.map((_, i) => i);
}

function together(x: Series, y: Series, window: number, figure: Figure): Series {
  const out = new Float64Array(y.length).fill(NaN);
  for (let last = window - 1; last < y.length; ++last) {
    const first = last - window + 1;
    const meanX = spanMean(x, first, last);
    const meanY = spanMean(y, first, last);
    let xx = 0;
    let yy = 0;
    let xy = 0;
    for (let i = first; i <= last; ++i) {
      const dx = x[i] - meanX;
      const dy = y[i] - meanY;
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    }
    out[last] = figure(xx, yy, xy, x[last] - meanX, y[last] - meanY);
  }
  return out;
}
