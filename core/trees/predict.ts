import type {Encoding, Tree, TreeEnsemble} from "../base/trees.js";
import type {Values} from "./columns.js";
import {checkShape, columnsOf} from "./columns.js";
import type {FlatTrees} from "./flat.js";
import {flatten} from "./flat.js";
import {transformRaw} from "./transform.js";
import {sumLeaves, writeLeaves} from "./walk.js";

export {transformRaw} from "./transform.js";

/** How many values of samples are walked through all trees before the next: they and the trees stay in the cache. */
const blockValues = 2048;

/**
 * The raw values of samples × features, row-major: samples × outputs (see `TreeEnsemble`). Trees are summed in their
 * order, so that the bits do not depend on what other samples are given. Throws where the samples have another number of
 * features.
 */
export function predictRaw(ensemble: TreeEnsemble, x: Values, shape: readonly [n: number, k: number]): Float64Array {
  checkShape(ensemble, x, shape);
  const {bias, scale = 1, average, outputs, trees} = ensemble;
  const raw = new Float64Array(shape[0] * outputs);
  const flat = flatOf(ensemble);
  blocks(ensemble.encodings ?? [], x, shape, (values, width, at, from, to) => {
    sumLeaves(flat, values, width, at, raw, outputs, from, to);
  });
  for (let j = 0; j < outputs; ++j) {
    const count = average ? Math.max(1, Math.ceil((trees.length - j) / outputs)) : 1;
    for (let i = j; i < raw.length; i += outputs) raw[i] = bias[j] + (scale * raw[i]) / count;
  }
  return raw;
}

/** The predictions of samples × features, row-major: samples × outputs. Throws as `predictRaw` does. */
export function predictTrees(ensemble: TreeEnsemble, x: Values, shape: readonly [n: number, k: number]): Float64Array {
  return transformRaw(ensemble, predictRaw(ensemble, x, shape));
}

/** Adds `scale` times each sample's leaf of one tree to `into`, samples × `outputs`, at output `output`. */
export function addTree(
  tree: Tree,
  x: Values,
  [n, k]: readonly [n: number, k: number],
  into: Float64Array,
  {output = 0, outputs = 1, scale = 1}: {output?: number; outputs?: number; scale?: number} = {}
): void {
  const leaves = leavesOf({trees: [tree]}, x, [n, k]);
  const {value} = tree;
  for (let i = 0; i < n; ++i) into[i * outputs + output] += scale * value[leaves[i]];
}

/**
 * The leaf of each tree that samples come to: samples × trees, row-major. The encodings are needed where trees have them.
 */
export function leavesOf(
  ensemble: Pick<TreeEnsemble, "trees" | "encodings">,
  x: Values,
  shape: readonly [n: number, k: number]
): Int32Array {
  const leaves = new Int32Array(shape[0] * ensemble.trees.length);
  const flat = flatOf(ensemble);
  blocks(ensemble.encodings ?? [], x, shape, (values, width, at, from, to) => {
    writeLeaves(flat, values, width, at, leaves, from, to);
  });
  return leaves;
}

const flats = new WeakMap<object, {trees: readonly Tree[]; flat: FlatTrees}>();

/** An ensemble's trees put together, once while they are the same; what is in a tree must not change. */
function flatOf(ensemble: Pick<TreeEnsemble, "trees">): FlatTrees {
  const {trees} = ensemble;
  const known = flats.get(ensemble);
  if (known?.trees.length === trees.length && known.trees.every((tree, i) => tree === trees[i])) return known.flat;
  const flat = flatten(trees);
  flats.set(ensemble, {trees: [...trees], flat});
  return flat;
}

/** Calls for block after block of rows with what the trees see of them, and where in it the first of them begins. */
function blocks(
  encodings: readonly Encoding[],
  x: Values,
  [n, k]: readonly [number, number],
  each: (values: Values, width: number, at: number, from: number, to: number) => void
): void {
  const width = k + encodings.length;
  const rows = Math.max(1, Math.floor(blockValues / Math.max(1, width)));
  const made = encodings.length > 0 ? new Float64Array(rows * width) : null;
  for (let from = 0; from < n; from += rows) {
    const to = Math.min(n, from + rows);
    if (made) each(columnsOf(encodings, x, k, from, to, made), width, 0, from, to);
    else each(x, width, from * width, from, to);
  }
}
