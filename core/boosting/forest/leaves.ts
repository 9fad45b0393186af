import type {Tree} from "../../base/trees.js";

/** A tree that was cut back, and which of its leaves each of the old ones is in. */
export interface Cut {
  readonly tree: Tree;
  readonly leafOf: Uint32Array;
}

/** How many different samples of those that are in the bootstrap came to each node. */
export function countsIn(tree: Tree, leaf: ArrayLike<number>, times: ArrayLike<number> | undefined): Float64Array {
  const leaves = new Float64Array(tree.value.length);
  for (let i = 0; i < leaf.length; ++i) if (!times || times[i] > 0) ++leaves[leaf[i]];
  const counts = new Float64Array(tree.feature.length);
  // A node is numbered before those that follow it.
  for (let node = counts.length - 1; node >= 0; --node)
    for (const next of [tree.left[node], tree.right[node]]) counts[node] += next < 0 ? leaves[~next] : counts[next];
  return counts;
}

/**
 * Makes leaves of nodes that fewer than `least` samples came to, `counts` by node: the tree that would have grown had
 * they not been split. Without counts it is left as it is.
 */
export function cutBack(tree: Tree, counts: Float64Array | undefined, least: number): Cut {
  const {nodeCount, feature} = tree;
  const kept: number[] = [];
  const leafOf = new Uint32Array(feature.length + 1);
  if (!counts || counts.every((count) => count >= least)) return {tree, leafOf: leafOf.map((_, leaf) => leaf)};
  const left: number[] = [];
  const right: number[] = [];
  const leaves: {readonly place: number; readonly isLeaf: boolean}[] = [];
  const place = (old: number): number => {
    if (old >= 0 && counts[old] >= least) {
      const node = kept.push(old) - 1;
      left.push(0);
      right.push(0);
      left[node] = place(tree.left[old]);
      right[node] = place(tree.right[old]);
      return node;
    }
    const leaf = leaves.push({place: old < 0 ? ~old : old, isLeaf: old < 0}) - 1;
    for (const each of leavesBelow(tree, old)) leafOf[each] = leaf;
    return ~leaf;
  };
  place(0);
  const ofNodes = (values: Float64Array) => Float64Array.from(kept, (node) => values[node]);
  const ofLeaves = (atLeaf?: Float64Array, atNode?: Float64Array) =>
    Float64Array.from(leaves, (leaf) => (leaf.isLeaf ? atLeaf : atNode)?.[leaf.place] ?? NaN);
  return {
    leafOf,
    tree: {
      feature: Int32Array.from(kept, (node) => tree.feature[node]),
      threshold: ofNodes(tree.threshold),
      left: Int32Array.from(left),
      right: Int32Array.from(right),
      decision: Uint8Array.from(kept, (node) => tree.decision[node]),
      ...(tree.sets && {sets: tree.sets}),
      value: ofLeaves(tree.value, tree.nodeValue),
      ...(tree.gain && {gain: ofNodes(tree.gain)}),
      ...(nodeCount && {nodeCount: ofNodes(nodeCount)}),
      ...(nodeCount && tree.leafCount && {leafCount: ofLeaves(tree.leafCount, nodeCount)}),
      ...(tree.nodeWeight && {nodeWeight: ofNodes(tree.nodeWeight)}),
      ...(tree.leafWeight && tree.nodeWeight && {leafWeight: ofLeaves(tree.leafWeight, tree.nodeWeight)}),
      ...(tree.nodeValue && {nodeValue: ofNodes(tree.nodeValue)})
    }
  };
}

function leavesBelow(tree: Tree, from: number): number[] {
  const found: number[] = [];
  const open = [from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next < 0) found.push(~next);
    else open.push(tree.left[next], tree.right[next]);
  }
  return found;
}

/**
 * The tree with the mean of what its samples have in each leaf, and in each node: Σ m·v·y / Σ m·v, where `times` is how
 * often a sample counts and `weight` how much. The grower's own values are of rounded numbers.
 */
export function withMeans(
  tree: Tree,
  leaf: ArrayLike<number>,
  y: Float64Array,
  times: ArrayLike<number> | undefined,
  weight: Float64Array | undefined
): Tree {
  const leaves = tree.value.length;
  const nodes = tree.feature.length;
  const sums = new Float64Array(leaves + nodes);
  const weights = new Float64Array(leaves + nodes);
  for (let i = 0; i < y.length; ++i) {
    const v = (times ? times[i] : 1) * (weight ? weight[i] : 1);
    if (v === 0) continue;
    sums[leaf[i]] += v * y[i];
    weights[leaf[i]] += v;
  }
  // A node is numbered before those that follow it.
  for (let node = nodes - 1; node >= 0; --node)
    for (const next of [tree.left[node], tree.right[node]]) {
      const place = next < 0 ? ~next : leaves + next;
      sums[leaves + node] += sums[place];
      weights[leaves + node] += weights[place];
    }
  const root = nodes > 0 ? leaves : 0;
  const mean = (place: number) => (weights[place] > 0 ? sums[place] / weights[place] : sums[root] / weights[root]);
  return {
    ...tree,
    value: Float64Array.from({length: leaves}, (_, place) => mean(place)),
    nodeValue: Float64Array.from({length: nodes}, (_, node) => mean(leaves + node))
  };
}
