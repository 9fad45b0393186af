import type {TreeEnsemble} from "../../base/trees.js";
import {columnsOf} from "../columns.js";
import type {Paths} from "./paths.js";
import {pathsOf} from "./paths.js";
import {playersOf} from "./players.js";
import type {ShapOptions} from "./shapley.js";
import {factorOf} from "./shapley.js";
import {goesLeft} from "./walker.js";

/**
 * The mean raw value over all that the other features may be, where one or two features have the values of a grid:
 * outputs × grid, the second feature's values the faster. Found from the trees alone, without samples: where a node
 * decides by another feature, the tree goes both ways by the part of the training samples that went each (Friedman
 * 2001, 10.13.2; scikit-learn's `recursion`). An encoding is known where all the features that it is made of are.
 */
export function treeDependence(
  ensemble: TreeEnsemble,
  features: readonly [number] | readonly [number, number],
  grids: readonly Float64Array[],
  {cover}: ShapOptions = {}
): Float64Array {
  const {outputs, encodings = [], trees, bias} = ensemble;
  const k = ensemble.features.length;
  for (const feature of features)
    if (!(Number.isInteger(feature) && feature >= 0 && feature < k))
      throw new Error(`unknown feature: number ${feature}; there are ${k}`);
  if (grids.length !== features.length)
    throw new Error(`invalid grids: ${grids.length}; expected one for each of ${features.length} features`);
  const [first, second] = grids;
  const inner = second ? second.length : 1;
  const points = first.length * inner;
  const known = (column: number) =>
    column < k ? features.includes(column) : encodings[column - k].features.every((j) => features.includes(j));
  const rows = new Float64Array(points * k);
  for (let i = 0; i < points; ++i) {
    rows[i * k + features[0]] = first[Math.floor(i / inner)];
    if (features.length === 2) rows[i * k + features[1]] = second[i % inner];
  }
  const width = k + encodings.length;
  const seen = columnsOf(encodings, rows, k, 0, points, new Float64Array(points * width));
  const {ofColumn} = playersOf(ensemble);
  const out = new Float64Array(outputs * points);
  for (let i = 0; i < out.length; ++i) out[i] = bias[Math.floor(i / points)];
  for (const [i, tree] of trees.entries()) {
    const output = i % outputs;
    const factor = factorOf(ensemble, output);
    const answer = meanAnswer(pathsOf(tree, ofColumn, cover, `tree ${i}`), known);
    for (let point = 0; point < points; ++point) out[output * points + point] += factor * answer(seen, point * width);
  }
  return out;
}

/** What a tree answers where some columns are known. */
function meanAnswer(paths: Paths, known: (column: number) => boolean): (x: Float64Array, at: number) => number {
  const {nodes, column, left, right, part, value} = paths;
  const knows = Array.from(column, known);
  const means = value.slice();
  return (x, at) => {
    for (let node = nodes - 1; node >= 0; --node)
      means[node] = knows[node]
        ? means[goesLeft(paths, node, x, at) ? left[node] : right[node]]
        : part[left[node]] * means[left[node]] + part[right[node]] * means[right[node]];
    return means[0];
  };
}
