import type {Random} from "../../base/random.js";
import {rankCorrelation} from "../../base/stats.js";
import type {QuantileRows} from "./quantile-rows.js";

/** Whether returns rise from quantile to quantile. `NaN` where a figure is not determined. */
export interface Monotonicity {
  /** Spearman's correlation of the quantiles' mean returns with their numbers: 1 where they rise all the way. */
  readonly order: number;
  /** The share of steps from one quantile to the next that go up. */
  readonly rising: number;
  /** The smallest step up, of the mean returns: below 0 where any goes down. */
  readonly smallest: number;
  /**
   * How likely a smallest step of that size or more is where no step goes up: Patton and Timmermann's (2010) test, by a
   * stationary bootstrap of rows. Low where returns rise all the way, and by more than chance.
   */
  readonly p: number;
}

/**
 * Tests whether mean returns rise with the quantile. Rows in which a quantile is empty are left out. The bootstrap draws
 * blocks of rows of mean length `block`, `draws` times; each draw's steps are centred on those found.
 */
export function monotonicity(
  {quantiles, means, all}: QuantileRows,
  random: Random,
  {block, draws = 1000}: {readonly block: number; readonly draws?: number}
): Monotonicity {
  const steps = quantiles - 1;
  const whole: number[] = [];
  for (let t = 0; t < all.length; ++t) {
    let empty = false;
    for (let q = 0; q < quantiles; ++q) if (Number.isNaN(means[t * quantiles + q])) empty = true;
    if (!empty) whole.push(t);
  }
  const n = whole.length;
  if (n < 2) return {order: NaN, rising: NaN, smallest: NaN, p: NaN};
  const level = new Float64Array(quantiles);
  const rises = new Float64Array(n * steps);
  whole.forEach((t, i) => {
    for (let q = 0; q < quantiles; ++q) level[q] += means[t * quantiles + q] / n;
    for (let q = 0; q < steps; ++q) rises[i * steps + q] = means[t * quantiles + q + 1] - means[t * quantiles + q];
  });
  const found = new Float64Array(steps);
  for (let i = 0; i < rises.length; ++i) found[i % steps] += rises[i] / n;
  const smallest = found.reduce((least, value) => Math.min(least, value), Infinity);
  const order = rankCorrelation(level, Float64Array.from(level.keys()));
  const rising = found.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) / steps;
  const drawn = new Float64Array(steps);
  let least = 0;
  for (let draw = 0; draw < draws; ++draw) {
    drawn.fill(0);
    let at = 0;
    for (let i = 0; i < n; ++i) {
      at = i === 0 || random.uniform() * block < 1 ? random.integer(n) : (at + 1) % n;
      for (let q = 0; q < steps; ++q) drawn[q] += rises[at * steps + q];
    }
    let low = Infinity;
    for (let q = 0; q < steps; ++q) low = Math.min(low, drawn[q] / n - found[q]);
    if (low >= smallest) ++least;
  }
  return {order, rising, smallest, p: (1 + least) / (1 + draws)};
}
