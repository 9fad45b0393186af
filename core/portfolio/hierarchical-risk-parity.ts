import {assetsOf, correlations} from "./matrix.js";

/**
 * The long-only weights, Σ w = 1, of hierarchical risk parity (López de Prado 2016, "Building diversified portfolios
 * that outperform out of sample"): assets are joined into a tree by single linkage; in the tree's order the list is
 * halved again and again, and each half is given a part 1 − v / (v + v'), v the variance that the half, held in inverse
 * proportion to its assets' variances, has on its own. The distance of two assets is d_ij = √((1 − correlation) / 2)
 * where `direct`, as PyPortfolioOpt takes it, else the paper's: the Euclidean distance of columns i and j of d. Of two
 * branches the one that came first is left, an asset before a branch, as in SciPy; where assets are given in another
 * order, a half may thereby have others in it. Σ (assets × assets, row-major) need not be invertible; it throws where
 * an asset's variance is not above 0.
 */
export function hierarchicalRiskParity(
  covariance: Float64Array,
  distance: "columns" | "direct" = "columns"
): Float64Array {
  const n = assetsOf(covariance);
  const direct = correlations(covariance).map((value) => Math.sqrt(Math.max(0, 1 - value) / 2));
  const order = linkedOrder(distance === "direct" ? direct : betweenColumns(direct, n), n);
  const weights = new Float64Array(n).fill(1);
  const divide = (part: readonly number[]) => {
    if (part.length < 2) return;
    const half = part.length >> 1;
    const left = part.slice(0, half);
    const right = part.slice(half);
    const risk = [left, right].map((side) => varianceOf(side, covariance, n));
    const share = risk[0] + risk[1] > 0 ? risk[1] / (risk[0] + risk[1]) : 0.5;
    for (const i of left) weights[i] *= share;
    for (const i of right) weights[i] *= 1 - share;
    divide(left);
    divide(right);
  };
  divide(order);
  return weights;
}

/**
 * The assets in the order of the leaves of their single-linkage tree, so that like is beside like: the branches nearest
 * to one another are joined first, at the distance of their nearest members. `distance` is n × n, row-major.
 */
export function linkedOrder(distance: Float64Array, n: number): readonly number[] {
  const edges = spanningTree(distance, n).sort((a, b) => a.length - b.length);
  const branches = new Map(Array.from({length: n}, (_, i) => [i, {id: i, leaves: [i] as readonly number[]}]));
  for (const [step, {from, to}] of edges.entries()) {
    const [left, right] = [branches.get(from)!, branches.get(to)!].sort((a, b) => a.id - b.id);
    const joined = {id: n + step, leaves: [...left.leaves, ...right.leaves]};
    for (const leaf of joined.leaves) branches.set(leaf, joined);
  }
  return branches.get(0)!.leaves;
}

/** The n − 1 edges that connect all at the least length (Prim), which single linkage follows in order of length. */
function spanningTree(distance: Float64Array, n: number): {from: number; to: number; length: number}[] {
  const nearest = new Float64Array(n).fill(Infinity);
  const beside = new Uint32Array(n);
  const reached = new Set([0]);
  const edges: {from: number; to: number; length: number}[] = [];
  for (let last = 0; reached.size < n;) {
    let next = -1;
    for (let i = 0; i < n; ++i) {
      if (reached.has(i)) continue;
      if (distance[last * n + i] < nearest[i]) {
        nearest[i] = distance[last * n + i];
        beside[i] = last;
      }
      if (next < 0 || nearest[i] < nearest[next]) next = i;
    }
    edges.push({from: beside[next], to: next, length: nearest[next]});
    reached.add(next);
    last = next;
  }
  return edges;
}

function betweenColumns(direct: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; ++i)
    for (let j = 0; j < i; ++j) {
      let sum = 0;
      for (let k = 0; k < n; ++k) sum += (direct[k * n + i] - direct[k * n + j]) ** 2;
      out[i * n + j] = out[j * n + i] = Math.sqrt(sum);
    }
  return out;
}

/** The variance of assets held in inverse proportion to their variances. */
function varianceOf(assets: readonly number[], covariance: Float64Array, n: number): number {
  const parts = assets.map((i) => 1 / covariance[i * n + i]);
  const total = parts.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  for (const [a, i] of assets.entries())
    for (const [b, j] of assets.entries()) sum += (parts[a] / total) * (parts[b] / total) * covariance[i * n + j];
  return Math.max(0, sum);
}
