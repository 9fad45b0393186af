import type {Random} from "../../base/random.js";
import {sampleOf} from "./rows.js";

/** What gradient-based one-side sampling keeps. */
export interface OneSide {
  /** The part of samples that it keeps because their derivatives are largest. */
  readonly top: number;
  /** The part of samples that it draws of the others. */
  readonly other: number;
}

/**
 * Gradient-based one-side sampling (Ke et al. 2017): keeps the samples whose Σ |g · h| over the outputs is largest, draws
 * some of the others, and multiplies the derivatives of those by (1 − top) / other, so that sums are right on average. The
 * part kept and the part drawn are of all samples. Of equal sizes the earlier sample is kept.
 *
 * @param size each sample's Σ |g · h|
 * @returns the samples, ascending, and what the derivatives of each of them are multiplied by
 */
export function oneSide(
  size: Float64Array,
  {top, other}: OneSide,
  random: Random
): {rows: Uint32Array; factor: Float64Array} {
  const n = size.length;
  const kept = Math.max(1, Math.floor(n * top));
  const order = Uint32Array.from(size.keys()).sort((i, j) => size[j] - size[i] || i - j);
  const others = order.slice(kept).sort();
  const drawn = sampleOf(others, Math.min(others.length, Math.max(1, Math.floor(n * other))), random);
  const factor = new Float64Array(n);
  for (let k = 0; k < kept; ++k) factor[order[k]] = 1;
  for (const i of drawn) factor[i] = others.length / drawn.length;
  return {rows: Uint32Array.from(size.keys()).filter((i) => factor[i] > 0), factor};
}
