import {assetsOf, correlations, deviations, dot, lowerFactor, singular, times} from "./matrix.js";

/**
 * The long-only weights, Σ w = 1, of which each asset adds its budget of the variance: w_i (Σ w)_i / wᵀ Σ w = b_i, equal
 * parts where no budgets are given. By cyclical coordinate descent on ½ yᵀ C y − Σ b ln y over the correlations C, with
 * w in proportion to y / σ (Griveau-Billion, Richard and Roncalli 2013), until each budget is met to 10⁻¹³. Budgets are
 * above 0 and need not add up to 1. Throws where Σ (assets × assets, row-major) is not positive definite.
 */
export function riskParity(covariance: Float64Array, budgets?: ArrayLike<number>): Float64Array {
  const n = assetsOf(covariance);
  const share = sharesOf(budgets ?? new Float64Array(n).fill(1), n);
  const c = correlations(covariance);
  if (!lowerFactor(c, n)) throw new Error(singular);
  const spread = deviations(covariance, n);
  const y = share.map(Math.sqrt);
  const limit = 100_000;
  for (let sweep = 0; sweep < limit; ++sweep) {
    const risk = times(c, y);
    let off = 0;
    for (let i = 0; i < n; ++i) {
      off = Math.max(off, Math.abs((y[i] * risk[i]) / share[i] - 1));
      const rest = dot(c.subarray(i * n, (i + 1) * n), y) - y[i];
      const root = Math.sqrt(rest * rest + 4 * share[i]);
      y[i] = rest > 0 ? (2 * share[i]) / (rest + root) : (root - rest) / 2;
    }
    if (off < 1e-13 * n) break;
    if (sweep === limit - 1) throw new Error(singular);
  }
  const total = y.reduce((sum, value, i) => sum + value / spread[i], 0);
  return y.map((value, i) => value / spread[i] / total);
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
