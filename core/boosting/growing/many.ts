import type {Tree} from "../../base/trees.js";
import {isMany, manyCodes} from "../binning/many.js";
import type {FeatureBins, Growth} from "../grower.js";
import {draw} from "./choose-features.js";
import type {Leaf, Split, Units} from "./leaf.js";
import type {Machine} from "./machine.js";
import type {Histogram, Packed} from "./many-histogram.js";
import {addSamples, emptied, emptyHistogram, histogramBytes, subtract} from "./many-histogram.js";
import type {Ranking} from "./many-scan.js";
import {bestOfMany} from "./many-scan.js";
import {isMember} from "./nodes.js";

/** The bytes of histograms that are kept at most. */
const kept = 2 ** 27;

/** A feature of more categories than a byte tells apart: the kernels see a constant in its place. */
export interface ManyValued {
  readonly feature: number;
  readonly bins: number;
  /** Each sample's bin. */
  readonly codes: Uint32Array;
  /** Histograms that no leaf has, and how many leaves may have one. */
  readonly free: Histogram[];
  readonly room: number;
  readonly ranking: Ranking;
}

/** The features of many categories, each sample's bin of them, and the bytes that all of this holds. */
export function manyValued(
  x: Float32Array,
  shape: readonly [samples: number, features: number],
  bins: readonly FeatureBins[]
): {readonly all: readonly ManyValued[]; readonly bytes: number} {
  const features = bins.flatMap((each, feature) => (isMany(each) ? [{feature, categories: each.categories}] : []));
  const all = features.map(({feature, categories}): ManyValued => {
    const count = categories.length + 1;
    const room = Math.floor(kept / features.length / histogramBytes(count));
    const ranking = {bins: new Uint32Array(count), ratio: new Float64Array(count)};
    return {feature, bins: count, codes: manyCodes(x, shape, feature, categories), free: [], room, ranking};
  });
  return {all, bytes: all.reduce((sum, {codes}) => sum + codes.byteLength, 0)};
}

/** What splits a tree's leaves by features of many categories, beside the kernels. */
export interface Many {
  has(feature: number): boolean;
  /** The best split of a leaf by those of the features that the mask allows, where it is better than the one given. */
  improve(leaf: Leaf, mask: Uint8Array, split: Split | undefined): Split | undefined;
  /** Notes that a leaf becomes a node, whose sides may take their histograms from its own. */
  divide(leaf: Leaf, node: number): void;
  /** Parts the samples of a leaf by such a feature, and answers with how many go left. */
  part(leaf: Leaf, split: Split, node: number): number;
  /** Follows the tree with all samples, and notes their leaves. */
  walk(tree: Tree, leafOf: Uint16Array): void;
  /** Leaves the histograms to the next tree. */
  close(): void;
}

/** A node whose sides are still to be looked at; `reduced` once the histogram is that of the larger of them. */
interface Above {
  readonly histogram: Histogram;
  readonly start: number;
  readonly rows: number;
  reduced: boolean;
}

/** @param tree the tree's number, which randomness goes by */
export function openMany(
  machine: Machine,
  growth: Growth,
  all: readonly ManyValued[],
  units: Units,
  packed: Packed,
  scoreOfLeaf: (leaf: Leaf) => number,
  bounded: boolean,
  tree: number
): Many {
  const words = (name: string) => {
    const {start, bytes} = machine.area(name);
    return new Uint32Array(machine.buffer, start, bytes / 4);
  };
  const list = words("list");
  const spare = words("rights");
  const sidesOf = new Map<number, Uint8Array>();
  const states = all.map((many) => ({many, own: new Map<number, Histogram>(), above: new Map<number, Above>()}));
  const histogramOf = ({many: {bins, codes, free}, above}: (typeof states)[number], leaf: Leaf): Histogram => {
    const counted = (start: number, end: number) => {
      const histogram = free.pop() ?? emptyHistogram(bins);
      addSamples(histogram, codes, list, start, end, packed);
      return histogram;
    };
    const node = above.get(leaf.parent);
    const others = node ? node.rows - leaf.rows : 0;
    if (!node || (leaf.isLeft ? leaf.rows <= others : leaf.rows < others)) {
      const histogram = counted(leaf.start, leaf.start + leaf.rows);
      if (node) subtract(node.histogram, histogram);
      if (node) node.reduced = true;
      return histogram;
    }
    above.delete(leaf.parent);
    if (!node.reduced) {
      const from = leaf.isLeft ? leaf.start + leaf.rows : node.start;
      const sibling = counted(from, from + others);
      subtract(node.histogram, sibling);
      free.push(emptied(sibling));
    }
    return node.histogram;
  };
  return {
    has: (feature) => all.some((many) => many.feature === feature),
    improve(leaf, mask, split) {
      let best = split;
      for (const state of states) {
        const {many, own, above} = state;
        const {feature, bins, free, room} = many;
        if (mask[feature] === 0) continue;
        const only = growth.extra ? 1 + (draw(growth.seed, tree, leaf.node, feature, 1) % (bins - 1)) : undefined;
        const histogram = histogramOf(state, leaf);
        const found = bestOfMany(many, histogram, leaf, scoreOfLeaf(leaf), {growth, units, bounded}, only);
        if (found && (!best || found.gain > best.gain || (found.gain === best.gain && feature < best.feature)))
          best = found;
        if (own.size + above.size < room) own.set(leaf.number, histogram);
        else free.push(emptied(histogram));
      }
      return best;
    },
    divide(leaf, node) {
      for (const {own, above} of states) {
        const histogram = own.get(leaf.number);
        if (!histogram) continue;
        own.delete(leaf.number);
        above.set(node, {histogram, start: leaf.start, rows: leaf.rows, reduced: false});
      }
    },
    part({start, rows}, {feature, set}, node) {
      const {bins, codes} = all.find((many) => many.feature === feature)!;
      const sides = new Uint8Array(bins);
      for (let bin = 0; bin < bins; ++bin) if (isMember(set, bin)) sides[bin] = 1;
      sidesOf.set(node, sides);
      let left = start;
      let right = 0;
      for (let i = start; i < start + rows; ++i) {
        const row = list[i];
        if (sides[codes[row]] === 1) list[left++] = row;
        else spare[right++] = row;
      }
      list.set(spare.subarray(0, right), left);
      return left - start;
    },
    walk({feature, left, right}, leafOf) {
      const samples = leafOf.length;
      const bytes = (name: string) =>
        new Uint8Array(machine.buffer, machine.area(name).start, machine.area(name).bytes);
      const [columns, tables] = [bytes("columns"), bytes("sides")];
      const nodes = Array.from(feature, (f, node) => {
        const sides = sidesOf.get(node);
        if (sides) return {sides, codes: all.find((many) => many.feature === f)!.codes};
        return {sides: tables.subarray(node * 256), codes: columns.subarray(f * samples)};
      });
      for (let i = 0; i < samples; ++i) {
        let node = 0;
        do {
          const {sides, codes} = nodes[node];
          node = sides[codes[i]] === 1 ? left[node] : right[node];
        } while (node >= 0);
        leafOf[i] = ~node;
      }
    },
    close() {
      for (const {many, own, above} of states) {
        for (const histogram of own.values()) many.free.push(emptied(histogram));
        for (const {histogram} of above.values()) many.free.push(emptied(histogram));
      }
    }
  };
}
