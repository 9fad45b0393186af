import {findBounds} from "../../../core/boosting/binning/bounds.js";
import type {Binning, FeatureBins} from "../../../core/boosting/grower.js";

/** A feature's bins and each sample's bin. */
export interface Binned {
  readonly bins: FeatureBins;
  readonly code: Uint16Array;
}

/** Bins by sorting every value, with the bounds that the learner finds: what is put to the test is what they hold. */
export function binFeature(
  x: Float32Array,
  [n, features]: readonly [number, number],
  feature: number,
  binning: Binning
): Binned {
  const column = columnOf(x, [n, features], feature);
  return binning.categorical.includes(feature)
    ? categorical(column, binning)
    : numeric(column, binning, binning.bounds?.get(feature));
}

/** A feature's values. */
export function columnOf(x: Float32Array, [n, features]: readonly [number, number], feature: number): Float64Array {
  return Float64Array.from({length: n}, (_, i) => x[i * features + feature]);
}

function numeric(column: Float64Array, {maxBin, minDataInBin}: Binning, given?: Float64Array): Binned {
  const known = column.filter((value) => !Number.isNaN(value)).sort();
  const missing = known.length < column.length;
  const upper = given ? withInfinity(given) : bounds(known, maxBin - (missing ? 1 : 0), minDataInBin);
  return coded(column, {kind: "numeric", upper, missing, range: [known.at(0) ?? NaN, known.at(-1) ?? NaN]});
}

/** A column in bins that are known. */
export function coded(column: Float64Array, bins: FeatureBins): Binned {
  if (bins.kind === "categorical") {
    const place = new Map(Array.from(bins.categories, (category, k) => [category, k + 1]));
    return {bins, code: Uint16Array.from(column, (value) => place.get(Math.trunc(value)) ?? 0)};
  }
  const {upper} = bins;
  const code = (value: number) => (Number.isNaN(value) ? upper.length : upper.findIndex((bound) => value <= bound));
  return {bins, code: Uint16Array.from(column, code)};
}

function withInfinity(given: Float64Array): Float64Array {
  return given.at(-1) === Infinity ? given : Float64Array.of(...given, Infinity);
}

function bounds(sorted: Float64Array, most: number, least: number): Float64Array {
  const values: number[] = [];
  const counts: number[] = [];
  for (const value of sorted) {
    if (values.length > 0 && values.at(-1) === value) ++counts[counts.length - 1];
    else {
      values.push(value);
      counts.push(1);
    }
  }
  return Float64Array.from(findBounds(values, counts, most, least));
}

function categorical(column: Float64Array, {maxBin, minDataInBin}: Binning): Binned {
  const counts = new Map<number, number>();
  for (const value of column) {
    const category = Math.trunc(value);
    if (category >= 0) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  const order = Array.from(counts).sort(([a, m], [b, n]) => n - m || a - b);
  const known = order.reduce((sum, [, count]) => sum + count, 0);
  const room = Math.min(maxBin - 1, order.length - (known === column.length ? 1 : 0));
  const before = (k: number) => order.slice(0, k).reduce((sum, [, count]) => sum + count, 0);
  const stops = order.findIndex(
    ([, count], k) => (k >= room && before(k) >= Math.round(0.99 * known)) || (k > 1 && count < minDataInBin)
  );
  const kept = stops < 0 ? order : order.slice(0, stops);
  const categories = Int32Array.from(kept, ([category]) => category);
  return coded(column, {kind: "categorical", categories});
}
