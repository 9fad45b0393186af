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
  const least = selected(size.slice(), n - kept);
  let above = 0;
  for (const each of size) if (each > least) ++above;
  const factor = new Float64Array(n);
  const others = new Uint32Array(n - kept);
  for (let i = 0, equals = kept - above, left = 0; i < n; ++i)
    if (size[i] > least || (size[i] === least && equals-- > 0)) factor[i] = 1;
    else others[left++] = i;
  const drawn = sampleOf(others, Math.min(others.length, Math.max(1, Math.floor(n * other))), random);
  for (const i of drawn) factor[i] = others.length / drawn.length;
  const rows = new Uint32Array(kept + drawn.length);
  for (let i = 0, count = 0; i < n; ++i) if (factor[i] > 0) rows[count++] = i;
  return {rows, factor};
}

/** The value that would be at a place if they were in order (Hoare's selection). Moves the values about. */
function selected(values: Float64Array, place: number): number {
  for (let low = 0, high = values.length - 1; low < high;) {
    const pivot = values[(low + high) >> 1];
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i] < pivot) ++i;
      while (values[j] > pivot) --j;
      if (i <= j) {
        const value = values[i];
        values[i++] = values[j];
        values[j--] = value;
      }
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else break;
  }
  return values[place];
}
