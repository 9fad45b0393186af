import {power} from "../../base/elementary.js";
import {mean} from "../../base/stats.js";

/**
 * The long-run variance of a series: γ₀ + 2 Σ_{k=1…lag} w_k γ_k, γ_k the autocovariances about the mean with divisor n. The
 * weights are Bartlett's, w_k = 1 − k / (lag + 1) (Newey and West, 1987), which never give less than 0, or all 1 where
 * `flat`. Divided by n it is the variance of the mean.
 */
export function longRunVariance(x: Float64Array, lag: number, flat = false): number {
  const n = x.length;
  const m = mean(x);
  let sum = 0;
  for (let k = 0; k <= Math.min(lag, n - 1); ++k) {
    let covariance = 0;
    for (let i = k; i < n; ++i) covariance += (x[i] - m) * (x[i - k] - m);
    const weight = flat ? 1 : 1 - k / (lag + 1);
    sum += (k === 0 ? 1 : 2 * weight) * (covariance / n);
  }
  return sum;
}

/** The long-run covariance of two series with Bartlett's weights; see `longRunVariance`. */
export function longRunCovariance(x: Float64Array, y: Float64Array, lag: number): number {
  const total = longRunVariance(
    x.map((value, i) => value + y[i]),
    lag
  );
  return (total - longRunVariance(x, lag) - longRunVariance(y, lag)) / 2;
}

/** The usual number of lags for n rows: ⌊4 (n / 100)^(2/9)⌋ (Newey and West, 1994). */
export function usualLag(n: number): number {
  return Math.min(Math.max(0, n - 1), Math.floor(4 * power(n / 100, 2 / 9)));
}
