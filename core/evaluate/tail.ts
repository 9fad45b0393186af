import {sortedQuantile} from "../base/stats.js";

/** Throws unless it is the share of bars that makes a tail: above 0 and below 1. */
export function checkCutoff(cutoff: number): void {
  if (!(cutoff > 0 && cutoff < 1)) throw new Error(`invalid cutoff: ${cutoff}; expected a share between 0 and 1`);
}

/**
 * The value at risk of returns in ascending order: their `cutoff`-quantile with linear interpolation (empyrical). It is a
 * return and so, as a rule, negative: −0.02 says that one bar in twenty lost 2 % or more. `NaN` of nothing.
 */
export function valueAtRisk(sorted: ArrayLike<number>, cutoff: number): number {
  return sortedQuantile(sorted, cutoff);
}

/**
 * The conditional value at risk, or expected shortfall, of returns in ascending order: the mean of the
 * ⌊(n − 1) · `cutoff`⌋ + 1 lowest (empyrical). A return too, and never above the value at risk. `NaN` of nothing.
 */
export function conditionalValueAtRisk(sorted: ArrayLike<number>, cutoff: number): number {
  if (sorted.length === 0) return NaN;
  const count = Math.floor((sorted.length - 1) * cutoff) + 1;
  let sum = 0;
  for (let i = 0; i < count; ++i) sum += sorted[i];
  return sum / count;
}
