import type {TreeEnsemble} from "../../base/trees.js";
import type {Values} from "../columns.js";
import {checkShape, columnsOf} from "../columns.js";
import type {Cover} from "./paths.js";
import {pathsOf} from "./paths.js";
import {divide, playersOf} from "./players.js";
import {walker} from "./walker.js";

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
 * The Shapley values of the features in the raw values of samples × features, row-major: how a prediction is shared so
 * that what is shared out is all of its distance from the base, features that never matter get nothing, and those that
 * do the same get the same. A feature that is not known is taken as the training samples were: at its nodes the tree
 * goes both ways, by the part of the samples that went each (path-dependent TreeSHAP: Lundberg et al. 2020). Exact, in
 * a time that grows with leaves × depth and not with its square: see `Paths`.
 *
 * An encoding counts for the features that it is made of: one of a single feature is that feature, and what one of
 * several gets is divided equally among them. Throws where a tree does not know how many samples came to its leaves.
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
  const columns = seen.length / n;
  const values = new Float64Array(n * outputs * width);
  const base = Float64Array.from(ensemble.bias);
  for (const [i, tree] of trees.entries()) {
    const paths = pathsOf(tree, players.ofColumn, cover, `tree ${i}`);
    const factor = factorOf(ensemble, i % outputs);
    base[i % outputs] += factor * paths.expected;
    if (paths.nodes === 0) continue;
    const walk = walker(paths, factor);
    for (let row = 0; row < n; ++row) walk.share(seen, row * columns, values, (row * outputs + (i % outputs)) * width);
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
