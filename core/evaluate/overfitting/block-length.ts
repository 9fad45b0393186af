import {exp, log} from "../../base/elementary.js";
import {mean} from "../../base/stats.js";

const ten = 2.302585092994046;

/**
 * The block lengths that a bootstrap of a series does best with, by the rule of Politis and White (2004) as corrected by
 * Patton, Politis and White (2009): (G / g)^(2/3) n^(1/3) of stationary blocks and (3/2)^(1/3) as much of circular ones,
 * where g = Σ λ(k/M) R(k) and G = Σ λ(k/M) |k| R(k) over lags from −M to M, R is the autocovariance, and λ is 1 up to a half
 * and falls to 0 at 1. M is twice the lag before the first K = max(5, ⌊log₁₀ n⌋) in a row whose autocorrelations all lie
 * within ±2 √(log₁₀ n / n), at most ⌈√n⌉ + K, and that where there are none. From 1 to ⌈min(3 √n, n / 3)⌉; 1 for fewer
 * than 25 values and for a series that does not vary.
 */
export function blockLengths(values: ArrayLike<number>): {readonly stationary: number; readonly circular: number} {
  const n = values.length;
  const m = mean(values);
  const x = Float64Array.from(values, (value) => value - m);
  if (n < 25 || !x.some((value) => value !== 0)) return {stationary: 1, circular: 1};
  const decades = log(n) / ten;
  const run = Math.max(5, Math.floor(decades + 1e-12));
  const most = Math.ceil(Math.sqrt(n)) + run;
  const threshold = 2 * Math.sqrt(decades / n);
  const covariance = new Float64Array(most + 1);
  let quiet = 0;
  let bandwidth = most;
  let found = false;
  for (let lag = 0; lag <= most; ++lag) {
    let [cross, late, early] = [0, 0, 0];
    for (let i = lag; i < n; ++i) cross += x[i] * x[i - lag];
    for (let i = lag + 1; i < n; ++i) {
      late += x[i] * x[i];
      early += x[i - lag - 1] * x[i - lag - 1];
    }
    covariance[lag] = cross / n;
    quiet = Math.abs(cross) / Math.sqrt(late * early) < threshold ? quiet + 1 : 0;
    if (quiet === run && lag < most && !found) {
      bandwidth = Math.min(most, 2 * Math.max(1, lag - run + 1));
      found = true;
    }
  }
  let [g, slope] = [covariance[0], 0];
  for (let lag = 1; lag <= bandwidth; ++lag) {
    const weight = 2 * Math.min(1, 2 * (1 - lag / bandwidth));
    g += weight * covariance[lag];
    slope += weight * lag * covariance[lag];
  }
  const longest = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3));
  const within = (cube: number) => Math.max(1, Math.min(cube > 0 ? exp(log(cube) / 3) : 0, longest));
  const share = (slope / g) * (slope / g) * n;
  return {stationary: within(share), circular: within(1.5 * share)};
}

/** The mean length of stationary blocks that a bootstrap of a series does best with: see `blockLengths`. */
export function blockLength(values: ArrayLike<number>): number {
  return blockLengths(values).stationary;
}
