import type {Tree} from "../../base/trees.js";
import {Decision} from "../../base/trees.js";
import type {FeatureBins} from "../grower.js";
import type {Leaf, Split, Units} from "./leaf.js";
import {hessianOf} from "./leaf.js";

/** Where all values go left that are not missing: above every number, and one that text formats hold. */
const all = 1e300;

/** A tree as it grows. */
export interface Nodes {
  readonly count: number;
  readonly leaves: readonly Leaf[];
  /** Makes a node of a leaf, whose place in its parent it takes; both of its sides are still to be set. */
  add(leaf: Leaf, split: Split, gain: number): number;
  /** Puts a leaf where it belongs. */
  set(leaf: Leaf): void;
  finish(units: Units): Tree;
}

export function makeNodes(bins: readonly FeatureBins[]): Nodes {
  const feature: number[] = [];
  const threshold: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const decision: number[] = [];
  const gain: number[] = [];
  const inner: Leaf[] = [];
  const sets: Uint32Array[] = [];
  const leaves: Leaf[] = [];
  const link = ({parent, isLeft}: Leaf, to: number) => {
    if (parent < 0) return;
    if (isLeft) left[parent] = to;
    else right[parent] = to;
  };
  return {
    leaves,
    get count() {
      return feature.length;
    },
    add(leaf, split, gained) {
      const node = feature.push(split.feature) - 1;
      link(leaf, node);
      left.push(0);
      right.push(0);
      inner.push(leaf);
      gain.push(gained);
      const of = bins[split.feature];
      if (of.kind === "categorical") {
        decision.push(Decision.categorical);
        threshold.push(sets.push(categories(of.categories, split.set)) - 1);
      } else {
        const goesLeft = split.kind === "missing left" ? Decision.defaultLeft : 0;
        decision.push(of.missing ? Decision.nanMissing | goesLeft : 0);
        const upper = of.upper[split.bin];
        threshold.push(upper === Infinity ? all : upper);
      }
      return node;
    },
    set(leaf) {
      leaves[leaf.number] = leaf;
      link(leaf, ~leaf.number);
    },
    finish: (units) => ({
      feature: Int32Array.from(feature),
      threshold: Float64Array.from(threshold),
      left: Int32Array.from(left),
      right: Int32Array.from(right),
      decision: Uint8Array.from(decision),
      ...(sets.length > 0 && {sets}),
      value: Float64Array.from(leaves, ({answer}) => answer),
      gain: Float64Array.from(gain),
      nodeCount: Float64Array.from(inner, ({sums}) => sums.n),
      leafCount: Float64Array.from(leaves, ({sums}) => sums.n),
      nodeWeight: Float64Array.from(inner, ({sums}) => hessianOf(sums, units)),
      leafWeight: Float64Array.from(leaves, ({sums}) => hessianOf(sums, units)),
      nodeValue: Float64Array.from(inner, ({answer}) => answer)
    })
  };
}

/** The categories whose bins are members of a set, as bits. */
function categories(ofBins: Int32Array, set: Uint32Array): Uint32Array {
  const members = ofBins.filter((_, k) => isMember(set, k + 1));
  const bits = new Uint32Array((members.reduce((most, category) => Math.max(most, category), 0) >>> 5) + 1);
  for (const category of members) bits[category >>> 5] |= 1 << (category & 31);
  return bits;
}

export function isMember(set: Uint32Array, bin: number): boolean {
  return ((set[bin >>> 5] >>> (bin & 31)) & 1) === 1;
}

/** Writes on which side each bin of a split's feature goes: 1 for left. */
export function writeSides(sides: Uint8Array, bins: FeatureBins, {kind, bin, set}: Split): void {
  if (bins.kind === "categorical") {
    for (let b = 0; b < sides.length; ++b) sides[b] = isMember(set, b) ? 1 : 0;
    return;
  }
  sides.fill(1, 0, bin + 1);
  sides.fill(0, bin + 1);
  if (bins.missing) sides[bins.upper.length] = kind === "missing left" ? 1 : 0;
}
