/** A partition of things into clusters. */
export interface Clusters {
  /** Each thing's cluster, from 0 in the order in which they come first. */
  readonly labels: Uint32Array;
  readonly count: number;
  /** The mean silhouette of the partition: near 1 where clusters are tight and far apart, 0 where there are none. */
  readonly silhouette: number;
}

/** Below this mean silhouette there is no structure to speak of (Kaufman and Rousseeuw, 1990). */
export const leastSilhouette = 0.25;

/**
 * Clusters things by how they correlate (n × n, row by row). Average linkage over the distances √((1 − ρ) / 2) gives a tree;
 * it is cut where the mean silhouette (Rousseeuw, 1987) is highest, from 2 clusters to n − 1. Where that is below
 * `leastSilhouette` there are no groups: all are one cluster where the mean correlation is above a half, and each its own
 * where it is not.
 */
export function clusters(correlations: Float64Array): Clusters {
  const n = Math.round(Math.sqrt(correlations.length));
  const distances = correlations.map((value) => Math.sqrt(Math.max(0, (1 - value) / 2)));
  for (let i = 0; i < n; ++i) distances[i * n + i] = 0;
  const merges = averageLinkage(distances, n);
  let best: Clusters | null = null;
  for (let count = n - 1; count >= 2; --count) {
    const labels = cut(merges, n, count);
    const silhouette = meanSilhouette(distances, labels, count);
    if (!best || silhouette > best.silhouette + 1e-12) best = {labels, count, silhouette};
  }
  if (best && best.silhouette >= leastSilhouette) return best;
  const silhouette = best?.silhouette ?? 0;
  if (n > 1 && meanOffDiagonal(correlations, n) > 0.5) return {labels: new Uint32Array(n), count: 1, silhouette};
  return {labels: Uint32Array.from({length: n}, (_, i) => i), count: n, silhouette};
}

function meanOffDiagonal(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; ++i) for (let j = 0; j < i; ++j) sum += matrix[i * n + j];
  return (2 * sum) / (n * (n - 1));
}

/** The pairs that are put together, one after another, each named by a thing in it; the second is gone after that. */
function averageLinkage(given: Float64Array, n: number): readonly (readonly [number, number])[] {
  const d = given.slice();
  const size = new Float64Array(n).fill(1);
  const alive = Array.from({length: n}, (_, i) => i);
  const nearest = new Int32Array(n);
  const look = (i: number) => {
    let best = -1;
    for (const j of alive) if (j !== i && (best < 0 || d[i * n + j] < d[i * n + best])) best = j;
    nearest[i] = best;
  };
  alive.forEach(look);
  const merges: [number, number][] = [];
  while (alive.length > 1) {
    let a = alive[0];
    for (const i of alive) if (d[i * n + nearest[i]] < d[a * n + nearest[a]]) a = i;
    let b = nearest[a];
    if (b < a) [a, b] = [b, a];
    merges.push([a, b]);
    alive.splice(alive.indexOf(b), 1);
    for (const k of alive) {
      if (k === a) continue;
      const apart = (size[a] * d[a * n + k] + size[b] * d[b * n + k]) / (size[a] + size[b]);
      d[a * n + k] = apart;
      d[k * n + a] = apart;
    }
    size[a] += size[b];
    for (const k of alive)
      if (k === a || nearest[k] === a || nearest[k] === b) look(k);
      else if (d[k * n + a] < d[k * n + nearest[k]]) nearest[k] = a;
  }
  return merges;
}

function cut(merges: readonly (readonly [number, number])[], n: number, count: number): Uint32Array {
  const parent = Uint32Array.from({length: n}, (_, i) => i);
  for (let m = 0; m < n - count; ++m) parent[merges[m][1]] = merges[m][0];
  const labels = new Uint32Array(n);
  const names = new Map<number, number>();
  for (let i = 0; i < n; ++i) {
    let root = i;
    while (parent[root] !== root) root = parent[root];
    if (!names.has(root)) names.set(root, names.size);
    labels[i] = names.get(root)!;
  }
  return labels;
}

/** The mean over all things of (b − a) / max(a, b), a the mean distance within its cluster and b that to the nearest other; 0 of one alone. */
function meanSilhouette(distances: Float64Array, labels: Uint32Array, count: number): number {
  const n = labels.length;
  const sizes = new Float64Array(count);
  for (const label of labels) ++sizes[label];
  const sums = new Float64Array(count);
  let total = 0;
  for (let i = 0; i < n; ++i) {
    const own = labels[i];
    if (sizes[own] === 1) continue;
    sums.fill(0);
    for (let j = 0; j < n; ++j) sums[labels[j]] += distances[i * n + j];
    const within = sums[own] / (sizes[own] - 1);
    let apart = Infinity;
    for (let c = 0; c < count; ++c) if (c !== own) apart = Math.min(apart, sums[c] / sizes[c]);
    const larger = Math.max(within, apart);
    if (larger > 0) total += (apart - within) / larger;
  }
  return total / n;
}
