import {assetsOf, correlations, deviations, dot, lowerFactor, singular, solveFactored, times} from "./matrix.js";

/**
 * The long-only weights, Σ w = 1, of which each asset adds its budget of the variance: w_i (Σ w)_i / wᵀ Σ w = b_i,
 * equal parts where no budgets are given. They are in proportion to y / σ, y > 0 the one least of ½ yᵀ C y − Σ b ln y
 * over the correlations C: found by a few sweeps of cyclical coordinate descent (Griveau-Billion, Richard and Roncalli
 * 2013), then Newton's method (Spinu 2013) until the budgets are met as nearly as rounding allows, which is 10⁻¹²
 * unless C is nearly singular. Budgets are above 0 and need not add up to 1. Throws where Σ (assets × assets,
 * row-major) is not positive definite.
 */
export function riskParity(covariance: Float64Array, budgets?: ArrayLike<number>): Float64Array {
  const n = assetsOf(covariance);
  const share = sharesOf(budgets ?? new Float64Array(n).fill(1), n);
  const c = correlations(covariance);
  if (!lowerFactor(c, n)) throw new Error(singular);
  const spread = deviations(covariance, n);
  const y = leastOf(c, share);
  const total = y.reduce((sum, value, i) => sum + value / spread[i], 0);
  return y.map((value, i) => value / spread[i] / total);
}

/** The y > 0 with y_i (C y)_i = b_i. */
function leastOf(c: Float64Array, share: Float64Array): Float64Array {
  let y: Float64Array = share.map(Math.sqrt);
  for (let sweep = 0; sweep < 10; ++sweep) descend(c, share, y);
  let off = distance(c, share, y);
  for (let step = 0; step < 500; ++step) {
    const next = stepped(c, share, y);
    const left = distance(c, share, next);
    if (off < 1e-5 && !(left < off / 2)) return left < off ? next : y;
    y = next;
    off = left;
  }
  throw new Error(singular);
}

/** Sets each y_i in turn to what makes the function least while the others stay. */
function descend(c: Float64Array, share: Float64Array, y: Float64Array): void {
  const n = y.length;
  for (let i = 0; i < n; ++i) {
    const rest = dot(c.subarray(i * n, (i + 1) * n), y) - y[i];
    const root = Math.sqrt(rest * rest + 4 * share[i]);
    y[i] = rest > 0 ? (2 * share[i]) / (rest + root) : (root - rest) / 2;
  }
}

/**
 * The y after a step of Newton's method, cut to 1 / (1 + λ) of it while the decrement λ, in units of the smallest
 * budget, is 1/4 or more: so the function, which is self-concordant, falls with each step and y stays above 0.
 */
function stepped(c: Float64Array, share: Float64Array, y: Float64Array): Float64Array {
  const n = y.length;
  const slope = times(c, y).map((value, i) => share[i] / y[i] - value);
  const bend = c.slice();
  for (let i = 0; i < n; ++i) bend[i * n + i] += share[i] / (y[i] * y[i]);
  const lower = lowerFactor(bend, n);
  if (!lower) throw new Error(singular);
  const move = solveFactored(lower, slope);
  const decrement = Math.sqrt(
    Math.max(0, dot(slope, move)) / share.reduce((least, value) => Math.min(least, value), 1)
  );
  const part = decrement < 0.25 ? 1 : 1 / (1 + decrement);
  return y.map((value, i) => value + part * move[i]);
}

/** The most by which a budget is missed, as a part of it. */
function distance(c: Float64Array, share: Float64Array, y: Float64Array): number {
  return times(c, y).reduce((most, value, i) => Math.max(most, Math.abs((value * y[i]) / share[i] - 1)), 0);
}

/** What part of the portfolio's variance each asset adds: w_i (Σ w)_i / wᵀ Σ w. */
export function riskShares(weights: ArrayLike<number>, covariance: Float64Array): Float64Array {
  const risk = times(covariance, weights);
  const total = dot(risk, weights);
  return risk.map((value, i) => (value * weights[i]) / total);
}

function sharesOf(budgets: ArrayLike<number>, n: number): Float64Array {
  const given = Float64Array.from(budgets);
  if (given.length !== n) throw new Error(`invalid budgets: ${given.length}; give one for each of ${n} assets`);
  const odd = given.find((value) => !(value > 0 && value < Infinity));
  if (odd !== undefined) throw new Error(`invalid budget: ${odd}; give a number above 0, or leave the asset out`);
  const total = given.reduce((sum, value) => sum + value, 0);
  return given.map((value) => value / total);
}
