import {power} from "../../base/elementary.js";
import {twoSided} from "./student.js";

/** Half the width of a 95 % interval of a normal distribution, in deviations. */
export const ninetyFive = 1.959963984540054;

/** The numbers of a series, those that are none left out. */
export function known(series: Float64Array): Float64Array {
  return series.filter((value) => Number.isFinite(value));
}

/**
 * How many neighbours a mean's error allows for, of a series of `count` whose values each span `horizon` rows: twice the
 * overlap, 2 (horizon − 1), since Bartlett's weights count distant neighbours for little, and at least the
 * 4 (count / 100)^(2/9) of Newey and West (1994) for what else persists.
 */
export function neighbours(count: number, horizon: number): number {
  const usual = count > 0 ? Math.floor(4 * power(count / 100, 2 / 9)) : 0;
  return Math.max(0, Math.min(count - 1, Math.max(2 * (horizon - 1), usual)));
}

/**
 * The variance of a series' mean that allows for neighbours being alike: (γ₀ + 2 Σ_{k=1…lag} (1 − k / (lag + 1)) γ_k) / n,
 * γ_k the autocovariances with divisor n (Newey and West, 1987). `products` are deviations from the mean.
 */
export function longRunVariance(deviations: Float64Array, lag: number): number {
  const n = deviations.length;
  let sum = 0;
  for (let k = 0; k <= Math.min(lag, n - 1); ++k) {
    let products = 0;
    for (let i = k; i < n; ++i) products += deviations[i] * deviations[i - k];
    sum += (k === 0 ? 1 : 2 * (1 - k / (lag + 1))) * products;
  }
  return sum / n / n;
}

/** What a series' mean amounts to. `NaN` where a figure is not determined. */
export interface MeanTest {
  readonly count: number;
  readonly mean: number;
  /** The deviation of one value, divisor n − 1. */
  readonly deviation: number;
  /** deviation / √n, as if values had nothing to do with one another. */
  readonly error: number;
  readonly t: number;
  readonly p: number;
  /** The neighbours that the following allow for. */
  readonly lag: number;
  /** Newey and West's error of the mean. */
  readonly robustError: number;
  readonly robustT: number;
  readonly robustP: number;
}

/** Deviations of a series that its mean's rounding explains are none. */
const rounding = 1e-14;

/**
 * Tests whether a series' mean is other than 0: plainly, and with neighbours allowed for, which leaves 1.5 n / (lag + 1)
 * degrees of freedom. Values that are none are left out.
 */
export function meanTest(series: Float64Array, lag: number): MeanTest {
  const values = known(series);
  const count = values.length;
  let mean = 0;
  for (let i = 0; i < count; ++i) mean += values[i];
  mean /= count;
  const deviations = values.map((value) => value - mean);
  let squares = 0;
  for (let i = 0; i < count; ++i) squares += deviations[i] * deviations[i];
  const varies = squares > count * (rounding * mean) * (rounding * mean);
  const deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : NaN;
  const error = deviation / Math.sqrt(count);
  const variance = count > 1 ? longRunVariance(deviations, Math.min(lag, count - 1)) : NaN;
  const robustError = variance > 0 ? Math.sqrt(variance) : NaN;
  const t = varies ? mean / error : NaN;
  const robustT = varies ? mean / robustError : NaN;
  // The freedom of a variance that Bartlett's weights smooth over so many neighbours.
  const freedom = Math.min(count - 1, (1.5 * count) / (lag + 1));
  return {
    count,
    mean,
    deviation,
    error,
    t,
    p: twoSided(t, count - 1),
    lag,
    robustError,
    robustT,
    robustP: twoSided(robustT, freedom)
  };
}

/** A line through points: y = alpha + beta x, with errors that allow for neighbours. `NaN` where it is not determined. */
export interface Line {
  readonly count: number;
  readonly alpha: number;
  readonly beta: number;
  readonly alphaError: number;
  readonly betaError: number;
}

/**
 * Least squares over the points that both have, with Newey and West's errors: (X'X)⁻¹ S (X'X)⁻¹, S = Γ₀ + Σ_k w_k (Γ_k +
 * Γ_k'), Γ_k the sums of u_t x_t x_{t−k}' u_{t−k}.
 */
export function line(y: Float64Array, x: Float64Array, lag: number): Line {
  const at = Array.from(y.keys()).filter((i) => Number.isFinite(y[i]) && Number.isFinite(x[i]));
  const n = at.length;
  const none = {count: n, alpha: NaN, beta: NaN, alphaError: NaN, betaError: NaN};
  if (n < 3) return none;
  const mx = at.reduce((sum, i) => sum + x[i], 0) / n;
  const my = at.reduce((sum, i) => sum + y[i], 0) / n;
  let [xx, xy] = [0, 0];
  for (const i of at) {
    xx += (x[i] - mx) * (x[i] - mx);
    xy += (x[i] - mx) * (y[i] - my);
  }
  if (!(xx > 0)) return none;
  const beta = xy / xx;
  const alpha = my - beta * mx;
  const u = Float64Array.from(at, (i) => y[i] - alpha - beta * x[i]);
  const slope = Float64Array.from(at, (i, k) => (u[k] * (x[i] - mx)) / xx);
  const level = u.map((value, k) => value / n - mx * slope[k]);
  const error = (terms: Float64Array) => Math.sqrt(Math.max(0, longRunVariance(terms, lag))) * n;
  return {count: n, alpha, beta, alphaError: error(level), betaError: error(slope)};
}
