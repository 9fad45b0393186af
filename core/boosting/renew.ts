import type {Tree} from "../base/trees.js";
import {Decision} from "../base/trees.js";

/**
 * The values of a tree's leaves, computed anew from their samples by `renew`: what an objective does whose derivatives do
 * not tell them. Where features are monotone, the leaves below a split of one are kept on their sides of the middle
 * between what both sides would answer as leaves, each within what it may answer itself; a side without weight has none
 * of its own, and the other's is the middle. So the order of growth holds for the new values too.
 *
 * @param rowsOf the samples of a leaf
 * @param renew the value of samples, NaN where they have no weight; such a leaf, and one without samples, keeps its value
 * @param monotone of each feature: 1 rising, −1 falling, 0 free
 */
export function renewedLeaves(
  tree: Tree,
  rowsOf: (leaf: number) => Uint32Array,
  renew: (rows: Uint32Array) => number,
  monotone?: Int8Array
): Float64Array {
  const {feature, left, right, decision, value} = tree;
  const leaves = value.length;
  const valueOf = (rows: Uint32Array) => (rows.length > 0 ? renew(rows) : NaN);
  const low = new Float64Array(leaves + feature.length).fill(-Infinity);
  const high = new Float64Array(leaves + feature.length).fill(Infinity);
  const place = (next: number) => (next < 0 ? ~next : leaves + next);
  // A node is numbered before those that follow it.
  for (const [node, column] of feature.entries()) {
    const [a, b, own] = [place(left[node]), place(right[node]), leaves + node];
    low[a] = low[b] = low[own];
    high[a] = high[b] = high[own];
    const sign = (decision[node] & Decision.categorical) === 0 ? (monotone?.[column] ?? 0) : 0;
    if (sign === 0) continue;
    const sides = [left[node], right[node]].map((side) => valueOf(rowsBelow(tree, side, rowsOf)));
    const known = sides.filter((side) => !Number.isNaN(side)).map((side) => within(side, low[own], high[own]));
    const middle =
      known.length > 0 ? known.reduce((sum, side) => sum + side) / known.length : within(0, low[own], high[own]);
    high[sign > 0 ? a : b] = middle;
    low[sign > 0 ? b : a] = middle;
  }
  return Float64Array.from(value, (old, leaf) => {
    const fresh = valueOf(rowsOf(leaf));
    return within(Number.isNaN(fresh) ? old : fresh, low[leaf], high[leaf]);
  });
}

function within(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** The samples of the leaves below a node, or of a leaf. */
function rowsBelow({left, right}: Tree, from: number, rowsOf: (leaf: number) => Uint32Array): Uint32Array {
  const parts: Uint32Array[] = [];
  const open = [from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next < 0) parts.push(rowsOf(~next));
    else open.push(right[next], left[next]);
  }
  const rows = new Uint32Array(parts.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    rows.set(part, at);
    at += part.length;
  }
  return rows;
}
