import {random} from "../../../core/base/random.js";
import type {Tree, TreeEnsemble} from "../../../core/base/trees.js";
import {madeTree} from "../../trees/made.js";

/**
 * Trees with everything that LightGBM's text has: numbers, categories, every kind of missing values, zeros that are
 * thresholds, a scale, a bias, a sigmoid, and the counts that SHAP values need.
 */
export function writtenTrees(): TreeEnsemble {
  const stream = random("written");
  const numbers = Array.from({length: 4}, () => madeTree(stream, {columns: 3, leaves: 7}));
  const kinds = Array.from({length: 2}, () => moved(madeTree(stream, {columns: 2, leaves: 5, categorical: 1}), 3));
  const counts = moved(madeTree(stream, {columns: 1, leaves: 3}), 5);
  return {
    features: ["plain", "with nan", "with (zeros, rare)", "many_kinds", "few_kinds", "count"],
    categorical: [3, 4],
    outputs: 1,
    bias: Float64Array.of(0.1),
    scale: 0.3,
    transform: {kind: "sigmoid", slope: 0.7},
    classes: [0, 1],
    trees: [...numbers, ...kinds, counts, madeTree(stream, {columns: 1, leaves: 1})].map((tree) =>
      counted(tree, (leaf) => 10 + ((7 * leaf) % 5))
    )
  };
}

/** A tree that asks for columns further on. */
function moved(tree: Tree, by: number): Tree {
  return {...tree, feature: tree.feature.map((column) => column + by)};
}

/** A tree whose nodes hold as many samples as their leaves together, and answer with their mean. */
function counted(tree: Tree, count: (leaf: number) => number): Tree {
  const nodes = tree.feature.length;
  const leafCount = Float64Array.from(tree.value, (_, leaf) => count(leaf));
  const nodeCount = new Float64Array(nodes);
  const nodeValue = new Float64Array(nodes);
  const sum = (next: number): readonly [number, number] => {
    if (next < 0) return [leafCount[~next], leafCount[~next] * tree.value[~next]];
    const [left, right] = [sum(tree.left[next]), sum(tree.right[next])];
    nodeCount[next] = left[0] + right[0];
    nodeValue[next] = (left[1] + right[1]) / nodeCount[next];
    return [nodeCount[next], left[1] + right[1]];
  };
  if (nodes > 0) sum(0);
  const gain = Float64Array.from({length: nodes}, (_, node) => nodes - node);
  return {...tree, gain, nodeCount, leafCount, nodeWeight: nodeCount, leafWeight: leafCount, nodeValue};
}
