import {expectedMaximum} from "../../../core/evaluate/overfitting/deflated.js";
import {correlation} from "../../../core/base/stats.js";

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
