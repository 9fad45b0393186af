import type {TreeEnsemble} from "../../base/trees.js";

/**
 * What each tree's leaves are multiplied by, so that the raw value of an output is its bias and the plain sum of its
 * leaves: the ensemble's scale, by the number of trees an output has where they are averaged.
 */
export function leafFactors({trees, outputs, scale = 1, average}: TreeEnsemble): number[] {
  return trees.map((_, i) => (average ? scale / Math.ceil((trees.length - (i % outputs)) / outputs) : scale));
}
