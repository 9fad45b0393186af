import type {Tree, TreeEnsemble} from "../../base/trees.js";
import {Decision} from "../../base/trees.js";
import {checkTrees} from "../check.js";
import {treeImportance} from "../explain/importance.js";
import {objectiveOf} from "./objective.js";

/** The largest finite number, written for a threshold that is Infinity, which LightGBM's text has no word for. */
const largest = Number.MAX_VALUE;

/**
 * The trees as LightGBM's text (version v4), which LightGBM reads with the same predictions: to the last bit where there is
 * no scale and no bias, else to their rounding, since they become parts of the leaves. Blanks in features' names become _.
 * Throws where the trees have what the format lacks: encodings.
 */
export function toLightgbm(ensemble: TreeEnsemble): string {
  checkTrees(ensemble);
  const {features, encodings, outputs, average} = ensemble;
  if (encodings && encodings.length > 0)
    throw new Error(`invalid trees for LightGBM: ${encodings[0].name} is an encoding; its format knows features only`);
  if (average && ensemble.trees.length % outputs !== 0)
    throw new Error(
      `invalid trees for LightGBM: ${ensemble.trees.length} trees are no mean of ${outputs} outputs each`
    );
  const names = namesOf(features);
  const objective = objectiveOf(ensemble);
  const trees = foldedTrees(ensemble).map(treeText);
  const header = [
    "tree",
    "version=v4",
    `num_class=${outputs}`,
    `num_tree_per_iteration=${outputs}`,
    "label_index=0",
    `max_feature_idx=${features.length - 1}`,
    ...(objective === null ? [] : [`objective=${objective}`]),
    ...(average ? ["average_output"] : []),
    `feature_names=${names.join(" ")}`,
    `feature_infos=${infosOf(ensemble).join(" ")}`,
    `tree_sizes=${trees.map(({length}) => length).join(" ")}`
  ];
  const {split} = treeImportance(ensemble);
  const used = Array.from(names.keys())
    .filter((j) => split[j] > 0)
    .sort((a, b) => split[b] - split[a] || a - b)
    .map((j) => `${names[j]}=${split[j]}`);
  const tail = ["end of trees", "", "feature_importances:", ...used, "", "parameters:", "end of parameters", ""];
  return `${header.join("\n")}\n\n${trees.join("")}${tail.join("\n")}\npandas_categorical:null\n`;
}

/** Names without blanks. */
function namesOf(features: readonly string[]): string[] {
  const names = features.map((name) => name.replaceAll(/\s/g, "_"));
  const twice = names.findIndex((name, j) => name === "" || names.indexOf(name) !== j);
  if (twice >= 0)
    throw new Error(
      `invalid trees for LightGBM: feature ${twice + 1}, ${JSON.stringify(features[twice])}, has no name of its own there`
    );
  return names;
}

/** Trees whose plain sum, or mean, is the raw value: bias and scale are in the leaves. */
function foldedTrees({trees, outputs, bias, scale = 1, average}: TreeEnsemble): readonly Tree[] {
  const rounds = Math.max(1, Math.ceil(trees.length / outputs));
  return Array.from({length: rounds * outputs}, (_, i) => {
    const tree = trees[i] ?? leaf;
    const more = i < outputs || average ? bias[i % outputs] : 0;
    if (scale === 1 && more === 0) return tree;
    const {value, nodeValue} = tree;
    const fold = (each: number) => scale * each + more;
    return {...tree, value: value.map(fold), ...(nodeValue && {nodeValue: nodeValue.map(fold)})};
  });
}

const leaf: Tree = {
  feature: new Int32Array(0),
  threshold: new Float64Array(0),
  left: new Int32Array(0),
  right: new Int32Array(0),
  decision: new Uint8Array(0),
  value: new Float64Array(1)
};

/** What is known of each feature's values: the span of its thresholds, or its categories. */
function infosOf({features, categorical = [], trees}: TreeEnsemble): string[] {
  const spans = features.map(() => [Infinity, -Infinity]);
  const members = features.map(() => new Set<number>());
  for (const {feature, threshold, decision, sets = []} of trees)
    feature.forEach((j, node) => {
      if ((decision[node] & Decision.categorical) !== 0)
        for (const category of membersOf(sets[threshold[node]])) members[j].add(category);
      else {
        spans[j][0] = Math.min(spans[j][0], finite(threshold[node]));
        spans[j][1] = Math.max(spans[j][1], finite(threshold[node]));
      }
    });
  return features.map((_, j) => {
    if (members[j].size > 0) return Array.from(members[j]).sort((a, b) => a - b).join(":"); // prettier-ignore
    if (categorical.includes(j)) return "0";
    return spans[j][0] > spans[j][1] ? "none" : `[${spans[j][0]}:${spans[j][1]}]`;
  });
}

function* membersOf(set: Uint32Array): Generator<number> {
  for (let word = 0; word < set.length; ++word)
    for (let bit = 0; bit < 32; ++bit) if (((set[word] >>> bit) & 1) === 1) yield 32 * word + bit;
}

function treeText(tree: Tree, i: number): string {
  const {sets = [], gain, nodeCount, leafCount, nodeWeight, leafWeight, nodeValue} = tree;
  const both = Decision.zeroMissing | Decision.nanMissing;
  const odd = tree.decision.findIndex((bits) => (bits & Decision.categorical) === 0 && (bits & both) === both);
  if (odd >= 0)
    throw new Error(`invalid trees for LightGBM: tree ${i}, node ${odd}: zeros and NaN are missing; only one may be`);
  const bounds = [0];
  for (const {length} of sets) bounds.push(bounds.at(-1)! + length);
  const lists: readonly (readonly [string, ArrayLike<number> | undefined])[] = [
    ["num_leaves", [tree.value.length]],
    ["num_cat", [sets.length]],
    ["split_feature", tree.feature],
    ["split_gain", gain],
    ["threshold", tree.threshold.map(finite)],
    ["decision_type", tree.decision],
    ["left_child", tree.left],
    ["right_child", tree.right],
    ["leaf_value", tree.value],
    ["leaf_weight", leafWeight],
    ["leaf_count", leafCount],
    ["internal_value", nodeValue],
    ["internal_weight", nodeWeight],
    ["internal_count", nodeCount],
    ["cat_boundaries", sets.length > 0 ? bounds : undefined],
    ["cat_threshold", sets.length > 0 ? sets.flatMap((set) => Array.from(set)) : undefined],
    ["is_linear", [0]],
    ["shrinkage", [1]]
  ];
  const lines = lists.flatMap(([name, values]) => (values ? [`${name}=${Array.from(values, digits).join(" ")}`] : []));
  return `Tree=${i}\n${lines.join("\n")}\n\n\n`;
}

function finite(threshold: number): number {
  return Math.max(-largest, Math.min(largest, threshold));
}

/** A number that reads as the same bits. */
function digits(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
