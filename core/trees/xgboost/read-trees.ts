import type {Encoding, Tree} from "../../base/trees.js";
import {Decision} from "../../base/trees.js";
import {setOf} from "../formats/conditions.js";
import {previousFloat32} from "../formats/float32.js";
import type {Place} from "../formats/place.js";
import {elements, maybe, member, misplaced, numbers, whole} from "../formats/place.js";

/** What a model's trees are, in the order in which outputs take turns. */
interface Found {
  readonly trees: Tree[];
  readonly encodings: Encoding[];
  readonly categorical: number[];
}

/** Columns that are made as trees need them: of categories that are missing and go where the set's members go. */
interface Columns {
  readonly features: readonly string[];
  readonly encodings: Encoding[];
  readonly places: Map<string, number>;
  readonly categorical: Set<number>;
}

/**
 * Reads the trees of a model. `dropped` are dart's weights of trees. Leaves and nodes are numbered in the order of XGBoost's
 * numbers of nodes.
 */
export function readTrees(
  model: Place,
  features: readonly string[],
  outputs: number,
  dropped: Float64Array | undefined
): Found {
  const list = member(model, "trees");
  const places = elements(list);
  const info = numbers(member(model, "tree_info"), places.length);
  if (dropped && dropped.length !== places.length)
    throw misplaced(list, `has ${places.length} trees, and weight_drop ${dropped.length} weights`);
  const columns: Columns = {features, encodings: [], places: new Map(), categorical: new Set()};
  const byOutput: Tree[][] = Array.from({length: outputs}, () => []);
  for (const [i, place] of places.entries()) {
    const made = readTree(place, columns, dropped ? dropped[i] : 1);
    if (made.length === 1) {
      const to = byOutput[info[i]] as Tree[] | undefined;
      if (!to) throw misplaced(place, `is of output ${info[i]}; there are ${outputs}`);
      to.push(made[0]);
    } else if (made.length === outputs) made.forEach((tree, j) => byOutput[j].push(tree));
    else throw misplaced(place, `has leaves of ${made.length} values; expected ${outputs}`);
  }
  const rounds = Math.max(0, ...byOutput.map(({length}) => length));
  const trees = Array.from({length: rounds * outputs}, (_, i) => {
    const own = byOutput[i % outputs];
    const round = Math.floor(i / outputs);
    return round < own.length ? own[round] : constantTree(0);
  });
  return {trees, encodings: columns.encodings, categorical: Array.from(columns.categorical).sort((a, b) => a - b)};
}

/** A tree of one leaf. */
export function constantTree(value: number): Tree {
  const none = new Int32Array(0);
  return {
    feature: none,
    threshold: new Float64Array(0),
    left: none,
    right: none,
    decision: new Uint8Array(0),
    value: Float64Array.of(value)
  };
}

/** A tree, or one for each value of a leaf where leaves are vectors. */
function readTree(place: Place, columns: Columns, factor: number): Tree[] {
  const size = whole(member(place, "tree_param", "num_nodes"));
  const vector = Math.max(1, whole(member(place, "tree_param", "size_leaf_vector")));
  const list = (name: string, count = size) => numbers(member(place, name), count);
  const left = list("left_children");
  const right = list("right_children");
  const conditions = list("split_conditions");
  const indices = list("split_indices");
  const defaultLeft = list("default_left");
  const categories = categoriesOf(place);
  const order = reachable(place, left, right, size);
  const splits = order.filter((node) => left[node] >= 0);
  const leaves = order.filter((node) => left[node] < 0);
  const number = new Int32Array(size);
  splits.forEach((node, i) => (number[node] = i));
  leaves.forEach((node, i) => (number[node] = ~i));

  const feature = new Int32Array(splits.length);
  const threshold = new Float64Array(splits.length);
  const decision = new Uint8Array(splits.length).fill(Decision.nanMissing);
  const before = Int32Array.from(splits, (node) => number[left[node]]);
  const after = Int32Array.from(splits, (node) => number[right[node]]);
  const sets: Uint32Array[] = [];
  for (const [i, node] of splits.entries()) {
    const column = indices[node];
    if (!(column >= 0 && column < columns.features.length))
      throw misplaced(place, `splits by feature ${column} at node ${node}; there are ${columns.features.length}`);
    feature[i] = column;
    const set = categories.get(node);
    if (!set) {
      threshold[i] = Math.max(-Infinity, previousFloat32(Math.fround(conditions[node])));
      if (defaultLeft[node] === 1) decision[i] |= Decision.defaultLeft;
      continue;
    }
    columns.categorical.add(column);
    if (defaultLeft[node] === 1) {
      decision[i] = Decision.categorical | Decision.nanMissing;
      threshold[i] = sets.push(setOf(set)) - 1;
      [before[i], after[i]] = [after[i], before[i]];
    } else {
      threshold[i] = 0.5;
      feature[i] = encodingOf(columns, column, set);
    }
  }
  const gain = maybe(place, "loss_changes");
  const hessian = maybe(place, "sum_hessian");
  const gains = gain && numbers(gain, size);
  const weights = hessian && numbers(hessian, size);
  const shared = {
    feature,
    threshold,
    left: before,
    right: after,
    decision,
    ...(sets.length > 0 && {sets}),
    ...(gains && {gain: Float64Array.from(splits, (node) => gains[node])}),
    ...(weights && {
      nodeWeight: Float64Array.from(splits, (node) => weights[node]),
      leafWeight: Float64Array.from(leaves, (node) => weights[node])
    })
  };
  const values = leafValues(place, leaves, conditions, right, vector);
  return values.map((each) => ({...shared, value: each.map((value) => factor * value)}));
}

/** The values of leaves, a list for each place of the vector. */
function leafValues(
  place: Place,
  leaves: readonly number[],
  conditions: Float64Array,
  right: Float64Array,
  vector: number
): Float64Array[] {
  if (vector === 1) return [Float64Array.from(leaves, (node) => Math.fround(conditions[node]))];
  const own = maybe(place, "leaf_weights");
  const held = numbers(own ?? member(place, "base_weights"));
  return Array.from({length: vector}, (_, j) =>
    Float64Array.from(leaves, (node) => {
      const at = (own ? right[node] : node) * vector + j;
      if (!(at < held.length)) throw misplaced(own ?? place, `lacks the leaf of node ${node}`);
      return Math.fround(held[at]);
    })
  );
}

/** The categories that go right at each node which splits by category. */
function categoriesOf(place: Place): ReadonlyMap<number, readonly number[]> {
  const nodes = maybe(place, "categories_nodes");
  if (!nodes) return new Map();
  const found = numbers(nodes);
  const segments = numbers(member(place, "categories_segments"), found.length);
  const sizes = numbers(member(place, "categories_sizes"), found.length);
  const all = numbers(member(place, "categories"));
  if (all.some((each) => !(Number.isInteger(each) && each >= 0 && each < 2 ** 24)))
    throw misplaced(member(place, "categories"), "has what is no category; expected integers from 0 to 16777215");
  return new Map(Array.from(found, (node, i) => [node, Array.from(all.subarray(segments[i], segments[i] + sizes[i]))]));
}

/** The nodes that the root leads to, ascending; those that pruning left behind are none of them. */
function reachable(place: Place, left: Float64Array, right: Float64Array, size: number): number[] {
  const seen = new Uint8Array(size);
  const open = [0];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!(node >= 0 && node < size) || seen[node] === 1)
      throw misplaced(place, `has a node ${node} that is followed twice, or that is not there`);
    seen[node] = 1;
    if (left[node] >= 0) open.push(left[node], right[node]);
  }
  return Array.from(seen.keys()).filter((node) => seen[node] === 1);
}

/** The place of the column that is 1 for the categories of a set and for missing ones, and 0 for all others. */
function encodingOf(
  {features, encodings, places, categorical}: Columns,
  column: number,
  set: readonly number[]
): number {
  categorical.add(column);
  const key = `${column}:${set.join(",")}`;
  const known = places.get(key);
  if (known !== undefined) return known;
  const values = new Map<string, number>([...set.map((each) => [String(each), 1] as const), ["NaN", 1]]);
  const place = features.length + encodings.length;
  encodings.push({
    name: `${features[column]} in ${set.join(" ")} or missing`,
    features: [column],
    values,
    otherwise: 0
  });
  places.set(key, place);
  return place;
}
