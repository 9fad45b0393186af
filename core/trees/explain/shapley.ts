import type {TreeEnsemble} from "../../base/trees.js";
import type {Values} from "../columns.js";
import {checkShape, columnsOf} from "../columns.js";
import {goesRight} from "../flat.js";
import type {Cover, Paths} from "./paths.js";
import {pathsOf, Way} from "./paths.js";
import {divide, playersOf} from "./players.js";

/** What each feature added to each raw value. */
export interface Attribution {
  /** What the trees answer where no feature is known, of each output. */
  readonly base: Float64Array;
  /** Samples × outputs × features, row-major. With the base they sum to the raw value. */
  readonly values: Float64Array;
}

export interface ShapOptions {
  /** What parts of the samples are measured by: counts where the trees know them, else weights. */
  readonly cover?: Cover;
}

/**
 * The Shapley values of the features in the raw values of samples × features, row-major: how a prediction is shared so that
 * what is shared out is all of its distance from the base, features that never matter get nothing, and those that do the same get
 * the same. A feature that is not known is taken as the training samples were: at its nodes the tree goes both ways, by the part of the
 * samples that went each (path-dependent TreeSHAP: Lundberg et al. 2020). Exact, in a time that grows with leaves ×
 * depth and not with its square: see `Paths`.
 *
 * An encoding counts for the features that it is made of: one of a single feature is that feature, and what one of several gets is
 * divided equally among them. Throws where a tree does not know how many samples came to its leaves.
 */
export function shapValues(
  ensemble: TreeEnsemble,
  x: Values,
  shape: readonly [n: number, k: number],
  {cover}: ShapOptions = {}
): Attribution {
  checkShape(ensemble, x, shape);
  const [n, k] = shape;
  const {outputs, trees} = ensemble;
  const players = playersOf(ensemble);
  const width = players.features.length;
  const seen = columnsSeen(ensemble, x, shape);
  const values = new Float64Array(n * outputs * width);
  const base = Float64Array.from(ensemble.bias);
  for (const [i, tree] of trees.entries()) {
    const paths = pathsOf(tree, players.ofColumn, cover, `tree ${i}`);
    const factor = factorOf(ensemble, i % outputs);
    base[i % outputs] += factor * paths.expected;
    if (paths.nodes > 0)
      share(paths, seen, n, factor, values, outputs * width, (i % outputs) * width);
  }
  return {base, values: divide(values, players, k)};
}

/** What a leaf of a tree counts for in its output. */
export function factorOf({scale = 1, average, outputs, trees}: TreeEnsemble, output: number): number {
  return average ? scale / Math.ceil((trees.length - output) / outputs) : scale;
}

/** What trees see of samples: their values and, where there are encodings, these. */
export function columnsSeen(ensemble: TreeEnsemble, x: Values, [n, k]: readonly [number, number]): Values {
  const encodings = ensemble.encodings ?? [];
  return encodings.length === 0 ? x : columnsOf(encodings, x, k, 0, n, new Float64Array(n * (k + encodings.length)));
}

/** Whether a sample, whose values begin at `at`, goes left at a node. */
export function goesLeft({way, column, threshold, decision, sets}: Paths, node: number, x: Values, at: number): boolean {
  const value = x[at + column[node]];
  if (way[node] === Way.least) return value <= threshold[node];
  if (way[node] === Way.most) return !(value > threshold[node]);
  return !goesRight(value, decision[node], threshold[node], sets);
}

/** Adds a tree's part of each sample's values, of which one sample's are `stride` apart and begin at `offset`. */
function share(
  paths: Paths,
  x: Values,
  n: number,
  factor: number,
  into: Float64Array,
  stride: number,
  offset: number
): void {
  const {nodes, quadrature, player, earlier, left, right, part, value} = paths;
  const {keepFactor, leaveFactor, keepSlope, leaveSlope} = paths;
  const size = quadrature.weights.length;
  const columns = x.length / n;
  const kept = new Uint8Array(value.length).fill(1);
  const product = new Float64Array(value.length * size);
  const sums = new Float64Array(value.length * size);
  const state = new Uint8Array(nodes);
  for (let q = 0; q < size; ++q) product[q] = quadrature.weights[q] * factor;
  for (let row = 0, at = 0, out = offset; row < n; ++row, at += columns, out += stride) {
    for (let node = 0; node < nodes; ++node) {
      const [a, b] = [left[node], right[node]];
      const from = node * size;
      const [toLeft, toRight] = [a * size, b * size];
      if (earlier[node] >= 0 && kept[earlier[node]] === 0) {
        state[node] = 0;
        kept[a] = kept[b] = 0;
        for (let q = 0; q < size; ++q) {
          product[toLeft + q] = product[from + q] * part[a];
          product[toRight + q] = product[from + q] * part[b];
        }
      } else if (goesLeft(paths, node, x, at)) {
        state[node] = 1;
        kept[a] = 1;
        kept[b] = 0;
        for (let q = 0; q < size; ++q) {
          product[toLeft + q] = product[from + q] * keepFactor[toLeft + q];
          product[toRight + q] = product[from + q] * leaveFactor[toRight + q];
        }
      } else {
        state[node] = 2;
        kept[a] = 0;
        kept[b] = 1;
        for (let q = 0; q < size; ++q) {
          product[toLeft + q] = product[from + q] * leaveFactor[toLeft + q];
          product[toRight + q] = product[from + q] * keepFactor[toRight + q];
        }
      }
    }
    for (let leaf = nodes, p = nodes * size; leaf < value.length; ++leaf)
      for (let q = 0; q < size; ++q, ++p) sums[p] = product[p] * value[leaf];
    for (let node = nodes - 1; node >= 0; --node) {
      const from = node * size;
      const [toLeft, toRight] = [left[node] * size, right[node] * size];
      const [slopeLeft, slopeRight] = state[node] === 1 ? [keepSlope, leaveSlope] : [leaveSlope, keepSlope];
      let got = 0;
      for (let q = 0; q < size; ++q) {
        const [l, r] = [sums[toLeft + q], sums[toRight + q]];
        sums[from + q] = l + r;
        got += l * slopeLeft[toLeft + q] + r * slopeRight[toRight + q];
      }
      if (state[node] !== 0) into[out + player[node]] += got;
    }
  }
}
