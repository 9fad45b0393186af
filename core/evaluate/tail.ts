import {log, power} from "../base/elementary.js";
import {sortedQuantile} from "../base/stats.js";

/** Throws unless it is the share of bars that makes a tail: above 0 and below 1. */
export function checkCutoff(cutoff: number): void {
  if (!(cutoff > 0 && cutoff < 1)) throw new Error(`invalid cutoff: ${cutoff}; expected a share between 0 and 1`);
}

/** Throws unless a cutoff is a share, and of a tail that is one. */
export function checkTail(cutoff: number, tail: number): void {
  checkCutoff(cutoff);
  checkCutoff(tail);
  if (cutoff >= tail) throw new Error(`invalid cutoff: ${cutoff}; expected a share below the tail, ${tail}`);
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

/** The fewest losses beyond a threshold from which the shape of a tail is estimated. */
export const fewestLosses = 10;

/** A generalised Pareto distribution, P(y > x) = (1 + ξ x / σ)^(−1/ξ), of what losses are beyond a threshold. */
export interface ParetoTail {
  /** The loss beyond which the tail begins, positive where it is one. */
  readonly threshold: number;
  /** ξ: 0 as of a normal distribution, above 0 the heavier the tail is, below 0 where losses have an end. */
  readonly shape: number;
  /** σ, in the unit of returns. */
  readonly scale: number;
  /** The share of returns whose loss is beyond the threshold. */
  readonly share: number;
}

/**
 * Fits a tail to the lowest `tail` of returns in ascending order: losses beyond the `tail`-quantile, by maximum likelihood
 * with ξ above −1, below which there is none (peaks over threshold: McNeil and Frey, 2000; the likelihood in one
 * unknown, ξ / σ, as Grimshaw's, 1993). Null where fewer than `fewestLosses` are beyond it or none fits.
 */
export function paretoTail(sorted: ArrayLike<number>, tail: number): ParetoTail | null {
  const threshold = -sortedQuantile(sorted, tail);
  const excess: number[] = [];
  for (let i = 0; i < sorted.length && -sorted[i] > threshold; ++i) excess.push(-sorted[i] - threshold);
  if (excess.length < fewestLosses) return null;
  const size = excess.reduce((sum, y) => sum + y, 0) / excess.length;
  if (!(size > 1e-12)) return null;
  const found = fitPareto(excess.map((y) => y / size));
  return found && {threshold, shape: found.shape, scale: found.scale * size, share: excess.length / sorted.length};
}

/** The likeliest shape and scale of excesses whose mean is 1; null where there is none above −1. */
function fitPareto(y: readonly number[]): {readonly shape: number; readonly scale: number} | null {
  const mean = (value: (y: number) => number) => y.reduce((sum, each) => sum + value(each), 0) / y.length;
  const shapeAt = (ratio: number) => mean((each) => log(1 + ratio * each));
  const likelihood = (ratio: number) => {
    const shape = shapeAt(ratio);
    return -log(shape / ratio) - shape;
  };
  const slope = (ratio: number) => {
    const change = mean((each) => each / (1 + ratio * each));
    return 1 / ratio - change / shapeAt(ratio) - change;
  };
  const most = Math.max(...y);
  const steps = 200;
  const grid: number[] = [];
  for (let k = 1; k < steps; ++k) if (shapeAt(-k / (steps * most)) > -1) grid.unshift(-k / (steps * most));
  for (let ratio = 1e-3; ratio < 1e4; ratio *= 1.25) grid.push(ratio);
  let best = 0;
  for (let k = 1; k < grid.length; ++k) if (likelihood(grid[k]) > likelihood(grid[best])) best = k;
  if (best === grid.length - 1 || (best === 0 && grid[0] < 0 && slope(grid[0]) < 0)) return null;
  let [low, high] = [grid[Math.max(0, best - 1)], grid[best + 1]];
  for (let step = 0; step < 200 && low < high; ++step) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (slope(middle === 0 ? 1e-9 : middle) > 0) low = middle;
    else high = middle;
  }
  const ratio = low === 0 ? 1e-9 : low;
  const shape = shapeAt(ratio);
  return {shape, scale: shape / ratio};
}

/** The return that a share `cutoff` of bars is expected to fall below, by the tail; `NaN` where that begins further out. */
export function paretoValueAtRisk({threshold, shape, scale, share}: ParetoTail, cutoff: number): number {
  if (cutoff > share) return NaN;
  return -(threshold + (scale / shape) * (power(cutoff / share, -shape) - 1));
}

/** The mean return of those bars, by the tail; `NaN` where it is so heavy that it has no mean. */
export function paretoShortfall(tail: ParetoTail, cutoff: number): number {
  const {threshold, shape, scale} = tail;
  return shape < 1 ? -((-paretoValueAtRisk(tail, cutoff) + scale - shape * threshold) / (1 - shape)) : NaN;
}
