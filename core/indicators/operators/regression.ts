import type {Family, Finish} from "./family.js";
import {alone, familyOf} from "./family.js";
import type {Products, Trend} from "./spans.js";
import {spanProducts, spanTrends} from "./spans.js";

/**
 * How two series go together over the last `window` rows, and how one goes with time. Each value is made of its own window
 * in an order that only the window's length says. `NaN` where the window is not whole or has a `NaN`, and where the figure
 * is not determined because a series does not move.
 */
type Series = Float64Array;

/** Figures of two series, x and y. */
export const pairs: Family<Finish<Products>> = familyOf(([x, y], windows) => spanProducts(x, y, windows));

/** Figures of one series, y, with time. */
export const trends: Family<Finish<Trend>> = familyOf(([y], windows) => spanTrends(y, windows));

/** Sums over a window of (x − mean x)², (y − mean y)² and their product, and the latest row's distances from the means. */
type Figure = (xx: number, yy: number, xy: number, dx: number, dy: number) => number;

const slope: Figure = (xx, _, xy) => (xx > 0 ? xy / xx : NaN);
const residual: Figure = (xx, _, xy, dx, dy) => (xx > 0 ? dy - (xy / xx) * dx : NaN);
const correlated: Figure = (xx, yy, xy) => {
  const size = Math.sqrt(xx) * Math.sqrt(yy);
  return size > 0 ? Math.max(-1, Math.min(1, xy / size)) : NaN;
};
const explained: Figure = (xx, yy, xy) => correlated(xx, yy, xy, 0, 0) ** 2;

/** The covariance with divisor window − `ddof`, a figure of `pairs`. */
export function covarianceBy(ddof: number): Finish<Products> {
  return ({xy}, {window, out}) => {
    for (let i = 0; i < out.length; ++i) out[i] = window > ddof ? xy[i] / (window - ddof) : NaN;
  };
}

/** The other figures of `pairs`: lines are those of least squares of x on y. */
export const pairFigures = {
  correlation: ({xx, yy, xy}, {out}) => {
    for (let i = 0; i < out.length; ++i) out[i] = correlated(xx[i], yy[i], xy[i], 0, 0);
  },
  slope: ({yy, xy}, {out}) => {
    for (let i = 0; i < out.length; ++i) out[i] = slope(yy[i], 0, xy[i], 0, 0);
  },
  rSquared: ({xx, yy, xy}, {out}) => {
    for (let i = 0; i < out.length; ++i) out[i] = explained(yy[i], xx[i], xy[i], 0, 0);
  },
  residual: ({meanX, meanY, yy, xy}, {out}, [x, y]) => {
    for (let i = 0; i < out.length; ++i) out[i] = residual(yy[i], 0, xy[i], y[i] - meanY[i], x[i] - meanX[i]);
  }
} satisfies Record<string, Finish<Products>>;

/** The figures of `trends`. */
export const trendFigures = {
  slope: ({ty}, {window, out}) => {
    const tt = timeSquares(window);
    for (let i = 0; i < out.length; ++i) out[i] = slope(tt, 0, ty[i], 0, 0);
  },
  rSquared: ({yy, ty}, {window, out}) => {
    const tt = timeSquares(window);
    for (let i = 0; i < out.length; ++i) out[i] = explained(tt, yy[i], ty[i], 0, 0);
  },
  residual: ({mean, ty}, {window, out}, [y]) => {
    const tt = timeSquares(window);
    const half = (window - 1) / 2;
    for (let i = 0; i < out.length; ++i) out[i] = residual(tt, 0, ty[i], half, y[i] - mean[i]);
  }
} satisfies Record<string, Finish<Trend>>;

/** The sum of the square distances of `window` rows' times, 1 apart, from their middle. */
function timeSquares(window: number): number {
  return (window * (window * window - 1)) / 12;
}

/** The covariance with divisor window − `ddof`. */
export function rollingCovariance(x: Series, y: Series, window: number, ddof = 1): Series {
  return alone(pairs, covarianceBy(ddof), [x, y], window);
}

/** Pearson's correlation, −1 … 1. */
export function rollingCorrelation(x: Series, y: Series, window: number): Series {
  return alone(pairs, pairFigures.correlation, [x, y], window);
}

/** The slope of the line of least squares, with an intercept, of y on x. */
export function regressionSlope(y: Series, x: Series, window: number): Series {
  return alone(pairs, pairFigures.slope, [y, x], window);
}

/** The part of y's variance, 0 … 1, that the line on x explains. */
export function regressionRSquared(y: Series, x: Series, window: number): Series {
  return alone(pairs, pairFigures.rSquared, [y, x], window);
}

/** How far the latest y lies above the line on x. */
export function regressionResidual(y: Series, x: Series, window: number): Series {
  return alone(pairs, pairFigures.residual, [y, x], window);
}

/** The slope a row of the line of least squares of the values on time. */
export function trendSlope(y: Series, window: number): Series {
  return alone(trends, trendFigures.slope, [y], window);
}

/** The part of the values' variance, 0 … 1, that their line on time explains. */
export function trendRSquared(y: Series, window: number): Series {
  return alone(trends, trendFigures.rSquared, [y], window);
}

/** How far the latest value lies above the line on time. */
export function trendResidual(y: Series, window: number): Series {
  return alone(trends, trendFigures.residual, [y], window);
}
