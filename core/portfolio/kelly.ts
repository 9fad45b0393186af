import type {Bounds} from "./bounds.js";
import {snapped, within} from "./bounds.js";
import {assetsOf, lowerFactor, singular, solveFactored} from "./matrix.js";
import {largestVariance} from "./minimum-variance.js";
import {minimiseQuadratic} from "./quadratic.js";

/**
 * What part of wealth makes it grow fastest when staked on a bet that wins `odds` times the stake with a chance, and
 * else loses it: chance − (1 − chance) / odds (Kelly 1956), times `fraction`; 0 where the bet is not worth taking.
 */
export function kellyBet(chance: number, odds: number, fraction = 1): number {
  if (!(chance >= 0 && chance <= 1)) throw new Error(`invalid chance: ${chance}; expected a number from 0 to 1`);
  if (!(odds > 0)) throw new Error(`invalid odds: ${odds}; expected a number above 0`);
  return fraction * Math.max(0, chance - (1 - chance) / odds);
}

/** The weight that makes one asset's wealth grow fastest: fraction · (mean − rate) / variance (Thorp 2006). */
export function kellyWeight(mean: number, variance: number, fraction = 1, rate = 0): number {
  if (!(variance > 0)) throw new Error(`invalid variance: ${variance}; expected a number above 0`);
  return (fraction * (mean - rate)) / variance;
}

/**
 * The weights of several assets, traded without pause, whose wealth grows fastest: fraction · Σ⁻¹ (μ − rate), the rest
 * of wealth lent or borrowed at the rate (Thorp 2006, "The Kelly criterion in blackjack, sports betting, and the stock
 * market"). With bounds, those within them that make (μ − rate)ᵀ w − wᵀ Σ w / (2 · fraction) largest, which are the
 * same where no bound binds. Throws where Σ (assets × assets, row-major) is not positive definite.
 */
export function kellyWeights(
  mean: ArrayLike<number>,
  covariance: Float64Array,
  fraction = 1,
  rate = 0,
  bounds?: Bounds
): Float64Array {
  const n = assetsOf(covariance);
  if (mean.length !== n) throw new Error(`invalid means: ${mean.length}; give one for each of ${n} assets`);
  if (!(fraction > 0)) throw new Error(`invalid fraction: ${fraction}; expected a number above 0`);
  const excess = Float64Array.from(mean, (value) => fraction * (value - rate));
  if (bounds) {
    const level = largestVariance(covariance, n);
    const scaled = covariance.map((value) => value / level);
    const wanted = excess.map((value) => value / level);
    return snapped(minimiseQuadratic(scaled, wanted, within(bounds, n, null)), bounds);
  }
  const lower = lowerFactor(covariance, n);
  if (!lower) throw new Error(singular);
  return solveFactored(lower, excess);
}
