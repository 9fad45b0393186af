import {sortedQuantile} from "../../base/stats.js";

/** Evenly spaced quantiles of values, 1,000 at most, ascending. */
export function quantilesOf(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  const count = Math.min(1000, sorted.length);
  return Float64Array.from({length: count}, (_, i) => sortedQuantile(sorted, count > 1 ? i / (count - 1) : 0));
}

/**
 * Where a value stands among quantiles, −½ … ½: the share of them below it and half of those equal to it, less ½. So it
 * depends on no other value that is asked for; `NaN` of `NaN`.
 */
export function standingOf(quantiles: ArrayLike<number>, value: number): number {
  if (Number.isNaN(value)) return NaN;
  const below = firstPlace(quantiles, (each) => each >= value);
  const upTo = firstPlace(quantiles, (each) => each > value);
  return (below + upTo) / 2 / quantiles.length - 0.5;
}

/** The first place of ascending values of which a condition holds that holds of all later ones too. */
function firstPlace(values: ArrayLike<number>, holds: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(values[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
