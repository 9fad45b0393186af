import {assetsOf, dot, lowerFactor, solveFactored, times} from "./matrix.js";

/** What an investor believes of assets' returns. */
export interface Views {
  /** Views × assets, row-major: each row's assets, weighted, have the return that the view names. */
  readonly pick: Float64Array;
  /** The return of each view, in the unit of the prior. */
  readonly value: ArrayLike<number>;
  /** The variance of each view's error; the diagonal of P τ Σ Pᵀ where left out (He and Litterman 1999). */
  readonly doubt?: ArrayLike<number>;
}

/** What returns are expected once views are heard. */
export interface Posterior {
  readonly mean: Float64Array;
  /** Assets × assets: Σ and the mean's own uncertainty. */
  readonly covariance: Float64Array;
}

/** The returns that would make the market's weights the best for one with that aversion to risk: π = δ Σ w. */
export function impliedReturns(weights: ArrayLike<number>, covariance: Float64Array, aversion: number): Float64Array {
  if (assetsOf(covariance) !== weights.length)
    throw new Error(`invalid weights: ${weights.length}; give one for each of ${assetsOf(covariance)} assets`);
  return times(covariance, weights).map((value) => aversion * value);
}

/**
 * The posterior of Black and Litterman (1992): with the prior mean π of covariance τ Σ, views P, q and their errors'
 * variances Ω, K = τ Σ Pᵀ (P τ Σ Pᵀ + Ω)⁻¹ gives the mean π + K (q − P π) and the covariance Σ + τ Σ − K P τ Σ. Σ is
 * assets × assets, row-major. Without views it answers with the prior. Throws where sizes do not fit, or where views
 * without doubt contradict or repeat one another.
 */
export function blackLitterman(
  prior: ArrayLike<number>,
  covariance: Float64Array,
  {pick, value, doubt}: Views,
  tau = 0.05
): Posterior {
  const n = assetsOf(covariance);
  const k = value.length;
  if (prior.length !== n || pick.length !== k * n || (doubt && doubt.length !== k))
    throw new Error(
      `invalid views: ${k} of ${pick.length} weights on ${n} assets with ${prior.length} means; ` +
        "give a weight and a mean for each asset, and a doubt for each view or none"
    );
  if (!(tau > 0 && tau < Infinity)) throw new Error(`invalid tau: ${tau}; expected a number above 0`);
  const views = Array.from({length: k}, (_, v) => pick.subarray(v * n, (v + 1) * n));
  const spread = views.map((view) => times(covariance, view).map((each) => tau * each));
  const inner = new Float64Array(k * k);
  for (let a = 0; a < k; ++a) for (let b = 0; b < k; ++b) inner[a * k + b] = dot(views[a], spread[b]);
  for (let a = 0; a < k; ++a) {
    const own = doubt ? doubt[a] : inner[a * k + a];
    if (!(own >= 0)) throw new Error(`invalid doubt: ${own} of view ${a}; expected a variance of 0 or more`);
    inner[a * k + a] += own;
  }
  const lower = lowerFactor(inner, k);
  if (!lower) throw new Error("invalid views: some say the same or contradict one another; give them doubt above 0");
  const gap = solveFactored(
    lower,
    views.map((view, v) => value[v] - dot(view, prior))
  );
  const mean = Float64Array.from(prior);
  const out = covariance.map((each) => (1 + tau) * each);
  for (let v = 0; v < k; ++v) for (let i = 0; i < n; ++i) mean[i] += spread[v][i] * gap[v];
  for (let j = 0; j < n; ++j) {
    const column = solveFactored(
      lower,
      spread.map((each) => each[j])
    );
    for (let i = 0; i < n; ++i) for (let v = 0; v < k; ++v) out[i * n + j] -= spread[v][i] * column[v];
  }
  for (let i = 0; i < n; ++i) for (let j = 0; j < i; ++j) out[j * n + i] = out[i * n + j];
  return {mean, covariance: out};
}
