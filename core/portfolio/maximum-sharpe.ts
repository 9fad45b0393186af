import type {Bounds} from "./bounds.js";
import {boundsOf, snapped} from "./bounds.js";
import {assetsOf} from "./matrix.js";
import {largestVariance} from "./minimum-variance.js";
import type {Constraint} from "./quadratic.js";
import {minimiseQuadratic} from "./quadratic.js";

/**
 * The weights, Σ w = 1 and each within its bounds (long only where none are given), that make the Sharpe ratio (μᵀ w −
 * rate) / √(wᵀ Σ w) largest: the tangency portfolio. Solved as the quadratic program that it becomes for y = κ w, κ ≥
 * 0: least yᵀ Σ y where (μ − rate)ᵀ y = 1 and `lower` · Σ y ≤ y ≤ `upper` · Σ y (Cornuejols and Tütüncü, Optimization
 * Methods in Finance, section 8.2). `mean` has one value an asset in the unit of `rate`. Throws where no weights within
 * the bounds earn more than the rate, or Σ is not positive definite.
 */
export function maximumSharpe(
  mean: ArrayLike<number>,
  covariance: Float64Array,
  bounds: Bounds = {},
  rate = 0
): Float64Array {
  const n = assetsOf(covariance);
  if (mean.length !== n) throw new Error(`invalid means: ${mean.length}; give one for each of ${n} assets`);
  const excess = Float64Array.from(mean, (value) => value - rate);
  const size = excess.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(size < Infinity)) throw new Error("invalid means: one is no number; give a number for each asset");
  const {low, high} = boundsOf(bounds, n);
  const constraints: Constraint[] = [
    {normal: excess.map((value) => value / (size || 1)), least: 1, equal: true},
    {normal: new Float64Array(n).fill(1), least: 0}
  ];
  for (let i = 0; i < n; ++i) {
    if (low[i] > -Infinity) constraints.push({normal: beyond(n, i, 1, -low[i]), least: 0});
    if (high[i] < Infinity) constraints.push({normal: beyond(n, i, -1, high[i]), least: 0});
  }
  const level = largestVariance(covariance, n);
  const none =
    "invalid means: no weights within the bounds earn more than the rate; lower the rate or widen the bounds";
  if (size === 0) throw new Error(none);
  let scaled: Float64Array;
  try {
    scaled = minimiseQuadratic(
      covariance.map((value) => value / level),
      new Float64Array(n),
      constraints
    );
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("invalid constraints"))
      throw new Error(none, {cause: error});
    throw error;
  }
  const total = scaled.reduce((sum, value) => sum + value, 0);
  const gross = scaled.reduce((sum, value) => sum + Math.abs(value), 0);
  if (!(total > 1e-9 * gross)) throw new Error(none);
  return snapped(
    scaled.map((value) => value / total),
    bounds
  );
}

/** sign · y_i + bound · Σ y, as a normal. */
function beyond(n: number, i: number, sign: number, bound: number): Float64Array {
  const normal = new Float64Array(n).fill(bound);
  normal[i] += sign;
  return normal;
}
