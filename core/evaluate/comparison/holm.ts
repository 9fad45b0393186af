/**
 * p-values corrected for how many were looked at, by Holm (1979): of m, the i-th smallest becomes the largest of (m − k + 1)
 * p_k over k ≤ i, at most 1. What stays below α is, with a chance of 1 − α, free of any difference that is none. A null is
 * passed over, and not counted.
 */
export function holm(chances: readonly (number | null)[]): readonly (number | null)[] {
  const places = chances.flatMap((p, i) => (p === null ? [] : [i])).sort((i, j) => chances[i]! - chances[j]!);
  const out: (number | null)[] = chances.map(() => null);
  let least = 0;
  for (const [rank, place] of places.entries()) {
    least = Math.max(least, Math.min(1, (places.length - rank) * chances[place]!));
    out[place] = least;
  }
  return out;
}
