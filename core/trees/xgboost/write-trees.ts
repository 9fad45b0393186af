import type {Tree, TreeEnsemble} from "../../base/trees.js";
import type {Condition} from "../formats/conditions.js";
import {conditionOf} from "../formats/conditions.js";
import {largestFloat32, nextFloat32} from "../formats/float32.js";
import type {Written} from "./ubjson.js";

/** The parent of a root. */
const none = 2147483647;
/** Categories are below this. */
const mostCategories = 2 ** 24;

/**
 * A tree as XGBoost has it, nodes numbered level by level. A number goes left where it is below the split, which is the
 * single-precision number after the threshold; a category goes right where it is a member. A set without members, which
 * XGBoost does not have, is a number below which there is none. Adds features that are split by
 * category to `categorical`. What `sum_hessian` and `loss_changes` are not known of is 0.
 */
export function writtenTree(
  ensemble: TreeEnsemble,
  tree: Tree,
  factor: number,
  id: number,
  categorical: Set<number>
): Written {
  const order = [tree.feature.length > 0 ? 0 : ~0];
  const parents = [none];
  const left = new Int32Array(2 * tree.feature.length + 1).fill(-1);
  const right = left.slice();
  const size = left.length;
  const conditions = new Float32Array(size);
  const indices = new Int32Array(size);
  const defaultLeft = new Uint8Array(size);
  const splitType = new Uint8Array(size);
  const [gains, hessians, weights] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)];
  const categories: number[] = [];
  const segments: number[] = [];
  const sizes: number[] = [];
  const nodes: number[] = [];
  for (let at = 0; at < order.length; ++at) {
    const node = order[at];
    if (node < 0) {
      conditions[at] = singleOf(factor * tree.value[~node]);
      weights[at] = conditions[at];
      hessians[at] = (tree.leafWeight ?? tree.leafCount)?.[~node] ?? 0;
      continue;
    }
    const condition = conditionOf(ensemble, tree, node, "XGBoost");
    const empty = condition.kind === "category" && condition.members.length === 0;
    const swap = condition.kind === "category" && condition.membersLeft !== empty;
    left[at] = order.push(swap ? tree.right[node] : tree.left[node]) - 1;
    right[at] = order.push(swap ? tree.left[node] : tree.right[node]) - 1;
    parents.push(at, at);
    indices[at] = condition.feature;
    defaultLeft[at] = condition.missingLeft !== swap ? 1 : 0;
    gains[at] = tree.gain?.[node] ?? 0;
    hessians[at] = (tree.nodeWeight ?? tree.nodeCount)?.[node] ?? 0;
    weights[at] = factor * (tree.nodeValue?.[node] ?? 0);
    if (condition.kind === "number" || empty) {
      conditions[at] = splitOf(condition.kind === "number" ? condition.threshold : -Infinity);
      continue;
    }
    checkMembers(condition, ensemble.features);
    categorical.add(condition.feature);
    splitType[at] = 1;
    nodes.push(at);
    segments.push(categories.length);
    sizes.push(condition.members.length);
    categories.push(...condition.members);
  }
  return {
    base_weights: weights,
    categories: Int32Array.from(categories),
    categories_nodes: Int32Array.from(nodes),
    categories_segments: BigInt64Array.from(segments, BigInt),
    categories_sizes: BigInt64Array.from(sizes, BigInt),
    default_left: defaultLeft,
    id,
    left_children: left,
    loss_changes: gains,
    parents: Int32Array.from(parents),
    right_children: right,
    split_conditions: conditions,
    split_indices: indices,
    split_type: splitType,
    sum_hessian: hessians,
    tree_param: {
      num_deleted: "0",
      num_feature: String(ensemble.features.length),
      num_nodes: String(size),
      size_leaf_vector: "1"
    }
  };
}

/** The split below which lie the values up to a threshold, within the finite numbers. */
function splitOf(threshold: number): number {
  return Math.min(largestFloat32, Math.max(-largestFloat32, nextFloat32(threshold)));
}

function singleOf(value: number): number {
  const single = Math.fround(value);
  if (!Number.isFinite(single))
    throw new Error(`invalid trees for XGBoost: a leaf of ${value}; expected one within single precision`);
  return single;
}

function checkMembers(condition: Condition & {kind: "category"}, features: readonly string[]): void {
  const {members, feature} = condition;
  const wrong = members.find((member) => !(Number.isInteger(member) && member >= 0 && member < mostCategories));
  if (wrong === undefined) return;
  throw new Error(
    `invalid trees for XGBoost: category ${wrong} of ${features[feature]}; its categories are integers from 0 to ` +
      String(mostCategories - 1)
  );
}
