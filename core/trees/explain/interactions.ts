import type {TreeEnsemble} from "../../base/trees.js";
import type {Values} from "../columns.js";
import {checkShape} from "../columns.js";
import type {Paths} from "./paths.js";
import {pathsOf} from "./paths.js";
import {dividePairs, playersOf} from "./players.js";
import type {ShapOptions} from "./shapley.js";
import {columnsSeen, factorOf} from "./shapley.js";
import type {Walker} from "./walker.js";
import {walker, Went} from "./walker.js";

/** What each pair of features added to each raw value. */
export interface Interactions {
  readonly base: Float64Array;
  /**
   * Samples × outputs × features × features, row-major and symmetric. A row sums to the feature's Shapley value: what
   * it does by itself stands on the diagonal, and half of what it does with each other beside it.
   */
  readonly values: Float64Array;
}

/**
 * The SHAP interaction values of samples × features, row-major (Lundberg et al. 2020): of each pair half its Shapley
 * interaction index (Grabisch and Roubens 1999), and on the diagonal what is left of the Shapley value. Their index is
 * the mean over t of the slope by both players: two nodes of one way, a above b, add
 *
 *     ∫ G_a · P_b · z₀ (1 − a) / f₀² · (B_h − B_c) dt,
 *
 * where G_a is what the slope by a's player makes of the product below it. So they take a time of the order of leaves ×
 * depth², and not as much again for every feature. Encodings count as in `shapValues`.
 */
export function shapInteractions(
  ensemble: TreeEnsemble,
  x: Values,
  shape: readonly [n: number, k: number],
  {cover}: ShapOptions = {}
): Interactions {
  checkShape(ensemble, x, shape);
  const [n, k] = shape;
  const {outputs, trees} = ensemble;
  const players = playersOf(ensemble);
  const width = players.features.length;
  const seen = columnsSeen(ensemble, x, shape);
  const columns = seen.length / n;
  const alone = new Float64Array(n * outputs * width);
  const pairs = new Float64Array(n * outputs * width * width);
  const base = Float64Array.from(ensemble.bias);
  for (const [i, tree] of trees.entries()) {
    const paths = pathsOf(tree, players.ofColumn, cover, `tree ${i}`);
    const factor = factorOf(ensemble, i % outputs);
    base[i % outputs] += factor * paths.expected;
    if (paths.nodes === 0) continue;
    const walk = walker(paths, factor);
    const pair = pairing(paths, walk);
    for (let row = 0, block = i % outputs; row < n; ++row, block += outputs) {
      walk.share(seen, row * columns, alone, block * width);
      pair(pairs, block * width * width, width);
    }
  }
  for (let at = 0; at < alone.length; ++at) {
    const j = at % width;
    const row = at * width;
    let others = 0;
    for (let i = 0; i < width; ++i) if (i !== j) others += pairs[row + i];
    pairs[row + j] = alone[at] - others;
  }
  return {base, values: dividePairs(pairs, players, k)};
}

/** What adds what pairs of nodes got, of the sample that was walked last, to players × players from `out` on. */
function pairing(paths: Paths, {went, product, below}: Walker) {
  const {nodes, quadrature, player, before, inverse, left, right, last, part} = paths;
  const t = quadrature.nodes;
  const size = t.length;
  const slope = new Float64Array(nodes * size);
  const gain = new Float64Array(size);
  return (into: Float64Array, out: number, width: number) => {
    for (let node = 0; node < nodes; ++node) {
      if (went[node] === Went.lost) continue;
      const goes = went[node] === Went.left;
      const h = goes ? left[node] : right[node];
      const c = goes ? right[node] : left[node];
      const zc = before[node] * part[c];
      for (let q = 0, at = node * size; q < size; ++q, ++at)
        slope[at] = product[at] * inverse[at] * inverse[at] * zc * (below[h * size + q] - below[c * size + q]);
    }
    for (let node = 0; node < nodes; ++node) {
      if (went[node] === Went.lost) continue;
      const goes = went[node] === Went.left;
      const h = goes ? left[node] : right[node];
      const c = goes ? right[node] : left[node];
      const from = node * size;
      const zh = before[node] * part[h];
      const zc = before[node] * part[c];
      for (const place of [h, c]) {
        if (place >= nodes) continue;
        for (let q = 0; q < size; ++q)
          gain[q] = place === h ? (zc * inverse[from + q]) / (t[q] + (1 - t[q]) * zh) : -inverse[from + q] / (1 - t[q]);
        const i = player[node];
        for (let other = place; other <= last[place]; ++other) {
          const j = player[other];
          if (j === i || went[other] === Went.lost) continue;
          let got = 0;
          for (let q = 0, at = other * size; q < size; ++q, ++at) got += gain[q] * slope[at];
          into[out + i * width + j] += got / 2;
          into[out + j * width + i] += got / 2;
        }
      }
    }
  };
}
