import type {Encoding, TreeEnsemble} from "../base/trees.js";

/** Samples as their owner holds them: row-major, single or double precision. */
export type Values = Float32Array | Float64Array;

/** Throws unless samples have as many features as the trees learned from, and are as many values as their shape says. */
export function checkShape({features}: Pick<TreeEnsemble, "features">, x: Values, [n, k]: readonly [number, number]) {
  if (k !== features.length)
    throw new Error(`invalid samples: ${k} features; the trees learned from ${features.length}`);
  if (x.length !== n * k) throw new Error(`invalid samples: ${x.length} values; expected ${n} × ${k}`);
}

/**
 * Throws unless the names are those of the features that the trees learned from, in the same order; names that are not
 * known say nothing.
 */
export function checkNames({features}: Pick<TreeEnsemble, "features">, names: readonly string[] | undefined) {
  if (!names) return;
  if (names.length !== features.length)
    throw new Error(`invalid samples: ${names.length} features; the trees learned from ${features.length}`);
  const wrong = names.findIndex((name, j) => name !== features[j]);
  if (wrong >= 0)
    throw new Error(
      `invalid samples: feature ${wrong + 1} is ${names[wrong]}; the trees learned from ${features[wrong]} there`
    );
}

/** What names a combination of categories: each cut to an integer, NaN where it is missing, joined by commas. */
export function combination(values: readonly number[]): string {
  return values.map((value) => String(Math.trunc(value) + 0)).join(",");
}

/**
 * The columns that trees see of samples from row `from` up to `to`: the features, then the encodings' numbers, row-major in
 * double precision.
 */
export function columnsOf(
  encodings: readonly Encoding[],
  x: Values,
  k: number,
  from: number,
  to: number,
  into: Float64Array
): Float64Array {
  const width = k + encodings.length;
  for (let row = from; row < to; ++row) {
    const base = (row - from) * width;
    for (let j = 0; j < k; ++j) into[base + j] = x[row * k + j];
    for (let e = 0; e < encodings.length; ++e) {
      const {features, borders, values, otherwise} = encodings[e];
      const of = features.map((j, m) => binOf(x[row * k + j], borders?.[m]));
      into[base + k + e] = values.get(combination(of)) ?? otherwise;
    }
  }
  return into;
}

/** How many ascending borders a number is above; the number itself where there are none, or it is missing. */
function binOf(value: number, borders: readonly number[] | null | undefined): number {
  if (!borders || Number.isNaN(value)) return value;
  let above = 0;
  while (above < borders.length && value > borders[above]) ++above;
  return above;
}
