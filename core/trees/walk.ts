import type {Values} from "./columns.js";
import type {FlatTrees} from "./flat.js";
import {goesRight} from "./flat.js";

/**
 * Adds every tree's leaf to the raw values of rows `from` up to `to`, samples × outputs: the tree i to output i mod
 * outputs. `at` is where in the values the first of these rows begins.
 */
export function sumLeaves(
  flat: FlatTrees,
  values: Values,
  width: number,
  at: number,
  raw: Float64Array,
  outputs: number,
  from: number,
  to: number
): void {
  const {roots, plain, value} = flat;
  for (let tree = 0; tree < roots.length; ++tree) {
    const walk = plain[tree] === 1 ? walkPlain : walkAny;
    for (let row = from, base = at, out = from * outputs + (tree % outputs); row < to; ++row) {
      raw[out] += value[~walk(flat, roots[tree], values, base)];
      base += width;
      out += outputs;
    }
  }
}

/** Writes every tree's leaf of rows `from` up to `to`, samples × trees. */
export function writeLeaves(
  flat: FlatTrees,
  values: Values,
  width: number,
  at: number,
  leaves: Int32Array,
  from: number,
  to: number
): void {
  const {roots, plain, firstLeaf} = flat;
  const trees = roots.length;
  for (let tree = 0; tree < trees; ++tree) {
    const walk = plain[tree] === 1 ? walkPlain : walkAny;
    for (let row = from, base = at; row < to; ++row) {
      leaves[row * trees + tree] = ~walk(flat, roots[tree], values, base) - firstLeaf[tree];
      base += width;
    }
  }
}

/** The ~leaf that a row comes to, in a tree of numbers whose zeros are values. */
function walkPlain(flat: FlatTrees, root: number, values: Values, base: number): number {
  const {feature, threshold, children, nanRight} = flat;
  let node = root;
  while (node >= 0) {
    const value = values[base + feature[node]];
    const right = Number.isNaN(value) ? nanRight[node] : value > threshold[node] ? 1 : 0;
    node = children[2 * node + right];
  }
  return node;
}

/** The ~leaf that a row comes to. */
function walkAny(flat: FlatTrees, root: number, values: Values, base: number): number {
  const {feature, threshold, children, decision, sets} = flat;
  let node = root;
  while (node >= 0)
    node =
      children[2 * node + (goesRight(values[base + feature[node]], decision[node], threshold[node], sets) ? 1 : 0)];
  return node;
}
