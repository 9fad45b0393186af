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
  const {nodes, quadrature, value} = paths;
  const {nodes: t, weights} = quadrature;
  const size = t.length;
  const u = t.map((each) => 1 - each);
  const went = new Uint8Array(nodes);
  const kept = new Uint8Array(value.length);
  const product = new Float64Array(nodes * size);
  const below = new Float64Array(value.length * size);
  product.set(weights);
  for (let leaf = nodes; leaf < value.length; ++leaf) below.fill(factor * value[leaf], leaf * size, (leaf + 1) * size);

  // The tables are handed on as arguments: a compiled function reads those faster than what it closes over.
  return {
    share(x, at, into, out) {
      descend(paths, x, at, u, went, kept, product);
      ascend(paths, into, out, u, went, product, below);
    },
    went,
    product,
    below
  };
}

/** Goes down a tree: where the sample goes at each node, and P. */
function descend(
  paths: Paths,
  x: Values,
  at: number,
  u: Float64Array,
  went: Uint8Array,
  kept: Uint8Array,
  product: Float64Array
): void {
  const {nodes, earlier, before, inverse, left, right, part} = paths;
  const size = u.length;
  for (let node = 0; node < nodes; ++node) {
    const a = left[node];
    const b = right[node];
    const from = node * size;
    const first = earlier[node] < 0;
    if (!first && kept[earlier[node]] === 0) {
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
    if (h < nodes) {
      const to = h * size;
      if (first) for (let q = 0; q < size; ++q) product[to + q] = product[from + q] * (1 - u[q] * (1 - zh));
      else
        for (let q = 0; q < size; ++q) product[to + q] = product[from + q] * inverse[from + q] * (1 - u[q] * (1 - zh));
    }
    if (c < nodes) {
      const to = c * size;
      if (first) for (let q = 0; q < size; ++q) product[to + q] = product[from + q] * u[q] * zc;
      else for (let q = 0; q < size; ++q) product[to + q] = product[from + q] * inverse[from + q] * u[q] * zc;
    }
  }
}

/** Comes back up: B, and what each node adds to its player. */
function ascend(
  paths: Paths,
  into: Float64Array,
  out: number,
  u: Float64Array,
  went: Uint8Array,
  product: Float64Array,
  below: Float64Array
): void {
  const {nodes, player, earlier, before, inverse, left, right, part} = paths;
  const size = u.length;
  for (let node = nodes - 1; node >= 0; --node) {
    const from = node * size;
    const a = left[node];
    const b = right[node];
    if (went[node] === Went.lost) {
      const toA = a * size;
      const toB = b * size;
      for (let q = 0; q < size; ++q) below[from + q] = part[a] * below[toA + q] + part[b] * below[toB + q];
      continue;
    }
    const goes = went[node] === Went.left;
    const h = (goes ? a : b) * size;
    const c = (goes ? b : a) * size;
    // B is B_h less what is lost where the player is not known and the sample would go the other way.
    const z = before[node];
    const zc = z * part[goes ? b : a];
    let got = 0;
    if (earlier[node] < 0)
      for (let q = 0; q < size; ++q) {
        const bh = below[h + q];
        const apart = bh - below[c + q];
        got += product[from + q] * apart;
        below[from + q] = bh - u[q] * zc * apart;
      }
    else
      for (let q = 0; q < size; ++q) {
        const bh = below[h + q];
        const apart = bh - below[c + q];
        const g = inverse[from + q];
        got += product[from + q] * g * g * apart;
        below[from + q] = bh - g * u[q] * zc * apart;
      }
    into[out + player[node]] += zc * got;
  }
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
