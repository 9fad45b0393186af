import {mean} from "../base/stats.js";

/**
 * The mean block length for the stationary bootstrap of a series, by the rule of Politis and White (2004) as corrected by
 * Patton, Politis and White (2009): (G / g)^(2/3) n^(1/3), where g = Σ λ(k/M) R(k) and G = Σ λ(k/M) |k| R(k) over lags from
 * −M to M, R is the autocovariance, and λ is 1 up to a half and falls to 0 at 1. M is twice the first of K = max(5,
 * ⌊log₁₀ n⌋) lags in a row whose autocorrelations all lie within ±2 √(log₁₀ n / n), at most ⌈√n⌉ + K, and that where there
 * are none. From 1 to ⌈min(3 √n, n / 3)⌉; 1 for fewer than 25 values and for a series that does not vary.
 */
export function blockLength(values: ArrayLike<number>): number {
  const n = values.length;
  const m = mean(values);
  const x = Float64Array.from(values, (value) => value - m);
  if (n < 25 || !x.some((value) => value !== 0)) return 1;
  const run = Math.max(5, Math.floor(Math.log10(n)));
  const most = Math.ceil(Math.sqrt(n)) + run;
  const threshold = 2 * Math.sqrt(Math.log10(n) / n);
  const covariance = new Float64Array(most + 1);
  let quiet = 0;
  let bandwidth = most;
  for (let lag = 0; lag <= most; ++lag) {
    let [cross, late, early] = [0, 0, 0];
    for (let i = lag; i < n; ++i) cross += x[i] * x[i - lag];
    for (let i = lag + 1; i < n; ++i) {
      late += x[i] ** 2;
      early += x[i - lag - 1] ** 2;
    }
    covariance[lag] = cross / n;
    quiet = Math.abs(cross) / Math.sqrt(late * early) < threshold ? quiet + 1 : 0;
    if (quiet === run && lag < most && bandwidth === most) bandwidth = Math.min(most, 2 * (lag - run + 1));
  }
  let [g, slope] = [covariance[0], 0];
  for (let lag = 1; lag <= bandwidth; ++lag) {
    const weight = 2 * Math.min(1, 2 * (1 - lag / bandwidth));
    g += weight * covariance[lag];
    slope += weight * lag * covariance[lag];
  }
  const optimal = Math.cbrt((slope / g) ** 2) * Math.cbrt(n);
  return Math.max(1, Math.min(optimal, Math.ceil(Math.min(3 * Math.sqrt(n), n / 3))));
}
