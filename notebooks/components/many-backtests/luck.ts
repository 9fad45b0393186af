import {normalQuantile} from "../../../core/base/normal.js";
import {correlation} from "../../../core/base/stats.js";

const euler = 0.5772156649015329;

/**
 * The highest of `count` independent standard normal numbers, as it is to be expected:
 * (1 − γ) Φ⁻¹(1 − 1 / K) + γ Φ⁻¹(1 − 1 / (K e)), γ Euler's constant (Bailey and López de Prado, "The Deflated Sharpe
 * Ratio", 2014); 0 of one.
 */
export function expectedMaximum(count: number): number {
  if (!(count > 1)) return 0;
  return (1 - euler) * normalQuantile(1 - 1 / count) + euler * normalQuantile(1 - 1 / (count * Math.E));
}

/**
 * The yearly Sharpe ratio that the best of `count` worthless strategies is to be expected to show over `years`, if they
 * have nothing to do with one another: that of each has a standard error of about 1 / √years.
 */
export function luckySharpe(count: number, years: number): number {
  return expectedMaximum(count) / Math.sqrt(years);
}

/** The correlation of each with each, row by row; `NaN` where one of them does not move. */
export function correlations(returns: readonly Float64Array[]): readonly (readonly number[])[] {
  return returns.map((a, i) => returns.map((b, j) => (i === j ? 1 : correlation(a, b))));
}

/**
 * How many independent ones so many correlated ones amount to: K² / Σ ρ², the participation ratio of the correlation
 * matrix's eigenvalues. 1 where all do the same, K where none has to do with another; unknown correlations count as 0.
 */
export function effectiveCount(matrix: readonly (readonly number[])[]): number {
  const squares = matrix.flat().reduce((sum, value) => sum + (Number.isFinite(value) ? value * value : 0), 0);
  return matrix.length === 0 ? 0 : (matrix.length * matrix.length) / squares;
}
