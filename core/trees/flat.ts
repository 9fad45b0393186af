import type {Tree} from "../base/trees.js";
import {Decision} from "../base/trees.js";

/** Zeros to a node whose missing values are zeros: the single-precision number next to 1e-35, as in LightGBM. */
export const zeroThreshold = Math.fround(1e-35);

/**
 * Trees as one set of arrays. Nodes are numbered through in steps of four, each tree's leaves after its nodes: a leaf is a
 * node that follows itself, so that rows can go on together until the last of them has arrived.
 */
export interface FlatTrees {
  /** Where each tree begins, and where its leaves do. */
  readonly roots: Int32Array;
  readonly leaves: Int32Array;
  /** Four numbers a node: its column, what follows to the left and to the right, and where NaN goes, 1 for the right. */
  readonly nodes: Int32Array;
  /** One a node: its threshold, Infinity at leaves. */
  readonly threshold: Float64Array;
  readonly decision: Uint8Array;
  /** One a node: the leaf's value, 0 at others. */
  readonly value: Float64Array;
  /** Trees without categories and without zeros that are missing: they need no look at a node's decision. */
  readonly plain: Uint8Array;
  /** Every tree's sets of categories, those of one tree after another; a node's threshold is the place of its own. */
  readonly sets: readonly Uint32Array[];
}

/** Puts trees together. */
export function flatten(trees: readonly Tree[]): FlatTrees {
  const count = trees.reduce((sum, tree) => sum + tree.feature.length + tree.value.length, 0);
  const nodes = new Int32Array(4 * count);
  const threshold = new Float64Array(count).fill(Infinity);
  const decision = new Uint8Array(count);
  const value = new Float64Array(count);
  const roots = new Int32Array(trees.length);
  const leaves = new Int32Array(trees.length);
  const plain = new Uint8Array(trees.length);
  const sets: Uint32Array[] = [];
  let at = 0;
  for (const [i, tree] of trees.entries()) {
    const inner = tree.feature.length;
    const first = at + inner;
    roots[i] = 4 * at;
    leaves[i] = 4 * first;
    plain[i] = tree.decision.every((bits) => (bits & (Decision.categorical | Decision.zeroMissing)) === 0) ? 1 : 0;
    for (let j = 0; j < inner; ++j) {
      const bits = tree.decision[j];
      nodes[4 * (at + j)] = tree.feature[j];
      for (const [side, next] of [tree.left[j], tree.right[j]].entries())
        nodes[4 * (at + j) + 1 + side] = 4 * (next < 0 ? first + ~next : at + next);
      nodes[4 * (at + j) + 3] = nanGoesRight(bits, tree.threshold[j]) ? 1 : 0;
      threshold[at + j] = tree.threshold[j] + ((bits & Decision.categorical) !== 0 ? sets.length : 0);
      decision[at + j] = bits;
    }
    for (let j = first; j < first + tree.value.length; ++j) nodes[4 * j + 1] = nodes[4 * j + 2] = 4 * j;
    value.set(tree.value, first);
    if (tree.sets) for (const set of tree.sets) sets.push(set);
    at = first + tree.value.length;
  }
  return {roots, leaves, nodes, threshold, decision, value, plain, sets};
}

/** Whether NaN goes right at a node: as missing where it is, else as 0. */
export function nanGoesRight(decision: number, threshold: number): boolean {
  if ((decision & Decision.categorical) !== 0) return true;
  const missing = (decision & Decision.nanMissing) !== 0;
  const zero = (decision & Decision.zeroMissing) !== 0;
  return missing || zero ? (decision & Decision.defaultLeft) === 0 : threshold < 0;
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
