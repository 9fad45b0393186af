import type {Encoding, Tree, TreeEnsemble} from "../base/trees.js";
import type {Values} from "./columns.js";
import {checkShape, columnsOf} from "./columns.js";
import type {FlatTrees} from "./flat.js";
import {flatten} from "./flat.js";
import {transformRaw} from "./transform.js";
import type {Block} from "./walk.js";
import {walk} from "./walk.js";

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
  for (const {block, from, to} of blocks(ensemble.encodings ?? [], x, shape)) {
    for (let tree = 0; tree < trees.length; ++tree) {
      walk(flat, tree, block, to - from);
      addLeaves(flat.value, block.at, to - from, raw, from * outputs + (tree % outputs), outputs);
    }
  }
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
  const count = ensemble.trees.length;
  for (const {block, from, to} of blocks(ensemble.encodings ?? [], x, shape))
    for (let tree = 0; tree < count; ++tree) {
      walk(flat, tree, block, to - from);
      const first = flat.leaves[tree] >> 2;
      for (let row = from; row < to; ++row) leaves[row * count + tree] = block.at[row - from] - first;
    }
  return leaves;
}

/** Adds the values of the leaves at which rows arrived to every `step`-th number from `start` on. */
function addLeaves(
  value: Float64Array,
  at: Int32Array,
  rows: number,
  into: Float64Array,
  start: number,
  step: number
): void {
  for (let row = 0, out = start; row < rows; ++row, out += step) into[out] += value[at[row]];
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

/** Samples in blocks, one after another in the same memory, as the trees see them. */
function* blocks(
  encodings: readonly Encoding[],
  x: Values,
  [n, k]: readonly [number, number]
): Generator<{readonly block: Block; readonly from: number; readonly to: number}> {
  const width = k + encodings.length;
  const rows = 4 * Math.max(1, Math.floor(blockValues / Math.max(1, 4 * width)));
  const block: Block = {values: new Float64Array(rows * width), width, missing: false, at: new Int32Array(rows)};
  for (let from = 0; from < n; from += rows) {
    const to = Math.min(n, from + rows);
    if (encodings.length > 0) columnsOf(encodings, x, k, from, to, block.values);
    else block.values.set(x.subarray(from * k, to * k));
    block.missing = hasMissing(block.values, (to - from) * width);
    yield {block, from, to};
  }
}

function hasMissing(values: Float64Array, count: number): boolean {
  let missing = 0;
  for (let i = 0; i < count; ++i) missing |= +(values[i] !== values[i]);
  return missing === 1;
}
