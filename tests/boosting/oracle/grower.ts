import type {Binning, GrowOptions, Grower, Grown, Growth, MakeGrower} from "../../../core/boosting/grower.js";
import type {Binned} from "./bins.js";
import {binFeature} from "./bins.js";
import {drawFeatures, drawThreshold} from "./draws.js";
import type {Condition, Exact, Range, Split, Sums} from "./splits.js";
import {bestOfFeature, conditionsOf, free, leafGain, leafValue, less, plus} from "./splits.js";
import {planted} from "./planted.js";
import {quantise} from "./quantise.js";

/** A leaf while its tree grows. */
export interface Leaf {
  readonly rows: readonly number[];
  readonly integers: Sums;
  readonly sums: Sums;
  readonly depth: number;
  readonly range: Range;
  /** The features on the path to it. */
  readonly path: readonly number[];
  /** Where it hangs: the node, and on which side. */
  readonly parent: number;
  readonly isLeft: boolean;
  /** The number that randomness goes by. */
  readonly id: number;
  readonly split: Split | null;
}

/** A node of a tree while it grows. */
export interface Node {
  readonly split: Split;
  readonly gain: number;
  readonly sums: Sums;
  readonly value: number;
  left: number;
  right: number;
}

/**
 * A grower without any haste: every histogram is summed anew from the samples, every split is looked at one by one, in
 * plain TypeScript. What others do fast must equal what it does, to the last bit.
 */
export const makeOracleGrower: MakeGrower = (x, shape, binning, growth) =>
  Promise.resolve(oracle(x, shape, binning, growth));

function oracle(x: Float32Array, [n, k]: readonly [number, number], binning: Binning, growth: Growth): Grower {
  const columns = Array.from({length: k}, (_, j) => binFeature(x, [n, k], j, binning));
  const gradient = new Float32Array(n);
  const hessian = new Float32Array(n).fill(1);
  return {
    samples: n,
    bins: columns.map(({bins}) => bins),
    bytes: x.byteLength * 2 + n * 8,
    gradient,
    hessian,
    grow: (options = {}) => growTree(columns, gradient, hessian, growth, options),
    free: () => Promise.resolve()
  };
}

function growTree(
  columns: readonly Binned[],
  gradient: Float32Array,
  hessian: Float32Array,
  growth: Growth,
  options: GrowOptions
): Grown {
  const n = gradient.length;
  const rows = Array.from(options.rows ?? Uint32Array.from({length: n}, (_, i) => i)).filter(
    (i) => (options.times?.[i] ?? 1) > 0
  );
  const {g, h, exact} = quantise(gradient, hessian, rows, options);
  const add = (a: Sums, i: number): Sums => {
    const times = options.times?.[i] ?? 1;
    return {count: a.count + times, g: a.g + times * g[i], h: a.h + times * h[i]};
  };
  const zero: Sums = {count: 0, g: 0, h: 0};
  const grow = makeLeafRule(columns, growth, options, exact, add);
  const root = grow.leaf(rows, rows.reduce(add, zero), 0, free, [], -1, false, 0);
  const {nodes, leaves} =
    growth.policy === "leaf-wise"
      ? leafWise(root, growth, grow)
      : growth.policy === "depth-wise"
        ? depthWise(root, growth, grow)
        : symmetric(root, growth, grow);
  return planted(nodes, leaves, columns, growth);
}

type LeafRule = ReturnType<typeof makeLeafRule>;

function makeLeafRule(
  columns: readonly Binned[],
  growth: Growth,
  options: GrowOptions,
  exact: Exact,
  add: (a: Sums, i: number) => Sums
) {
  const zero: Sums = {count: 0, g: 0, h: 0};
  const histogramOf = ({bins, code}: Binned, rows: readonly number[]): Sums[] => {
    const size = bins.kind === "numeric" ? bins.upper.length + (bins.missing ? 1 : 0) : bins.categories.length;
    const histogram = new Array<Sums>(size).fill(zero);
    for (const i of rows) histogram[code[i]] = add(histogram[code[i]], i);
    return histogram;
  };
  const allowed = (path: readonly number[], feature: number) => {
    if (!growth.interactions) return true;
    return growth.interactions.some((group) => group.includes(feature) && path.every((other) => group.includes(other)));
  };
  /** The best split of each feature that a leaf may use. */
  const candidates = (leaf: Omit<Leaf, "split">): (Split | null)[] => {
    if (growth.depth > 0 && leaf.depth >= growth.depth) return columns.map(() => null);
    const usable = columns.map((_, j) => (options.features?.[j] ?? 1) === 1);
    const drawn = drawFeatures(usable, growth, options.tree ?? 0, leaf.id);
    return columns.map((column, j) => {
      if (!drawn[j] || !allowed(leaf.path, j)) return null;
      const histogram = histogramOf(column, leaf.rows);
      const only = growth.extra ? drawThreshold(column.bins, growth, options.tree ?? 0, leaf.id, j) : undefined;
      return bestOfFeature(j, column.bins, histogram, leaf.integers, growth, leaf.range, exact, only);
    });
  };
  const leaf = (
    rows: readonly number[],
    integers: Sums,
    depth: number,
    range: Range,
    path: readonly number[],
    parent: number,
    isLeft: boolean,
    id: number
  ): Leaf => {
    const bare = {rows, integers, sums: exact.real(integers), depth, range, path, parent, isLeft, id};
    const best = candidates(bare).reduce(
      (found, each) => (each && (!found || each.gain > found.gain) ? each : found),
      null
    );
    return {...bare, split: best};
  };
  /** The two leaves that a split makes of one. */
  const divide = (from: Leaf, split: Split, node: number, ids: readonly [number, number]): [Leaf, Leaf] => {
    const {code} = columns[split.feature];
    const left = from.rows.filter((i) => split.left.has(code[i]));
    const right = from.rows.filter((i) => !split.left.has(code[i]));
    const ranges = narrowed(from, split, growth);
    const path = [...from.path, split.feature];
    return [
      leaf(left, left.reduce(add, zero), from.depth + 1, ranges[0], path, node, true, ids[0]),
      leaf(right, right.reduce(add, zero), from.depth + 1, ranges[1], path, node, false, ids[1])
    ];
  };
  /** What a condition makes of a leaf. */
  const sidesOf = (from: Leaf, condition: Condition): Split => {
    const histogram = histogramOf(columns[condition.feature], from.rows);
    const leftSums = Array.from(condition.left, (bin) => histogram[bin]).reduce(plus, zero);
    const sides = [leftSums, less(from.integers, leftSums)].map((sums) => exact.real(sums));
    const few = sides.some(({count, h}) => count < growth.minData || h < growth.minHessian);
    const [a, b] = sides.map((sums) => leafGain(sums, growth, from.range));
    const gain = few ? 0 : a + b - leafGain(from.sums, growth, free);
    return {...condition, gain, leftSums: sides[0], rightSums: sides[1]};
  };
  const bestOfLevel = (leaves: readonly Leaf[]): Condition | null => {
    const usable = columns.map((_, j) => (options.features?.[j] ?? 1) === 1);
    const drawn = drawFeatures(usable, growth, options.tree ?? 0, leaves[0].id);
    let best: {condition: Condition; gain: number} | null = null;
    for (const [feature, {bins}] of columns.entries()) {
      if (!drawn[feature] || !allowed(leaves[0].path, feature)) continue;
      for (const condition of conditionsOf(feature, bins)) {
        const gain = leaves.reduce((sum, each) => sum + sidesOf(each, condition).gain, 0);
        if (gain > growth.minGain && (!best || gain > best.gain)) best = {condition, gain};
      }
    }
    return best?.condition ?? null;
  };
  return {divide, leaf, sidesOf, bestOfLevel};
}

/** The ranges of a monotone split's sides: they meet halfway between what the two would answer. */
function narrowed({range}: Leaf, split: Split, growth: Growth): readonly [Range, Range] {
  const sign = growth.monotone?.[split.feature] ?? 0;
  if (sign === 0) return [range, range];
  const middle = (leafValue(split.leftSums, growth, range) + leafValue(split.rightSums, growth, range)) / 2;
  const below = {low: range.low, high: middle};
  const above = {low: middle, high: range.high};
  return sign > 0 ? [below, above] : [above, below];
}

export interface Shape {
  readonly nodes: readonly Node[];
  readonly leaves: readonly Leaf[];
}

/** Puts a node in a leaf's place; the left side keeps its number, the right side gets the next. */
function splitLeaf(leaves: Leaf[], nodes: Node[], place: number, rule: LeafRule, growth: Growth): void {
  const from = leaves[place];
  const split = from.split!;
  const node = nodes.length;
  const value = leafValue(from.sums, growth, from.range);
  nodes.push({split, gain: split.gain, sums: from.sums, value, left: ~place, right: ~leaves.length});
  if (from.parent >= 0) nodes[from.parent][from.isLeft ? "left" : "right"] = node;
  const [left, right] = rule.divide(from, split, node, [2 * node + 1, 2 * node + 2]);
  leaves[place] = left;
  leaves.push(right);
}

function leafWise(root: Leaf, growth: Growth, rule: LeafRule): Shape {
  const leaves = [root];
  const nodes: Node[] = [];
  while (leaves.length < growth.leaves) {
    let best = -1;
    for (const [place, {split}] of leaves.entries())
      if (split && (best < 0 || split.gain > leaves[best].split!.gain)) best = place;
    if (best < 0) break;
    splitLeaf(leaves, nodes, best, rule, growth);
  }
  return {nodes, leaves};
}

function depthWise(root: Leaf, growth: Growth, rule: LeafRule): Shape {
  const leaves = [root];
  const nodes: Node[] = [];
  for (let depth = 0; leaves.length < growth.leaves; ++depth) {
    const level = Array.from(leaves.keys()).filter((place) => leaves[place].depth === depth && leaves[place].split);
    if (level.length === 0) break;
    for (const place of level) if (leaves.length < growth.leaves) splitLeaf(leaves, nodes, place, rule, growth);
  }
  return {nodes, leaves};
}

/**
 * Every leaf of a level is divided by one condition, the one whose gains' sum over the leaves is largest. A leaf that the
 * condition would leave too few samples or too small a second derivative on one side gains nothing, and is divided too.
 */
function symmetric(root: Leaf, growth: Growth, rule: LeafRule): Shape {
  const leaves = [root];
  const nodes: Node[] = [];
  const levels = Math.floor(Math.log2(growth.leaves));
  for (let depth = 0; depth < (growth.depth > 0 ? Math.min(levels, growth.depth) : levels); ++depth) {
    const best = rule.bestOfLevel(leaves);
    if (!best) break;
    for (let place = 0, count = leaves.length; place < count; ++place) {
      leaves[place] = {...leaves[place], split: rule.sidesOf(leaves[place], best)};
      splitLeaf(leaves, nodes, place, rule, growth);
    }
  }
  return {nodes, leaves};
}
