import type {Tree} from "../base/trees.js";
import {Decision} from "../base/trees.js";

/** Zeros to a node whose missing values are zeros: the single-precision number next to 1e-35, as in LightGBM. */
export const zeroThreshold = Math.fround(1e-35);

/** Trees as one set of arrays, whose nodes and leaves are numbered through. */
export interface FlatTrees {
  /** Where each tree begins: its root, or ~leaf where it is one leaf. */
  readonly roots: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  /** Two a node: what follows to the left, and to the right. A node, or ~leaf. */
  readonly children: Int32Array;
  readonly decision: Uint8Array;
  /** Where NaN goes at a node of a number: 0 left, 1 right. */
  readonly nanRight: Uint8Array;
  readonly value: Float64Array;
  /** The number that each tree's first leaf has. */
  readonly firstLeaf: Int32Array;
  /** Trees without categories and without zeros that are missing: they need no look at a node's decision. */
  readonly plain: Uint8Array;
  /** Every tree's sets of categories, those of one tree after another; a node's threshold is the place of its own. */
  readonly sets: readonly Uint32Array[];
}

/** Puts trees together. */
export function flatten(trees: readonly Tree[]): FlatTrees {
  let nodes = 0;
  let leaves = 0;
  for (const tree of trees) {
    nodes += tree.feature.length;
    leaves += tree.value.length;
  }
  const flat = {
    roots: new Int32Array(trees.length),
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    children: new Int32Array(2 * nodes),
    decision: new Uint8Array(nodes),
    nanRight: new Uint8Array(nodes),
    value: new Float64Array(leaves),
    firstLeaf: new Int32Array(trees.length),
    plain: new Uint8Array(trees.length)
  };
  const sets: Uint32Array[] = [];
  let node = 0;
  let leaf = 0;
  for (const [i, tree] of trees.entries()) {
    const {feature, threshold, left, right, decision, value} = tree;
    const follow = (next: number) => (next < 0 ? ~(leaf + ~next) : node + next);
    flat.roots[i] = feature.length === 0 ? ~leaf : node;
    flat.firstLeaf[i] = leaf;
    flat.value.set(value, leaf);
    flat.feature.set(feature, node);
    flat.threshold.set(threshold, node);
    flat.decision.set(decision, node);
    flat.plain[i] = decision.every((bits) => (bits & (Decision.categorical | Decision.zeroMissing)) === 0) ? 1 : 0;
    for (let j = 0; j < feature.length; ++j) {
      flat.children[2 * (node + j)] = follow(left[j]);
      flat.children[2 * (node + j) + 1] = follow(right[j]);
      flat.nanRight[node + j] = nanGoesRight(decision[j], threshold[j]) ? 1 : 0;
      if ((decision[j] & Decision.categorical) !== 0) flat.threshold[node + j] += sets.length;
    }
    if (tree.sets) for (const set of tree.sets) sets.push(set);
    node += feature.length;
    leaf += value.length;
  }
  return {...flat, sets};
}

/** Whether NaN goes right at a node: as missing where it is, else as 0. */
export function nanGoesRight(decision: number, threshold: number): boolean {
  if ((decision & Decision.categorical) !== 0) return true;
  const missing = (decision & (Decision.nanMissing | Decision.zeroMissing)) !== 0;
  return missing ? (decision & Decision.defaultLeft) === 0 : threshold < 0;
}

/** Whether a value goes right at a node. */
export function goesRight(value: number, decision: number, threshold: number, sets: readonly Uint32Array[]): boolean {
  if (Number.isNaN(value)) return nanGoesRight(decision, threshold);
  if ((decision & Decision.categorical) !== 0) return !isMember(sets[threshold], value);
  if ((decision & Decision.zeroMissing) !== 0 && value >= -zeroThreshold && value <= zeroThreshold)
    return (decision & Decision.defaultLeft) === 0;
  return value > threshold;
}

/** Whether a value, cut to an integer, is a member of a set of categories. */
export function isMember(set: Uint32Array, value: number): boolean {
  const category = Math.trunc(value);
  return category >= 0 && category < 32 * set.length && ((set[category >>> 5] >>> (category & 31)) & 1) === 1;
}
