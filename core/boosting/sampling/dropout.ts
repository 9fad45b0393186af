import type {Random} from "../../base/random.js";
import type {Dropout} from "../training.js";

/**
 * The rounds whose trees are dropped, ascending. Where not uniform a round's chance is in proportion to its trees' weight,
 * and `rate` on average.
 */
export function drawDropped(
  weights: readonly number[],
  {rate, most, skip, uniform}: Dropout,
  random: Random
): number[] {
  if (random.uniform() < skip) return [];
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const dropped: number[] = [];
  for (const [round, weight] of weights.entries()) {
    const chance = uniform ? rate : (rate * weight * weights.length) / sum;
    if (random.uniform() < chance) dropped.push(round);
    if (most > 0 && dropped.length >= most) break;
  }
  return dropped;
}
