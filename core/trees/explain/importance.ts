import type {Tree, TreeEnsemble} from "../../base/trees.js";
import {divide, playersOf} from "./players.js";
import type {Attribution} from "./shapley.js";

/** How much trees make of each feature: one value a feature, null where the trees do not know. */
export interface TreeImportance {
  /** How many nodes decide by it. */
  readonly split: Float64Array;
  /** By how much these lowered the training loss, in its units. */
  readonly gain: Float64Array | null;
  /** How many training samples came to these, one counted once at each. */
  readonly cover: Float64Array | null;
}

/**
 * What training knew of the features. Nodes of an encoding count for the features that it is made of, in equal parts.
 * All of it is of the training samples: features that noise fits well, of many values above all, look better than they
 * are.
 */
export function treeImportance(ensemble: TreeEnsemble): TreeImportance {
  const players = playersOf(ensemble);
  const count = ensemble.features.length;
  const sum = (of: (tree: Tree) => ArrayLike<number> | undefined): Float64Array | null => {
    const got = new Float64Array(players.features.length);
    for (const tree of ensemble.trees) {
      const values = of(tree);
      if (!values && tree.feature.length > 0) return null;
      for (let i = 0; i < tree.feature.length; ++i) got[players.ofColumn[tree.feature[i]]] += values![i];
    }
    return divide(got, players, count);
  };
  return {
    split: sum(({feature}) => new Uint8Array(feature.length).fill(1))!,
    gain: sum(({gain}) => gain),
    cover: sum(({nodeCount, nodeWeight}) => nodeCount ?? nodeWeight)
  };
}

/**
 * The mean |Shapley value| of each of so many features over the samples: in the units of the raw value, that of outputs
 * added up.
 */
export function meanAbsolute({values, base}: Attribution, features: number): Float64Array {
  const out = new Float64Array(features);
  const samples = values.length / (features * base.length);
  for (let i = 0; i < values.length; ++i) out[i % features] += Math.abs(values[i]) / samples;
  return out;
}
