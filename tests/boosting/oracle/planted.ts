import {Decision} from "../../../core/base/trees.js";
import type {Tree} from "../../../core/base/trees.js";
import type {Grown, Growth} from "../../../core/boosting/grower.js";
import type {Binned} from "./bins.js";
import type {Node, Shape} from "./grower.js";
import {leafValue} from "./splits.js";

/** A tree in its final form, and where every sample lies in it, also those that it did not learn from. */
export function planted(
  nodes: Shape["nodes"],
  leaves: Shape["leaves"],
  columns: readonly Binned[],
  growth: Growth
): Grown {
  const sets: Uint32Array[] = [];
  const threshold = (split: Node["split"]) => {
    const {bins} = columns[split.feature];
    if (bins.kind === "numeric") return Math.min(bins.upper[split.bin], 1e300);
    sets.push(setOf(Array.from(split.left, (bin) => bins.categories[bin - 1])));
    return sets.length - 1;
  };
  const decision = (split: Node["split"]) => {
    const {bins} = columns[split.feature];
    if (bins.kind === "categorical") return Decision.categorical;
    if (!bins.missing) return 0;
    return Decision.nanMissing | (split.missingLeft ? Decision.defaultLeft : 0);
  };
  const tree: Tree = {
    feature: Int32Array.from(nodes, ({split}) => split.feature),
    threshold: Float64Array.from(nodes, ({split}) => threshold(split)),
    left: Int32Array.from(nodes, ({left}) => left),
    right: Int32Array.from(nodes, ({right}) => right),
    decision: Uint8Array.from(nodes, ({split}) => decision(split)),
    ...(sets.length > 0 && {sets}),
    value: Float64Array.from(leaves, (leaf) => leafValue(leaf.sums, growth, leaf.range, leaf.moreL2)),
    gain: Float64Array.from(nodes, ({gain}) => gain),
    nodeCount: Float64Array.from(nodes, ({sums}) => sums.count),
    leafCount: Float64Array.from(leaves, ({sums}) => sums.count),
    nodeWeight: Float64Array.from(nodes, ({sums}) => sums.h),
    leafWeight: Float64Array.from(leaves, ({sums}) => sums.h),
    nodeValue: Float64Array.from(nodes, ({value}) => value)
  };
  const samples = columns[0].code.length;
  const leaf = new Uint16Array(samples);
  for (let i = 0; i < samples; ++i) {
    let at = nodes.length === 0 ? ~0 : 0;
    while (at >= 0) {
      const {split, left, right} = nodes[at];
      at = split.left.has(columns[split.feature].code[i]) ? left : right;
    }
    leaf[i] = ~at;
  }
  return {tree, leaf, rowsOf: (place) => Uint32Array.from(leaves[place].rows)};
}

/** Categories as bits. */
function setOf(categories: readonly number[]): Uint32Array {
  const words = new Uint32Array((Math.max(...categories) >> 5) + 1);
  for (const category of categories) words[category >> 5] |= 2 ** (category & 31);
  return words;
}
