import type {Tree} from "../../base/trees.js";
import {Decision} from "../../base/trees.js";
import {setOf} from "../formats/conditions.js";
import type {Place} from "../formats/place.js";
import {elements, maybe, member, misplaced, numbers, whole} from "../formats/place.js";
import type {Categories} from "./categories.js";
import type {Layout, Split, Test} from "./splits.js";
import type {Statistics} from "./statistics.js";
import {testsOf} from "./statistics.js";

/** A tree as the file has it: questions, and leaves by their numbers. */
type Source = {readonly split: Split; readonly no: Source; readonly yes: Source} | {readonly leaf: number};

interface Read {
  readonly root: Source;
  /** Leaves × outputs. */
  readonly values: Float64Array;
  readonly weights: Float64Array | null;
}

/** What trees are made with. */
export interface Making {
  readonly layout: Layout;
  readonly statistics: Statistics;
  readonly categories: Categories;
  readonly outputs: number;
}

/**
 * Reads the trees, one after the other for each output. Leaves have CatBoost's numbers. Of a symmetric tree the last
 * level is the root, as it is where CatBoost shares a prediction among features: so the Shapley values are its own. A question of a statistic that
 * depends on tests is one of the statistic under their answers: these are known from the path, or else asked first, and
 * what follows is repeated.
 */
export function readTrees(model: Place, making: Making): Tree[] {
  const oblivious = maybe(model, "oblivious_trees");
  const places = elements(oblivious ?? member(model, "trees"));
  return places.flatMap((place) => {
    const read = oblivious ? readOblivious(place, making) : readNested(place, making);
    return treesOf(read, making, place);
  });
}

function splitOf(place: Place, {splits}: Layout): Split {
  const at = member(place, "split_index");
  const split = splits[whole(at)] as Split | undefined;
  if (!split) throw misplaced(at, `is ${whole(at)}; the features have ${splits.length} splits`);
  return split;
}

function readOblivious(place: Place, {layout, outputs}: Making): Read {
  const list = maybe(place, "splits");
  const splits = list ? elements(list).map((each) => splitOf(each, layout)) : [];
  if (splits.length > 20) throw misplaced(place, `has ${splits.length} levels; expected 20 at most`);
  const leaves = 2 ** splits.length;
  const values = numbers(member(place, "leaf_values"), leaves * outputs);
  const weights = maybe(place, "leaf_weights");
  const build = (level: number, leaf: number): Source =>
    level < 0 ? {leaf} : {split: splits[level], no: build(level - 1, leaf), yes: build(level - 1, leaf + 2 ** level)};
  return {root: build(splits.length - 1, 0), values, weights: weights ? numbers(weights, leaves) : null};
}

function readNested(place: Place, {layout, outputs}: Making): Read {
  const values: number[] = [];
  const weights: number[] = [];
  const build = (node: Place): Source => {
    const split = maybe(node, "split");
    if (split) {
      const no = build(member(node, "left"));
      return {split: splitOf(split, layout), no, yes: build(member(node, "right"))};
    }
    const value = member(node, "value");
    const list = typeof value.value === "number" ? [value.value] : numbers(value, outputs);
    if (list.length !== outputs) throw misplaced(value, `is one number; expected ${outputs}`);
    const weight = maybe(node, "weight");
    weights.push(weight && typeof weight.value === "number" ? weight.value : NaN);
    values.push(...list);
    return {leaf: values.length / outputs - 1};
  };
  const root = build(place);
  return {
    root,
    values: Float64Array.from(values),
    weights: weights.some(Number.isNaN) ? null : Float64Array.from(weights)
  };
}

type Path = readonly (readonly [test: Test, yes: boolean])[];

function treesOf({root, values, weights}: Read, making: Making, place: Place): Tree[] {
  const {statistics, categories, outputs, layout} = making;
  const leaves = values.length / outputs;
  const feature: number[] = [];
  const threshold: number[] = [];
  const decision: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const sets: Uint32Array[] = [];
  const counts: number[] = [];
  const used = new Uint8Array(leaves);
  /** The leaf that each leaf beyond CatBoost's own repeats. */
  const repeated: number[] = [];
  /** Adds what follows and returns its number, and how many samples came to it. */
  const add = (source: Source, path: Path): [number, number] => {
    if ("leaf" in source) {
      const {leaf} = source;
      const count = weights ? weights[leaf] : 0;
      if (used[leaf]++ === 0) return [~leaf, count];
      return [~(leaves + repeated.push(leaf) - 1), count];
    }
    const {split, no, yes} = source;
    if (split.kind !== "ctr") return ask(split, [no, path], [yes, path], path);
    const tests = testsOf(split.ctr);
    const answers = tests.map((test) => answerOf(path, test));
    const open = tests.find((_, i) => answers[i] === undefined);
    if (open) return ask(open, [source, path], [source, path], path);
    const node = reserve();
    feature[node] = statistics.column(split.ctr, answers as boolean[]);
    threshold[node] = split.border;
    decision[node] = Decision.nanMissing | Decision.defaultLeft;
    return follow(node, add(no, path), add(yes, path));
  };
  const ask = (test: Test, no: [Source, Path], yes: [Source, Path], path: Path): [number, number] => {
    const node = reserve();
    feature[node] = test.feature;
    const below = () => add(no[0], [...path, [test, false]]);
    const above = () => add(yes[0], [...path, [test, true]]);
    if (test.kind === "number") {
      threshold[node] = test.border;
      decision[node] = Decision.nanMissing | (test.missingYes ? 0 : Decision.defaultLeft);
      return follow(node, below(), above());
    }
    const category = categories.find(test.feature, test.hash);
    if (category === undefined)
      throw misplaced(
        place,
        `asks for a category of ${layout.features[test.feature]} with hash ${test.hash}, which is not among ` +
          `${categories.where(test.feature)}; train with categories that are integers, or give the names of categories ` +
          "by feature"
      );
    threshold[node] = sets.push(setOf([category])) - 1;
    decision[node] = Decision.categorical | Decision.nanMissing;
    const without = below();
    return follow(node, above(), without);
  };
  const reserve = () => {
    left.push(0);
    counts.push(0);
    return right.push(0) - 1;
  };
  const follow = (node: number, [before, few]: [number, number], [after, more]: [number, number]): [number, number] => {
    left[node] = before;
    right[node] = after;
    counts[node] = few + more;
    return [node, counts[node]];
  };
  add(root, []);
  const order = [...Array.from({length: leaves}, (_, i) => i), ...repeated];
  const shared = {
    feature: Int32Array.from(feature),
    threshold: Float64Array.from(threshold),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    decision: Uint8Array.from(decision),
    ...(sets.length > 0 && {sets}),
    ...(weights && repeated.length === 0 && {nodeCount: Float64Array.from(counts), leafCount: weights})
  };
  return Array.from({length: outputs}, (_, j) => ({
    ...shared,
    value: Float64Array.from(order, (leaf) => values[leaf * outputs + j])
  }));
}

/** What a path says of a test; undefined where it says nothing. */
function answerOf(path: Path, test: Test): boolean | undefined {
  for (const [asked, yes] of path) {
    if (asked.feature !== test.feature) continue;
    if (asked.kind === "number" && test.kind === "number") {
      if (yes && asked.border >= test.border) return true;
      if (!yes && asked.border <= test.border) return false;
    }
    if (asked.kind === "category" && test.kind === "category") {
      if (yes) return asked.hash === test.hash;
      if (asked.hash === test.hash) return false;
    }
  }
  return undefined;
}
