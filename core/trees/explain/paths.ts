import type {Tree} from "../../base/trees.js";
import {Decision} from "../../base/trees.js";
import {nanGoesRight} from "../flat.js";
import type {Quadrature} from "./quadrature.js";
import {gaussLegendre} from "./quadrature.js";

/** What says which part of the samples goes which way: how many they are, or the sums of their second derivatives. */
export type Cover = "count" | "weight";

/** How a node decides about a value. */
export const Way = {
  /** Left where value ≤ threshold: NaN goes right. */
  least: 0,
  /** Left unless value > threshold: NaN goes left. */
  most: 1,
  /** By category, or where zeros are missing. */
  other: 2
} as const;

/**
 * A tree made ready to share its leaves among players.
 *
 * Its places are the inner nodes from the root down, each before its children, then the leaves. Let t be the chance
 * with which each player is known. On its way down to a place, the tree's answer is the product over the players on the
 * way of
 *
 *     f = t · o + (1 − t) · z,
 *
 * o being 1 where the sample's value of the player goes all of this way and else 0, and z the part of the samples that
 * goes this way wherever the player decides. A player's Shapley value is the mean over t of the slope by it (Owen
 * 1972):
 *
 *     Σ leaves · value · ∫ (o − z) · Π f of the other players dt,
 *
 * a polynomial in t, which a Gauss–Legendre quadrature of half as many nodes as a way has players integrates exactly.
 *
 * Let P be the product on the way down to a node, B the sum over the leaves below of value × product from there on, and
 * z₀ and f₀ those of the node's player on the way to it, 1 where it did not decide there. Of the places that follow,
 * the sample goes to h and not to c, by a and 1 − a of the node's samples. Collecting terms, the node adds to its
 * player
 *
 *     z₀ · (1 − a) · ∫ P / f₀² · (B_h − B_c) dt,
 *
 * nothing where the sample left the way at its player before, and what was of the order of depth² a leaf is of depth a
 * node.
 */
export interface Paths {
  readonly nodes: number;
  readonly quadrature: Quadrature;
  /** Of each node: its column, how it decides, and its player. */
  readonly column: Int32Array;
  readonly threshold: Float64Array;
  readonly decision: Uint8Array;
  readonly way: Uint8Array;
  readonly sets: readonly Uint32Array[];
  readonly player: Int32Array;
  /** Of each node: the place on the way to it where its player decided last; −1 where it has not. */
  readonly earlier: Int32Array;
  /** Of each node, z₀; and nodes × quadrature, 1 / f₀. */
  readonly before: Float64Array;
  readonly inverse: Float64Array;
  /** The places that follow each node. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Of each node: the last node below it, or itself. */
  readonly last: Int32Array;
  /** Of each place, the part of its node's samples that goes there. */
  readonly part: Float64Array;
  /** Each place's value, 0 of nodes. */
  readonly value: Float64Array;
  /** What the tree answers where nothing is known. */
  readonly expected: number;
}

/** Makes a tree ready; the player of each column is given. Throws where the tree does not know its samples. */
export function pathsOf(tree: Tree, players: Int32Array, cover: Cover | undefined, name: string): Paths {
  const {order, left, right, parent} = placesOf(tree);
  const nodes = order.length;
  const places = nodes + tree.value.length;
  const part = partsOf(tree, order, left, right, cover, name);
  const player = Int32Array.from(order, (node) => players[tree.feature[node]]);
  const {earlier, before, most} = decidedBefore(player, left, right, parent, part);
  const quadrature = gaussLegendre(Math.max(1, Math.ceil(most / 2)));
  const value = new Float64Array(places);
  value.set(tree.value, nodes);
  const decision = Uint8Array.from(order, (node) => tree.decision[node]);
  const threshold = Float64Array.from(order, (node) => tree.threshold[node]);
  return {
    nodes,
    quadrature,
    column: Int32Array.from(order, (node) => tree.feature[node]),
    threshold,
    decision,
    way: decision.map((bits, i) => wayOf(bits, threshold[i])),
    sets: tree.sets ?? [],
    player,
    earlier,
    before,
    inverse: inverseOf(quadrature, before),
    left,
    right,
    last: lastOf(parent.subarray(0, nodes)),
    part,
    value,
    expected: expectedOf(nodes, left, right, part, value)
  };
}

/** The nodes from the root down, and where each place's neighbours are. */
function placesOf(tree: Tree) {
  const nodes = tree.feature.length;
  const order = new Int32Array(nodes);
  const place = new Int32Array(nodes);
  const stack = nodes > 0 ? [0] : [];
  for (let count = 0; stack.length > 0; ++count) {
    const node = stack.pop()!;
    order[count] = node;
    place[node] = count;
    for (const next of [tree.right[node], tree.left[node]]) if (next >= 0) stack.push(next);
  }
  const parent = new Int32Array(nodes + tree.value.length).fill(-1);
  const follow = (side: Int32Array) =>
    order.map((node, i) => {
      const next = side[node] < 0 ? nodes + ~side[node] : place[side[node]];
      parent[next] = i;
      return next;
    });
  return {order, left: follow(tree.left), right: follow(tree.right), parent};
}

/** The part of each node's samples that goes to each of the places that follow it. */
function partsOf(
  tree: Tree,
  order: Int32Array,
  left: Int32Array,
  right: Int32Array,
  cover: Cover | undefined,
  name: string
): Float64Array {
  const {nodeCount, leafCount, nodeWeight, leafWeight} = tree;
  const count = nodeCount && leafCount ? {ofNodes: nodeCount, ofLeaves: leafCount} : undefined;
  const weight = nodeWeight && leafWeight ? {ofNodes: nodeWeight, ofLeaves: leafWeight} : undefined;
  const part = new Float64Array(order.length + tree.value.length).fill(1);
  if (order.length === 0) return part;
  const known = cover === "weight" ? weight : cover === "count" ? count : (count ?? weight);
  if (!known)
    throw new Error(
      `missing ${cover ?? "count"}s of samples: ${name} does not know how many came to its leaves; ` +
        "explain it against a background of samples instead"
    );
  const size = (place: number) =>
    place < order.length ? known.ofNodes[order[place]] : known.ofLeaves[place - order.length];
  for (let i = 0; i < order.length; ++i) {
    const [a, b] = [size(left[i]), size(right[i])];
    if (!(a >= 0 && b >= 0 && a + b < Infinity))
      throw new Error(
        `invalid ${cover ?? "count"}s of samples: ${a} and ${b} below a node of ${name}; expected 0 or more`
      );
    part[left[i]] = a + b > 0 ? a / (a + b) : 0.5;
    part[right[i]] = 1 - part[left[i]];
  }
  return part;
}

/** Where each node's player decided before, with which z, and how many players the way with most of them has. */
function decidedBefore(
  player: Int32Array,
  left: Int32Array,
  right: Int32Array,
  parent: Int32Array,
  part: Float64Array
) {
  const earlier = new Int32Array(player.length).fill(-1);
  const before = new Float64Array(player.length).fill(1);
  const passing = new Float64Array(part.length);
  const distinct = new Int32Array(part.length);
  let most = 0;
  for (let i = 0; i < player.length; ++i) {
    for (let place = i, above = parent[i]; above >= 0; place = above, above = parent[above]) {
      if (player[above] !== player[i]) continue;
      earlier[i] = place;
      before[i] = passing[place];
      break;
    }
    for (const place of [left[i], right[i]]) {
      passing[place] = before[i] * part[place];
      distinct[place] = distinct[i] + (earlier[i] < 0 ? 1 : 0);
      most = Math.max(most, distinct[place]);
    }
  }
  return {earlier, before, most};
}

function inverseOf({nodes: t}: Quadrature, before: Float64Array): Float64Array {
  const size = t.length;
  const inverse = new Float64Array(before.length * size);
  for (let i = 0; i < before.length; ++i)
    for (let q = 0; q < size; ++q) inverse[i * size + q] = 1 / (t[q] + (1 - t[q]) * before[i]);
  return inverse;
}

/** The last of the nodes below each, which follow it. */
function lastOf(parent: Int32Array): Int32Array {
  const last = Int32Array.from(parent.keys());
  for (let i = parent.length - 1; i > 0; --i) last[parent[i]] = Math.max(last[parent[i]], last[i]);
  return last;
}

function expectedOf(nodes: number, left: Int32Array, right: Int32Array, part: Float64Array, value: Float64Array) {
  const means = value.slice();
  for (let i = nodes - 1; i >= 0; --i) means[i] = part[left[i]] * means[left[i]] + part[right[i]] * means[right[i]];
  return means[0];
}

function wayOf(decision: number, threshold: number): number {
  if ((decision & (Decision.categorical | Decision.zeroMissing)) !== 0) return Way.other;
  return nanGoesRight(decision, threshold) ? Way.least : Way.most;
}
