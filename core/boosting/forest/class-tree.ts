import type {Random} from "../../base/random.js";
import type {FeatureBins} from "../grower.js";
import {Decision} from "../../base/trees.js";
import type {Tree} from "../../base/trees.js";
import type {BinnedSamples, ClassGrowth, ClassSplit, Finder} from "./class-split.js";
import {splitFinder} from "./class-split.js";

/** A tree of classes: as many trees of one shape, whose leaves answer each class's share. */
export interface ClassTree {
  readonly trees: readonly Tree[];
  /** The leaf of each sample. */
  readonly leaf: Uint32Array;
}

/** A node that may be split: its samples are `from` … `to` − 1 of the order. */
interface Open {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly totals: Float64Array;
  readonly split: ClassSplit | null;
  /** Where it hangs: the node, and whether on its left. */
  readonly parent: number;
  readonly isLeft: boolean;
}

/**
 * Grows a tree that lowers Gini's impurity of all classes at once, on samples in bins; `mass` is what each counts, 0 for
 * those not to learn from. A node tries features in random order, until it has tried enough of them and one that varies.
 */
export function growClassTree(
  samples: BinnedSamples,
  mass: Float64Array,
  growth: ClassGrowth,
  random: Random
): ClassTree {
  const order = Uint32Array.from(mass.keys()).filter((i) => mass[i] > 0);
  const find = splitFinder(samples, mass, growth, random);
  const made = shapeOf(samples, order, growth, find, mass);
  const trees = Array.from({length: samples.classes}, (_, c) => treeOf(made, samples.bins, c));
  return {trees, leaf: leavesOf(made, samples)};
}

interface Node {
  readonly split: ClassSplit;
  readonly totals: Float64Array;
  readonly count: number;
  left: number;
  right: number;
}

interface Shape {
  readonly nodes: readonly Node[];
  readonly leaves: readonly {readonly totals: Float64Array; readonly count: number}[];
}

function shapeOf(
  {codes, classOf, classes, bins}: BinnedSamples,
  order: Uint32Array,
  growth: ClassGrowth,
  find: Finder,
  mass: Float64Array
): Shape {
  const nodes: Node[] = [];
  const leaves: Shape["leaves"][number][] = [];
  const other = new Uint32Array(order.length);
  const hang = ({parent, isLeft}: Open, what: number) => {
    if (parent >= 0) nodes[parent][isLeft ? "left" : "right"] = what;
  };
  const opened = (from: number, to: number, depth: number, parent: number, isLeft: boolean): Open => {
    const totals = new Float64Array(classes);
    for (let r = from; r < to; ++r) totals[classOf[order[r]]] += mass[order[r]];
    const split = growth.depth > 0 && depth >= growth.depth ? null : find(order.subarray(from, to), totals);
    return {from, to, depth, totals, split, parent, isLeft};
  };
  const open = [opened(0, order.length, 0, -1, true)];
  while (open.length > 0) {
    const [next] = open.splice(growth.bestFirst ? mostGain(open) : open.length - 1, 1);
    const {from, to, totals, split, depth} = next;
    if (!split || nodes.length + 1 >= growth.leaves) {
      hang(next, ~leaves.length);
      leaves.push({totals, count: to - from});
      continue;
    }
    const node = nodes.push({split, totals, count: to - from, left: 0, right: 0}) - 1;
    hang(next, node);
    const code = codes[split.feature];
    const missing = missingOf(bins[split.feature]);
    let left = from;
    let right = 0;
    for (let r = from; r < to; ++r) {
      const i = order[r];
      if (goesLeft(code[i], split, missing)) order[left++] = i;
      else other[right++] = i;
    }
    order.set(other.subarray(0, right), left);
    open.push(opened(left, to, depth + 1, node, false), opened(from, left, depth + 1, node, true));
  }
  return {nodes, leaves};
}

function mostGain(open: readonly Open[]): number {
  const gain = ({split}: Open) => split?.gain ?? -Infinity;
  return open.reduce((best, each, place) => (gain(each) > gain(open[best]) ? place : best), 0);
}

/** The code of missing values; above all codes where there are none. */
function missingOf(bins: FeatureBins): number {
  return bins.kind === "numeric" && bins.missing ? bins.upper.length : Infinity;
}

function goesLeft(code: number, {bin, missingLeft}: ClassSplit, missing: number): boolean {
  return code === missing ? missingLeft : code <= bin;
}

function leavesOf({nodes}: Shape, {codes, bins}: BinnedSamples): Uint32Array {
  const missing = bins.map(missingOf);
  return Uint32Array.from(codes[0], (_, i) => {
    let at = nodes.length > 0 ? 0 : -1;
    while (at >= 0) {
      const {split, left, right} = nodes[at];
      at = goesLeft(codes[split.feature][i], split, missing[split.feature]) ? left : right;
    }
    return ~at;
  });
}

function treeOf({nodes, leaves}: Shape, bins: readonly FeatureBins[], c: number): Tree {
  const sum = (totals: Float64Array) => totals.reduce((all, each) => all + each, 0);
  const share = ({totals}: {readonly totals: Float64Array}) => totals[c] / sum(totals);
  return {
    feature: Int32Array.from(nodes, ({split}) => split.feature),
    threshold: Float64Array.from(nodes, ({split: {feature, bin}}) => {
      const found = bins[feature];
      // The last bin ends at infinity: all that have a value against those that lack it.
      return found.kind === "numeric" && bin < found.upper.length - 1 ? found.upper[bin] : 1e300;
    }),
    left: Int32Array.from(nodes, ({left}) => left),
    right: Int32Array.from(nodes, ({right}) => right),
    decision: Uint8Array.from(nodes, ({split: {feature, missingLeft}}) =>
      Number.isFinite(missingOf(bins[feature])) ? Decision.nanMissing | (missingLeft ? Decision.defaultLeft : 0) : 0
    ),
    value: Float64Array.from(leaves, share),
    gain: Float64Array.from(nodes, ({split}) => split.gain),
    nodeCount: Float64Array.from(nodes, ({count}) => count),
    leafCount: Float64Array.from(leaves, ({count}) => count),
    nodeWeight: Float64Array.from(nodes, ({totals}) => sum(totals)),
    leafWeight: Float64Array.from(leaves, ({totals}) => sum(totals)),
    nodeValue: Float64Array.from(nodes, share)
  };
}
