import type {Tree, TreeEnsemble} from "../../base/trees.js";
import {Decision} from "../../base/trees.js";
import {faultOf} from "../check.js";
import type {Line, Section} from "./lines.js";
import {integer, integers, lineOf, misread, need, numbers, words} from "./lines.js";
import {meaningOf} from "./objective.js";

const versions = ["v2", "v3", "v4"];
const most = 2 ** 31 - 1;

/** Whether a text begins as LightGBM's models do. */
export function isLightgbm(text: string): boolean {
  return /^tree\r?\n/.test(text);
}

/**
 * Reads a model that LightGBM wrote as text (`save_model`, `model_to_string`): of numbers and categories, of any kind of
 * missing values, with one output or several, boosted, with dropout, or a forest. Categories that pandas numbered are
 * those numbers, see `categoriesOfLightgbm`. Throws, saying at which line, where the text is another's or was cut off, and
 * where trees here cannot say the same: leaves that are linear models, and the objectives `regression sqrt` and
 * `cross_entropy_lambda`.
 */
export function fromLightgbm(text: string): TreeEnsemble {
  const lines = text.split("\n");
  if (!isLightgbm(text))
    throw misread(1, `${JSON.stringify(lines[0].slice(0, 40))}; expected "tree"; the file is something else`);
  const end = lines.findIndex((line) => line.startsWith("end of trees"));
  if (end < 0) throw misread(lines.length, 'it ends without "end of trees"; the file was cut off');
  const sections = sectionsOf(lines, end);
  const [header] = sections;
  const outputs = outputsOf(header.lines);
  const columns = integer(need(header.lines, "max_feature_idx", 1), 0, most) + 1;
  const features = words(withCount(need(header.lines, "feature_names", 1), columns));
  const trees = sections.slice(1).map(({first, lines}, i) => readTree(lines, first, i, columns));
  const sizes = header.lines.get("tree_sizes");
  if (sizes) withCount(sizes, trees.length);
  if (trees.length % outputs !== 0)
    throw misread(end + 1, `${trees.length} trees for ${outputs} outputs; the file was cut off or changed`);
  const categorical = categoricalOf(header.lines.get("feature_infos"), trees, columns);
  const objective = header.lines.get("objective");
  const meaning = objective ? meaningOf(objective.value) : {transform: {kind: "identity"} as const};
  if (!meaning)
    throw misread(objective!.number, `objective ${objective!.value}: its predictions cannot be made of trees here`);
  return {
    features,
    ...(categorical.length > 0 && {categorical}),
    outputs,
    bias: new Float64Array(outputs),
    ...(header.lines.has("average_output") && {average: true}),
    ...meaning,
    trees,
    ...(objective && {objective: objective.value})
  };
}

/**
 * What pandas called the categories of a model that LightGBM wrote: of each categorical column in order, its categories in
 * the order of their numbers. Null where they were numbers to begin with.
 */
export function categoriesOfLightgbm(text: string): readonly (readonly unknown[])[] | null {
  const at = text.lastIndexOf("\npandas_categorical:");
  if (at < 0) return null;
  const found = text.slice(at + "\npandas_categorical:".length).trim();
  const line = text.slice(0, at + 1).split("\n").length;
  try {
    return JSON.parse(found) as (readonly unknown[])[] | null;
  } catch {
    throw misread(line, "pandas_categorical is no whole JSON; the file was cut off or changed");
  }
}

/** The header, then each tree's lines. */
function sectionsOf(lines: readonly string[], end: number): {first: number; lines: Section}[] {
  const sections: {first: number; lines: Map<string, Line>}[] = [{first: 1, lines: new Map()}];
  for (let i = 1; i < end; ++i) {
    if (lines[i].trim() === "") continue;
    const line = lineOf(lines[i], i + 1);
    if (line.name === "Tree") {
      if (Number(line.value) !== sections.length - 1)
        throw misread(
          i + 1,
          `Tree=${line.value.trim()}; expected ${sections.length - 1}; trees are missing or repeated`
        );
      sections.push({first: i + 1, lines: new Map()});
    } else sections.at(-1)!.lines.set(line.name, line);
  }
  return sections;
}

function outputsOf(header: Section): number {
  const version = header.get("version");
  if (version && !versions.includes(version.value.trim()))
    throw misread(
      version.number,
      `version ${version.value.trim()}; versions that are known are ${versions.join(", ")}`
    );
  const classes = integer(need(header, "num_class", 1), 1, most);
  const each = header.get("num_tree_per_iteration");
  const outputs = each ? integer(each, 1, most) : classes;
  return outputs;
}

function withCount(line: Line, count: number): Line {
  const found = words(line).length;
  if (found === count) return line;
  throw misread(line.number, `${line.name} has ${found} values; expected ${count}; the file was cut off or changed`);
}

/** Features whose values are categories, by what was seen of them and how trees ask for them. */
function categoricalOf(infos: Line | undefined, trees: readonly Tree[], columns: number): number[] {
  const seen = infos ? words(withCount(infos, columns)) : [];
  const found = new Set([...seen.keys()].filter((j) => seen[j] !== "none" && !seen[j].startsWith("[")));
  for (const {feature, decision} of trees)
    decision.forEach((bits, node) => (bits & Decision.categorical) !== 0 && found.add(feature[node]));
  return Array.from(found).sort((a, b) => a - b);
}

function readTree(lines: Section, first: number, i: number, columns: number): Tree {
  const leaves = integer(need(lines, "num_leaves", first), 1, most);
  const nodes = leaves - 1;
  const of = (name: string, least: number, upTo: number) => integers(need(lines, name, first), least, upTo, nodes);
  const known = (name: string, count: number) => {
    const line = lines.get(name);
    return line && (count > 0 || leaves > 1) && line.value.trim() !== "" ? numbers(line, count) : undefined;
  };
  const lists = {
    gain: known("split_gain", nodes),
    nodeCount: known("internal_count", nodes),
    leafCount: known("leaf_count", leaves),
    nodeWeight: known("internal_weight", nodes),
    leafWeight: known("leaf_weight", leaves),
    nodeValue: known("internal_value", nodes)
  };
  const decisions = lines.get("decision_type");
  const tree: Tree = {
    feature: Int32Array.from(leaves > 1 ? of("split_feature", 0, columns - 1) : []),
    threshold: leaves > 1 ? numbers(need(lines, "threshold", first), nodes) : new Float64Array(0),
    left: Int32Array.from(leaves > 1 ? of("left_child", -leaves, nodes - 1) : []),
    right: Int32Array.from(leaves > 1 ? of("right_child", -leaves, nodes - 1) : []),
    decision: decisions && leaves > 1 ? Uint8Array.from(integers(decisions, 0, 15, nodes)) : new Uint8Array(nodes),
    ...setsOf(lines, first),
    value: leafValues(lines, first, leaves),
    ...Object.fromEntries(Object.entries(lists).filter(([, values]) => values))
  };
  const fault = faultOf(tree, columns);
  if (fault !== null) throw misread(first, `tree ${i}, ${fault}`);
  return tree;
}

/** The leaves' values; where leaves are linear models, their constants, if that is all there is to them. */
function leafValues(lines: Section, first: number, leaves: number): Float64Array {
  const linear = lines.get("is_linear");
  if (!linear || integer(linear, 0, 1) === 0) return numbers(need(lines, "leaf_value", first), leaves);
  if (integers(need(lines, "num_features", first), 0, most, leaves).some((count) => count > 0))
    throw misread(linear.number, "its leaves are linear models; train with linear_tree=false");
  return numbers(need(lines, "leaf_const", first), leaves);
}

/** A tree's sets of categories. */
function setsOf(lines: Section, first: number): Pick<Tree, "sets"> {
  const count = integer(need(lines, "num_cat", first), 0, most);
  if (count === 0) return {};
  const bounds = integers(need(lines, "cat_boundaries", first), 0, most, count + 1);
  const bits = Uint32Array.from(integers(need(lines, "cat_threshold", first), 0, 2 ** 32 - 1, bounds[count]));
  return {sets: Array.from({length: count}, (_, i) => bits.slice(bounds[i], bounds[i + 1]))};
}
