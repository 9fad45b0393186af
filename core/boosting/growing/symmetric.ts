import {places} from "../kernels/compiled.js";
import type {Leaf, Split, Sums} from "./leaf.js";
import {answerOf, gradientOf, hessianOf, minus, scoreOf, sidesScore} from "./leaf.js";
import type {Nodes} from "./nodes.js";
import type {Session} from "./session.js";

/** How a leaf's histograms come to be: they are there, or made, or made for as long as they are looked at. */
const make = {none: 0, kept: 1, passing: 2} as const;

/** A leaf of a level. `from` is where the histograms lie that its own are taken from, once they are made. */
interface Member {
  readonly leaf: Leaf;
  readonly make: (typeof make)[keyof typeof make];
  readonly from: number;
}

/** Grows a tree level by level, all leaves of one split by one condition. */
export function growSymmetric(session: Session, nodes: Nodes): void {
  const {growth, pool} = session;
  const passing = pool.take();
  const root = session.root();
  nodes.set(root);
  root.slot = pool.take();
  let level: Member[] = [{leaf: root, make: root.slot < 0 ? make.passing : make.kept, from: 0}];
  for (let depth = 0; level.length * 2 <= growth.leaves && !(growth.depth > 0 && depth >= growth.depth); ++depth) {
    const split = scanLevel(session, level, passing);
    if (!split) break;
    const pairs = level.map(({leaf}) => splitLeaf(session, nodes, leaf, split, depth, level.length));
    const next = new Array<Member>(level.length * 2);
    pairs.forEach(([left, right], i) => {
      const members = withHistograms(session, left, right, level[i].leaf.slot);
      next[i] = members[0];
      next[i + level.length] = members[1];
    });
    level = next;
    for (const {leaf} of level) nodes.set(leaf);
  }
}

/** The condition that the leaves gain most by together, without sums. */
function scanLevel(session: Session, level: readonly Member[], passing: number): Split | undefined {
  const {machine, units, growth, bounded} = session;
  const {words, numbers} = machine;
  const table = machine.area("level").start;
  session.tell(0, level[0].leaf);
  level.forEach(({leaf, make, from}, i) => {
    const at = table + i * places.CHILD_BYTES;
    numbers[(at + places.CHILD_COUNT) / 8] = leaf.sums.n;
    numbers[(at + places.CHILD_G) / 8] = gradientOf(leaf.sums, units);
    numbers[(at + places.CHILD_H) / 8] = hessianOf(leaf.sums, units);
    numbers[(at + places.CHILD_LOW) / 8] = leaf.low;
    numbers[(at + places.CHILD_HIGH) / 8] = leaf.high;
    numbers[(at + places.CHILD_SCORE) / 8] = scoreOf(leaf.sums, units, growth, leaf.answer, bounded);
    words[(at + places.CHILD_SLOT) / 4] = leaf.slot < 0 ? passing : leaf.slot;
    words[(at + places.CHILD_LIST) / 4] = session.listOf(leaf);
    words[(at + places.CHILD_ROWS) / 4] = leaf.rows;
    words[(at + places.CHILD_FROM) / 4] = from;
    words[(at + places.CHILD_MAKE) / 4] = make;
  });
  words[places.LEVEL / 4] = table;
  words[places.LEVEL_LEAVES / 4] = level.length;
  machine.run(places.JOB_LEVEL, session.isSmall(level.reduce((sum, {leaf}) => sum + leaf.rows, 0)));
  return session.found(0);
}

function splitLeaf(
  session: Session,
  nodes: Nodes,
  leaf: Leaf,
  condition: Split,
  depth: number,
  level: number
): [left: Leaf, right: Leaf] {
  const {growth, units, bounded} = session;
  const lefts = session.part(leaf, condition, nodes.count);
  const sums = session.sumsOf(leaf, lefts);
  const rest = minus(leaf.sums, sums);
  const node = nodes.add(leaf, condition, gainOf(session, leaf, sums, rest));
  const {low, high} = leaf;
  const a = answerOf(sums, units, growth, low, high);
  const b = answerOf(rest, units, growth, low, high);
  const middle = (a + b) / 2;
  const direction = bounded && condition.kind !== "category" ? (growth.monotone?.[condition.feature] ?? 0) : 0;
  const path = session.pathOf(leaf, condition);
  // Written out: spreading what both have in common takes longer than all else here.
  return [
    {
      depth: depth + 1,
      parent: node,
      path,
      slot: -1,
      split: undefined,
      node: 2 * depth + 1,
      number: leaf.number,
      start: leaf.start,
      rows: lefts,
      sums,
      low: direction < 0 ? middle : low,
      high: direction > 0 ? middle : high,
      answer: a,
      isLeft: true
    },
    {
      depth: depth + 1,
      parent: node,
      path,
      slot: -1,
      split: undefined,
      node: 2 * depth + 1,
      number: leaf.number + level,
      start: leaf.start + lefts,
      rows: leaf.rows - lefts,
      sums: rest,
      low: direction > 0 ? middle : low,
      high: direction < 0 ? middle : high,
      answer: b,
      isLeft: false
    }
  ];
}

/** What a leaf itself gains; 0 where a side has too little. */
function gainOf({growth, units, bounded}: Session, leaf: Leaf, left: Sums, right: Sums): number {
  const enough = [left, right].every((side) => {
    const h = hessianOf(side, units);
    return side.n >= Math.max(1, growth.minData) && h >= growth.minHessian && h + growth.l2 > 0;
  });
  if (!enough) return 0;
  return (
    sidesScore(left, right, units, growth, leaf.low, leaf.high, bounded) -
    scoreOf(leaf.sums, units, growth, leaf.answer, bounded)
  );
}

/** Says how the histograms of two sides come to be: of the smaller by summing, of the other by difference. */
function withHistograms({pool}: Session, left: Leaf, right: Leaf, slot: number): [Member, Member] {
  const [small, large] = right.rows < left.rows ? [right, left] : [left, right];
  let members: [Member, Member];
  if (slot < 0) {
    const alone = (leaf: Leaf): Member => {
      if (leaf.rows === 0) return {leaf, make: make.none, from: 0};
      leaf.slot = pool.take();
      return {leaf, make: leaf.slot < 0 ? make.passing : make.kept, from: 0};
    };
    members = [alone(small), alone(large)];
  } else if (small.rows === 0) {
    large.slot = slot;
    members = [
      {leaf: small, make: make.none, from: 0},
      {leaf: large, make: make.none, from: 0}
    ];
  } else {
    small.slot = pool.take();
    if (small.slot >= 0) {
      large.slot = slot;
      members = [
        {leaf: small, make: make.kept, from: slot},
        {leaf: large, make: make.none, from: 0}
      ];
    } else {
      large.slot = slot;
      members = [
        {leaf: small, make: make.passing, from: 0},
        {leaf: large, make: make.kept, from: 0}
      ];
    }
  }
  return members[0].leaf === left ? members : [members[1], members[0]];
}
