import type {Values} from "../columns.js";
import {goesRight} from "../flat.js";
import type {Paths} from "./paths.js";
import {Way} from "./paths.js";

/** Where a sample went at a node: left, right, or that it had left the way at the node's player before. */
export const Went = {lost: 0, left: 1, right: 2} as const;

/** Shares a tree's leaves for one sample after another. See `Paths` for P and B. */
export interface Walker {
  /** Adds the tree's part of a sample, whose values begin at `at`, to what each player got, from `out` on. */
  share(x: Values, at: number, into: Float64Array, out: number): void;
  /** Of the last sample: where it went at each node. */
  readonly went: Uint8Array;
  /** Nodes × quadrature: the weight of the quadrature × P. */
  readonly product: Float64Array;
  /** Places × quadrature: B. */
  readonly below: Float64Array;
}

/** What walks a tree whose values count `factor` times. */
export function walker(paths: Paths, factor: number): Walker {
  const {nodes, quadrature, player, earlier, before, inverse, left, right, part, value} = paths;
  const {nodes: t, weights} = quadrature;
  const size = t.length;
  const u = t.map((each) => 1 - each);
  const went = new Uint8Array(nodes);
  const kept = new Uint8Array(value.length);
  const product = new Float64Array(nodes * size);
  const below = new Float64Array(value.length * size);
  product.set(weights);
  for (let leaf = nodes; leaf < value.length; ++leaf) below.fill(factor * value[leaf], leaf * size, (leaf + 1) * size);

  const descend = (x: Values, at: number) => {
    for (let node = 0; node < nodes; ++node) {
      const a = left[node];
      const b = right[node];
      const from = node * size;
      if (earlier[node] >= 0 && kept[earlier[node]] === 0) {
        went[node] = Went.lost;
        kept[a] = kept[b] = 0;
        if (a < nodes) for (let q = 0, to = a * size; q < size; ++q) product[to + q] = product[from + q] * part[a];
        if (b < nodes) for (let q = 0, to = b * size; q < size; ++q) product[to + q] = product[from + q] * part[b];
        continue;
      }
      const goes = goesLeft(paths, node, x, at);
      const h = goes ? a : b;
      const c = goes ? b : a;
      went[node] = goes ? Went.left : Went.right;
      kept[h] = 1;
      kept[c] = 0;
      const zh = before[node] * part[h];
      const zc = before[node] * part[c];
      const first = earlier[node] < 0;
      if (h < nodes)
        for (let q = 0, to = h * size; q < size; ++q) {
          const kept = product[from + q] * (t[q] + u[q] * zh);
          product[to + q] = first ? kept : kept * inverse[from + q];
        }
      if (c < nodes)
        for (let q = 0, to = c * size; q < size; ++q) {
          const lost = product[from + q] * u[q] * zc;
          product[to + q] = first ? lost : lost * inverse[from + q];
        }
    }
  };

  const ascend = (into: Float64Array, out: number) => {
    for (let node = nodes - 1; node >= 0; --node) {
      const from = node * size;
      if (went[node] === Went.lost) {
        const a = left[node] * size;
        const b = right[node] * size;
        const pa = part[left[node]];
        const pb = part[right[node]];
        for (let q = 0; q < size; ++q) below[from + q] = pa * below[a + q] + pb * below[b + q];
        continue;
      }
      const goes = went[node] === Went.left;
      const h = (goes ? left[node] : right[node]) * size;
      const c = (goes ? right[node] : left[node]) * size;
      const zh = before[node] * part[goes ? left[node] : right[node]];
      const zc = before[node] * part[goes ? right[node] : left[node]];
      let got = 0;
      if (earlier[node] < 0)
        for (let q = 0; q < size; ++q) {
          const bh = below[h + q];
          const bc = below[c + q];
          got += product[from + q] * (bh - bc);
          below[from + q] = t[q] * bh + u[q] * (zh * bh + zc * bc);
        }
      else
        for (let q = 0; q < size; ++q) {
          const bh = below[h + q];
          const bc = below[c + q];
          const g = inverse[from + q];
          got += product[from + q] * g * g * (bh - bc);
          below[from + q] = g * (t[q] * bh + u[q] * (zh * bh + zc * bc));
        }
      into[out + player[node]] += zc * got;
    }
  };

  return {
    share(x, at, into, out) {
      descend(x, at);
      ascend(into, out);
    },
    went,
    product,
    below
  };
}

/** Whether a sample, whose values begin at `at`, goes left at a node. */
export function goesLeft(
  {way, column, threshold, decision, sets}: Paths,
  node: number,
  x: Values,
  at: number
): boolean {
  const value = x[at + column[node]];
  if (way[node] === Way.least) return value <= threshold[node];
  if (way[node] === Way.most) return !(value > threshold[node]);
  return !goesRight(value, decision[node], threshold[node], sets);
}
