import type {Bounds} from "./bounds.js";
import {snapped, within} from "./bounds.js";
import {assetsOf} from "./matrix.js";
import {minimiseQuadratic} from "./quadratic.js";

/**
 * The weights that make wᵀ Σ w least where Σ w = `total` (1) and each is within its bounds (Markowitz 1952): long only
 * where no bounds are given, long and short with a negative `lower`. Of a covariance matrix, assets × assets,
 * row-major, positive definite; else it throws, as where no weights meet the bounds.
 */
export function minimumVariance(covariance: Float64Array, bounds: Bounds = {}, total = 1): Float64Array {
  const n = assetsOf(covariance);
  const level = largestVariance(covariance, n);
  const scaled = covariance.map((value) => value / level);
  return snapped(minimiseQuadratic(scaled, new Float64Array(n), within(bounds, n, total)), bounds);
}

/** The largest on the diagonal, which matrices are divided by so that no tolerance depends on the returns' unit. */
export function largestVariance(covariance: Float64Array, n: number): number {
  let most = 0;
  for (let i = 0; i < n; ++i) most = Math.max(most, covariance[i * n + i]);
  return most || 1;
}
