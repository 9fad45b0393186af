/** Values this near to 0 are 0 to LightGBM. */
const nearZero = Math.fround(1e-35);

/**
 * The upper bounds of at most `most` bins of a number, the last Infinity, from its distinct values, ascending, and how
 * often each was seen.
 *
 * Of values some of which are 0, or that lie on both sides of it, 0 has a bin of its own, up to ∓ 1e-35, and the sides
 * share the others by their counts (as in LightGBM): what a value's sign says is not blurred.
 */
export function findBounds(
  values: ArrayLike<number>,
  counts: ArrayLike<number>,
  most: number,
  least: number
): number[] {
  const n = values.length;
  let negative = 0;
  while (negative < n && values[negative] < -nearZero) ++negative;
  let positive = negative;
  while (positive < n && values[positive] <= nearZero) ++positive;
  const signed = positive > negative || (negative > 0 && positive < n);
  if (!signed || most < 3) return fillBins(values, counts, 0, n, most, least);
  const below = sum(counts, 0, negative);
  const above = sum(counts, positive, n);
  const bounds: number[] = [];
  if (negative > 0) {
    const room = Math.max(1, Math.floor((below / (below + above)) * (most - 1)));
    bounds.push(...fillBins(values, counts, 0, negative, Math.min(room, most - 2), least).slice(0, -1), -nearZero);
  }
  if (positive === n) return [...bounds, Infinity];
  return [...bounds, nearZero, ...fillBins(values, counts, positive, n, most - 1 - bounds.length, least)];
}

function sum(counts: ArrayLike<number>, start: number, end: number): number {
  let total = 0;
  for (let i = start; i < end; ++i) total += counts[i];
  return total;
}

/**
 * The upper bounds of at most `most` bins of the values from `start` to before `end`, the last Infinity. As LightGBM does
 * in its greedy search of bins:
 *
 * - where there are no more values than bins, each has its own, unless fewer than `least` samples would be in it;
 * - otherwise values that alone fill a bin of mean size have one of their own, and the rest fill bins up to the mean size of
 *   what is left.
 *
 * A bound lies halfway between the values on both sides of it.
 */
function fillBins(
  values: ArrayLike<number>,
  counts: ArrayLike<number>,
  start: number,
  end: number,
  most: number,
  least: number
): number[] {
  const bounds: number[] = [];
  const close = (i: number) => void bounds.push(halfway(values[i], values[i + 1]));
  let inBin = 0;
  if (end - start <= most) {
    for (let i = start; i + 1 < end; ++i) {
      inBin += counts[i];
      if (inBin < least) continue;
      close(i);
      inBin = 0;
    }
    return [...bounds, Infinity];
  }
  const total = sum(counts, start, end);
  const bins = Math.min(most, Math.max(1, Math.floor(total / Math.max(1, least))));
  const mean = total / bins;
  let restBins = bins;
  let rest = total;
  for (let i = start; i < end; ++i) {
    if (counts[i] < mean) continue;
    --restBins;
    rest -= counts[i];
  }
  let size = rest / restBins;
  for (let i = start; i + 1 < end && bounds.length < bins - 1; ++i) {
    const big = counts[i] >= mean;
    if (!big) rest -= counts[i];
    inBin += counts[i];
    const nextIsBig = counts[i + 1] >= mean;
    if (!(big || inBin >= size || (nextIsBig && inBin >= Math.max(1, size * 0.5)))) continue;
    close(i);
    inBin = 0;
    if (!big) {
      --restBins;
      size = rest / restBins;
    }
  }
  return [...bounds, Infinity];
}

/** Halfway between two numbers of single precision, a < b: exact in double precision. */
function halfway(a: number, b: number): number {
  return a / 2 + b / 2;
}

/** The greatest float32 that is not above the bound: x ≤ bound as float64 is then x ≤ it as float32. */
export function floor32(bound: number): number {
  const near = Math.fround(bound);
  if (!(near > bound)) return near;
  const word = new Int32Array(1);
  const float = new Float32Array(word.buffer);
  float[0] = near;
  if (near > 0) --word[0];
  else if (near < 0) ++word[0];
  else word[0] = -2147483647;
  return float[0];
}

/**
 * The categories that have a bin of their own, the most frequent first, ties by number. By LightGBM's rule they are as
 * many as fill 99 % of the samples that have one, whatever `maxBin` is; more of them where fewer than `maxBin` bins are
 * used by then, bin 0 counted, though the rarest of all has none of its own unless samples lack the value; and none after
 * the second that has fewer than `least` samples.
 *
 * @param samples how many there are, those that lack the value counted
 * @param most the most categories that may have one
 */
export function findCategories(
  values: ArrayLike<number>,
  counts: ArrayLike<number>,
  samples: number,
  maxBin: number,
  least: number,
  most = Infinity
): number[] {
  const seen = new Map<number, number>();
  let total = 0;
  for (let i = 0; i < values.length; ++i) {
    const category = Math.trunc(values[i]);
    if (category < 0 || category > 2147483647) continue;
    seen.set(category + 0, (seen.get(category + 0) ?? 0) + counts[i]);
    total += counts[i];
  }
  const sorted = [...seen].sort(([a, n], [b, m]) => m - n || a - b);
  const enough = Math.round(0.99 * total);
  const bins = Math.min(maxBin, sorted.length + (total < samples ? 1 : 0));
  const kept: number[] = [];
  let covered = 0;
  for (const [category, count] of sorted) {
    if (kept.length >= most || (covered >= enough && kept.length + 1 >= bins)) break;
    if (count < least && kept.length > 1) break;
    kept.push(category);
    covered += count;
  }
  return kept;
}
