import type {FeatureBins, GrowOptions, Grower, Grown, Growth, MakeGrower} from "../../../core/boosting/grower.js";
import type {Binned} from "./bins.js";
import {binFeature, coded, columnOf} from "./bins.js";
import {drawBin, drawFeatures} from "./draws.js";
import type {Condition, Exact, Range, Split, Sums} from "./splits.js";
import {
  bestOfFeature,
  free,
  inOrder,
  leafScore,
  leafValue,
  less,
  none,
  onesOf,
  plus,
  suffices,
  thresholdsOf
} from "./splits.js";
import {growOrdered} from "./ordered.js";
import {planted} from "./planted.js";
import {quantise} from "./quantise.js";

/** A leaf while its tree grows. */
export interface Leaf {
  readonly rows: readonly number[];
  readonly integers: Sums;
  readonly sums: Sums;
  readonly depth: number;
  readonly range: Range;
  /** What is added to λ in what it answers, of a side of a sorted split of categories. */
  readonly moreL2: number;
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
export const makeOracleGrower: MakeGrower = (x, shape, binning, growth) => {
  const columns = Array.from({length: shape[1]}, (_, j) => binFeature(x, shape, j, binning));
  return Promise.resolve(oracleOf(columns, shape[0], growth));
};

/** The same with bins that another grower has found. */
export function oracleWithBins(
  x: Float32Array,
  shape: readonly [number, number],
  bins: readonly FeatureBins[],
  growth: Growth
): Grower {
  const columns = bins.map((each, j) => coded(columnOf(x, shape, j), each));
  return oracleOf(columns, shape[0], growth);
}

function oracleOf(columns: readonly Binned[], samples: number, growth: Growth): Grower {
  const gradient = new Float32Array(samples);
  const hessian = new Float32Array(samples).fill(1);
  return {
    samples,
    bins: columns.map(({bins}) => bins),
    bytes: samples * (2 * columns.length + 8),
    gradient,
    hessian,
    grow: (options = {}) => growTree(columns, gradient, hessian, growth, options),
    growOrdered: (prefixes, scoring, options) => growOrdered(columns, growth, prefixes, scoring, options),
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
  const grow = makeLeafRule(columns, growth, options, exact, add);
  const root = grow.leaf(rows, {depth: 0, range: free, moreL2: 0, path: [], parent: -1, isLeft: false, id: 0});
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
  const tree = options.tree ?? 0;
  const histogramOf = ({bins, code}: Binned, rows: readonly number[]): Sums[] => {
    const size = bins.kind === "numeric" ? bins.upper.length + (bins.missing ? 1 : 0) : bins.categories.length + 1;
    const histogram = new Array<Sums>(size).fill(none);
    for (const i of rows) histogram[code[i]] = add(histogram[code[i]], i);
    return histogram;
  };
  /** Which features a leaf may use. */
  const usableOf = ({path, id}: Pick<Leaf, "path" | "id">) => {
    const together = (feature: number) =>
      growth.interactions?.some((group) => [...path, feature].every((each) => group.includes(each))) ?? true;
    const usable = columns.map((_, j) => (options.features?.[j] ?? 1) === 1 && together(j));
    return drawFeatures(usable, growth, tree, id);
  };
  const onlyOf = (feature: number, id: number) =>
    growth.extra ? drawBin(columns[feature].bins, growth, tree, id, feature) : undefined;
  const bestOfLeaf = (leaf: Omit<Leaf, "split">): Split | null => {
    if (growth.policy === "symmetric" || (growth.depth > 0 && leaf.depth >= growth.depth)) return null;
    const usable = usableOf(leaf);
    let best: Split | null = null;
    for (const [j, column] of columns.entries()) {
      if (!usable[j]) continue;
      const histogram = histogramOf(column, leaf.rows);
      const {integers, range, id} = leaf;
      const found = bestOfFeature(j, column.bins, histogram, integers, growth, range, exact, onlyOf(j, id));
      if (found && (!best || found.gain > best.gain)) best = found;
    }
    return best;
  };
  const leaf = (
    rows: readonly number[],
    place: Pick<Leaf, "depth" | "range" | "moreL2" | "path" | "parent" | "isLeft" | "id">
  ) => {
    const integers = rows.reduce(add, none);
    const bare = {rows, integers, sums: exact.real(integers), ...place};
    return {...bare, split: bestOfLeaf(bare)};
  };
  /** The two leaves that a split makes of one; `first` is the number of the left that randomness goes by. */
  const divide = (from: Leaf, split: Split, parent: number, first: number): [Leaf, Leaf] => {
    const {code} = columns[split.feature];
    const ranges = narrowed(from, split, growth);
    const below = {depth: from.depth + 1, path: [...from.path, split.feature], parent, moreL2: split.moreL2};
    const left = from.rows.filter((i) => split.left.has(code[i]));
    const right = from.rows.filter((i) => !split.left.has(code[i]));
    return [
      leaf(left, {...below, range: ranges[0], isLeft: true, id: first}),
      leaf(right, {...below, range: ranges[1], isLeft: false, id: growth.policy === "symmetric" ? first : first + 1})
    ];
  };
  /** What a condition makes of a leaf: its gain is 0 where a side has too little. */
  const sidesOf = (from: Leaf, condition: Condition): Split => {
    const histogram = histogramOf(columns[condition.feature], from.rows);
    const sums = Array.from(condition.left, (bin) => histogram[bin]).reduce(plus, none);
    const [leftSums, rightSums] = [exact.real(sums), exact.real(less(from.integers, sums))];
    const enough = suffices(leftSums, growth) && suffices(rightSums, growth);
    const score = (side: Sums) => leafScore(side, growth, from.range);
    const gain = enough ? score(leftSums) + score(rightSums) - score(from.sums) : 0;
    return {...condition, gain, moreL2: 0, leftSums, rightSums};
  };
  const bestOfLevel = (leaves: readonly Leaf[]): Condition | null => {
    const usable = usableOf(leaves[0]);
    let best: {condition: Condition; gain: number} | null = null;
    for (const [feature, {bins, code}] of columns.entries()) {
      if (!usable[feature]) continue;
      const only = onlyOf(feature, leaves[0].id);
      const lacking =
        bins.kind === "numeric" && leaves.some(({rows}) => rows.some((i) => code[i] === bins.upper.length));
      const conditions =
        bins.kind === "numeric" ? thresholdsOf(feature, bins, lacking, only) : onesOf(feature, bins, only);
      for (const condition of conditions) {
        const sides = leaves.map((each) => sidesOf(each, condition));
        const ordered = sides.every(
          ({leftSums, rightSums}, k) =>
            bins.kind === "categorical" || inOrder(feature, leftSums, rightSums, growth, leaves[k].range)
        );
        const gain = sides.reduce((sum, each) => sum + each.gain, 0);
        if (ordered && gain > growth.minGain && (!best || gain > best.gain)) best = {condition, gain};
      }
    }
    return best?.condition ?? null;
  };
  return {leaf, divide, sidesOf, bestOfLevel};
}

/** The ranges of a monotone split's sides: they meet halfway between what the two would answer. */
function narrowed({range}: Leaf, split: Split, growth: Growth): readonly [Range, Range] {
  const sign = split.bin < 0 ? 0 : (growth.monotone?.[split.feature] ?? 0);
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
function splitLeaf(
  leaves: Leaf[],
  nodes: Node[],
  place: number,
  rule: LeafRule,
  growth: Growth,
  step = nodes.length
): void {
  const from = leaves[place];
  const split = from.split!;
  const node = nodes.length;
  const value = leafValue(from.sums, growth, from.range, from.moreL2);
  nodes.push({split, gain: split.gain, sums: from.sums, value, left: ~place, right: ~leaves.length});
  if (from.parent >= 0) nodes[from.parent][from.isLeft ? "left" : "right"] = node;
  const [left, right] = rule.divide(from, split, node, 2 * step + 1);
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
  while (leaves.length < growth.leaves) {
    const places = Array.from(leaves.keys()).filter((place) => leaves[place].split);
    if (places.length === 0) break;
    const first = (a: number, b: number) =>
      leaves[a].depth - leaves[b].depth || leaves[b].split!.gain - leaves[a].split!.gain || a - b;
    splitLeaf(leaves, nodes, places.sort(first)[0], rule, growth);
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
      splitLeaf(leaves, nodes, place, rule, growth, depth);
    }
  }
  return {nodes, leaves};
}
