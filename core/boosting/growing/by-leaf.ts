import type {Heap} from "./heap.js";
import {makeHeap} from "./heap.js";
import type {Leaf} from "./leaf.js";
import {answerOf, minus} from "./leaf.js";
import type {Nodes} from "./nodes.js";
import type {Session} from "./session.js";

/** Grows a tree leaf by leaf: the one that gains most first, or of those of least depth. */
export function growByLeaf(session: Session, nodes: Nodes): void {
  const {growth} = session;
  const levels = growth.policy === "depth-wise";
  const waiting = makeHeap<Leaf>((a, b) => {
    if (levels && a.depth !== b.depth) return a.depth < b.depth;
    return a.split!.gain !== b.split!.gain ? a.split!.gain > b.split!.gain : a.number < b.number;
  });
  const root = session.root();
  nodes.set(root);
  scanPair(session, waiting, root, undefined, -1);
  for (let leaves = 1; leaves < growth.leaves; ++leaves) {
    const leaf = waiting.pop();
    if (!leaf) break;
    const [left, right] = splitLeaf(session, nodes, leaf, leaves);
    nodes.set(left);
    nodes.set(right);
    const [small, large] = right.rows < left.rows ? [right, left] : [left, right];
    scanPair(session, waiting, small, large, leaf.slot);
  }
}

function maySplit({growth}: Session, {sums, depth}: Leaf, leaves: number): boolean {
  if (leaves >= growth.leaves || (growth.depth > 0 && depth >= growth.depth)) return false;
  return sums.n >= 2 * Math.max(1, growth.minData);
}

/** Parts a leaf's samples, and makes a node of it with two leaves. */
function splitLeaf(session: Session, nodes: Nodes, leaf: Leaf, leaves: number): [left: Leaf, right: Leaf] {
  const {growth, units, bounded} = session;
  const split = leaf.split!;
  const node = nodes.add(leaf, split, split.gain);
  const lefts = session.part(leaf, split, node);
  const rest = minus(leaf.sums, split.left);
  const {low, high} = leaf;
  const sorted = split.kind === "sorted categories";
  const rule = sorted ? {...growth, l2: growth.l2 + growth.catL2} : growth;
  const a = answerOf(split.left, units, rule, low, high);
  const b = answerOf(rest, units, rule, low, high);
  const middle = (a + b) / 2;
  const direction = bounded && !sorted && split.kind !== "category" ? (growth.monotone?.[split.feature] ?? 0) : 0;
  const depth = leaf.depth + 1;
  const path = session.pathOf(leaf, split);
  // Written out: spreading what both have in common takes longer than all else here.
  return [
    {
      depth,
      parent: node,
      path,
      slot: -1,
      split: undefined,
      number: leaf.number,
      start: leaf.start,
      rows: lefts,
      sums: split.left,
      low: direction < 0 ? middle : low,
      high: direction > 0 ? middle : high,
      answer: a,
      node: 2 * node + 1,
      isLeft: true
    },
    {
      depth,
      parent: node,
      path,
      slot: -1,
      split: undefined,
      number: leaves,
      start: leaf.start + lefts,
      rows: leaf.rows - lefts,
      sums: rest,
      low: direction > 0 ? middle : low,
      high: direction < 0 ? middle : high,
      answer: b,
      node: 2 * node + 2,
      isLeft: false
    }
  ];
}

/**
 * Finds the best splits of a leaf and its sibling of more rows, where they may be split: the one of fewer rows may have
 * the larger count. Only the smaller one's histograms are summed where those of their parent are kept, at `slot`: the
 * larger one's are the difference.
 */
function scanPair(session: Session, waiting: Heap<Leaf>, small: Leaf, large: Leaf | undefined, slot: number): void {
  const leaves = nextLeaves(large, small);
  const scanned = maySplit(session, small, leaves);
  const largeScanned = large !== undefined && maySplit(session, large, leaves);
  if (!scanned && !largeScanned) {
    if (slot >= 0) session.pool.give(slot);
    return;
  }
  if (large && session.isTiny(large)) {
    if (slot >= 0) session.pool.give(slot);
    if (largeScanned) scanTiny(session, waiting, large);
    if (scanned) scanTiny(session, waiting, small);
    return;
  }
  if (large && slot < 0) {
    if (largeScanned) scanAlone(session, waiting, large);
    if (scanned) scanAlone(session, waiting, small);
    return;
  }
  small.slot = takeSlot(session, waiting);
  session.tell(0, scanned ? small : undefined);
  session.tell(1, largeScanned ? large : undefined);
  if (large) large.slot = slot;
  session.build(small, true, large ? slot : 0);
  if (scanned) wait(waiting, session, small, 0);
  else session.pool.give(small.slot);
  if (largeScanned) wait(waiting, session, large, 1);
  else if (large) session.pool.give(slot);
}

/** Scans a leaf whose parent's histograms are not kept. */
function scanAlone(session: Session, waiting: Heap<Leaf>, leaf: Leaf): void {
  leaf.slot = takeSlot(session, waiting);
  session.tell(0, leaf);
  session.tell(1, undefined);
  session.build(leaf, true, 0);
  wait(waiting, session, leaf, 0);
}

/** How many leaves the tree has once a pair is part of it. The leaf's number that came last tells. */
function nextLeaves(large: Leaf | undefined, small: Leaf): number {
  return Math.max(large?.number ?? 0, small.number) + 1;
}

function scanTiny(session: Session, waiting: Heap<Leaf>, leaf: Leaf): void {
  session.tell(0, leaf);
  session.buildTiny(leaf);
  wait(waiting, session, leaf, 0);
}

/** Has a leaf wait for its turn, where it can be split at all. */
function wait(waiting: Heap<Leaf>, session: Session, leaf: Leaf, child: 0 | 1): void {
  leaf.split = session.found(child);
  if (leaf.split) waiting.push(leaf);
  else if (leaf.slot >= 0) {
    session.pool.give(leaf.slot);
    leaf.slot = -1;
  }
}

/** A place for histograms: a free one, or that of a leaf which is likely to be split late or never. */
function takeSlot({pool}: Session, waiting: Heap<Leaf>): number {
  const free = pool.take();
  if (free >= 0) return free;
  const {items} = waiting;
  for (let i = items.length - 1; i >= 0; --i) {
    const {slot} = items[i];
    if (slot < 0) continue;
    items[i].slot = -1;
    return slot;
  }
  throw new Error("invalid pool: it has no place for a leaf and its sibling");
}
