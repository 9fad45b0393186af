import type {Tree, TreeEnsemble} from "../base/trees.js";
import {Decision} from "../base/trees.js";
import {addTree} from "../trees/predict.js";
import type {Objective} from "./objectives/objective.js";
import type {TrainingData} from "./training.js";

/** The same tree with leaves so many times as large. */
export function shrunk(tree: Tree, factor: number): Tree {
  const scaled = (values: Float64Array) => values.map((value) => value * factor);
  return {...tree, value: scaled(tree.value), ...(tree.nodeValue && {nodeValue: scaled(tree.nodeValue)})};
}

/** Samples' raw values, samples × outputs, that begin from the same of each output. */
export function rawFrom(bias: Float64Array, samples: number): Float64Array {
  const outputs = bias.length;
  return Float64Array.from({length: samples * outputs}, (_, i) => bias[i % outputs]);
}

/** Adds trees to raw values one by one, as training does: in the same order, to the same bits. */
export function addTrees(
  trees: readonly Tree[],
  data: Pick<TrainingData, "x" | "shape">,
  raw: Float64Array,
  outputs: number,
  scale = 1
): void {
  for (const [i, tree] of trees.entries())
    addTree(tree, data.x, data.shape, raw, {output: i % outputs, outputs, scale});
}

/** Throws unless training on these features, some of which are categories, can go on from these trees. */
export function checkContinued(
  before: TreeEnsemble,
  names: readonly string[],
  categorical: readonly number[],
  {outputs, transform}: Pick<Objective, "outputs" | "transform">
): void {
  const wrong = (what: string) => new Error(`invalid trees to go on from: ${what}; give those of the same training`);
  const differs = names.findIndex((name, j) => name !== before.features[j]);
  if (differs >= 0 || names.length !== before.features.length)
    throw wrong(`they learned from ${before.features.join(", ")}, not from ${names.join(", ")}`);
  if (before.outputs !== outputs) throw wrong(`they have ${before.outputs} outputs, not ${outputs}`);
  if (before.transform.kind !== transform.kind)
    throw wrong(`their predictions are made by ${before.transform.kind}, not ${transform.kind}`);
  if (before.transform.kind === "sigmoid" && transform.kind === "sigmoid" && before.transform.slope !== transform.slope)
    throw wrong(`the slope of their probabilities is ${before.transform.slope}, not ${transform.slope}`);
  if (before.average === true) throw wrong("they are a forest, whose trees do not build on each other");
  if ((before.scale ?? 1) !== 1 || (before.encodings?.length ?? 0) > 0)
    throw wrong("they are scaled or have encodings, as this learner's have not");
  for (const {feature, decision} of before.trees)
    for (const [node, column] of feature.entries()) {
      const asked = (decision[node] & Decision.categorical) !== 0;
      if (asked !== categorical.includes(column))
        throw wrong(`they take ${names[column]} for ${asked ? "categories" : "a number"}, as this does not`);
    }
}
