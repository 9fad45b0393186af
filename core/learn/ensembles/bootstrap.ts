import {rowsOf} from "../../base/samples.js";
import type {Random} from "../../base/random.js";
import type {Dataset} from "../../plugin.js";
import {take, withWeight} from "../dataset.js";

/**
 * How often each sample is drawn where as many rows as there are, which are the samples' distinct t, are drawn with
 * replacement in blocks of `block` rows that follow one another (the moving-block bootstrap of Künsch 1989). Samples of
 * one row are drawn together, since they share what happened on it. `rows` is how many to draw instead.
 */
export function timesDrawn(t: Float64Array, block: number, random: Random, rows?: number): Uint32Array {
  const {row, times} = rowsOf(t);
  const wanted = rows ?? times.length;
  const length = Math.min(block, times.length);
  const often = new Uint32Array(times.length);
  for (let drawn = 0; drawn < wanted; drawn += length) {
    const first = random.integer(times.length - length + 1);
    for (let i = 0; i < Math.min(length, wanted - drawn); ++i) ++often[first + i];
  }
  return row.map((each) => often[each]);
}

/** The places of samples, ascending, each as often as it was drawn. */
export function placesDrawn(often: Uint32Array): Uint32Array {
  const places = new Uint32Array(often.reduce((sum, times) => sum + times, 0));
  let at = 0;
  often.forEach((times, i) => {
    places.fill(i, at, at + times);
    at += times;
  });
  return places;
}

/** The samples at places drawn, their weights brought to mean 1 again. */
export function resampled(data: Dataset, places: Uint32Array): Dataset {
  const drawn = take(data, places);
  if (!drawn.weight) return drawn;
  const sum = drawn.weight.reduce((all, weight) => all + weight, 0);
  return sum > 0 ? withWeight(drawn, drawn.weight.map((weight) => (weight * places.length) / sum)) : drawn; // prettier-ignore
}
