import {rowsOf} from "../../base/samples.js";
import type {Dataset, Random} from "../../plugin.js";
import {take, withWeight} from "../dataset.js";

/**
 * As many rows, which are the samples' distinct t, as there are, drawn with replacement in blocks of `block` rows that
 * follow one another (the moving-block bootstrap of Künsch 1989): the places of their samples, ascending, each as often
 * as it was drawn. Samples of one row are drawn together, since they share what happened on it.
 */
export function drawBlocks(t: Float64Array, block: number, random: Random): Uint32Array {
  const {row, times} = rowsOf(t);
  const length = Math.min(block, times.length);
  const often = new Uint32Array(times.length);
  for (let drawn = 0; drawn < times.length; drawn += length) {
    const first = random.integer(times.length - length + 1);
    for (let i = 0; i < Math.min(length, times.length - drawn); ++i) ++often[first + i];
  }
  const places: number[] = [];
  for (let i = 0; i < t.length; ++i) for (let k = 0; k < often[row[i]]; ++k) places.push(i);
  return Uint32Array.from(places);
}

/** The samples at places drawn, their weights brought to mean 1 again. */
export function resampled(data: Dataset, places: Uint32Array): Dataset {
  const drawn = take(data, places);
  if (!drawn.weight) return drawn;
  const sum = drawn.weight.reduce((all, weight) => all + weight, 0);
  return sum > 0 ? withWeight(drawn, drawn.weight.map((weight) => (weight * places.length) / sum)) : drawn; // prettier-ignore
}
