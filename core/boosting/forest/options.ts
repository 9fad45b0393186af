import {between, oneOf, whole} from "../../base/options.js";
import type {Growth} from "../grower.js";

/** What a split of a forest's trees lowers: the squared error of numbers, or Gini's impurity of classes. */
export const criteria = ["squared_error", "gini"] as const;
export type Criterion = (typeof criteria)[number];

/** The most leaves that a tree may have: they are numbered with 16 bits. */
export const mostLeaves = 65_535;

/** What a forest is, in scikit-learn's words; 0 stands for its None. */
export interface ForestRule {
  readonly n_estimators: number;
  readonly criterion: Criterion;
  readonly max_depth: number;
  readonly min_samples_split: number;
  readonly min_samples_leaf: number;
  /** A share up to 1, else a number of features; 0 for all of them, or of classes the root of their number. */
  readonly max_features: number;
  readonly max_leaf_nodes: number;
  readonly min_impurity_decrease: number;
  readonly bootstrap: boolean;
  readonly oob_score: boolean;
  /** A share up to 1, else a number of samples (of rows where there are blocks); 0 for as many as there are. */
  readonly max_samples: number;
  readonly random_state: number;
  /** Whether thresholds are drawn at random. */
  readonly extra_trees: boolean;
  /** How many rows, which are the samples' distinct t, a block of the bootstrap has; 0 draws sample by sample. */
  readonly block: number;
  /** The most bins of a feature. */
  readonly max_bin: number;
}

/** The rule, checked. */
export function checkForest(rule: Omit<ForestRule, "criterion"> & {readonly criterion: string}): ForestRule {
  const name = (option: keyof ForestRule) => `random-forest ${option}`;
  whole(name("n_estimators"), rule.n_estimators);
  whole(name("max_depth"), rule.max_depth, 0);
  whole(name("min_samples_split"), rule.min_samples_split, 2);
  whole(name("min_samples_leaf"), rule.min_samples_leaf, 1);
  whole(name("random_state"), rule.random_state, 0);
  whole(name("block"), rule.block, 0);
  between(name("max_bin"), rule.max_bin, 4, 255);
  between(name("min_impurity_decrease"), rule.min_impurity_decrease, 0);
  if (rule.max_leaf_nodes !== 0) between(name("max_leaf_nodes"), rule.max_leaf_nodes, 2, mostLeaves);
  whole(name("max_leaf_nodes"), rule.max_leaf_nodes, 0);
  for (const option of ["max_features", "max_samples"] as const) {
    between(name(option), rule[option], 0);
    if (rule[option] > 1) whole(name(option), rule[option]);
  }
  if (!rule.bootstrap && (rule.oob_score || rule.max_samples > 0 || rule.block > 0))
    throw new Error(
      "invalid random-forest: oob_score, max_samples and block are of a bootstrap; leave them out, or set bootstrap"
    );
  return {...rule, criterion: oneOf("criterion", rule.criterion, criteria)};
}

/** How many of so many a share up to 1 or a number above it is, at least 1. */
export function countOf(part: number, of: number): number {
  return Math.min(of, Math.max(1, part > 1 ? part : Math.floor(part * of)));
}

/**
 * How the trees grow: in full, level by level, or leaf by leaf where their number is limited. `least` is a gain that is
 * no more than rounding.
 */
export function growthOf(rule: ForestRule, features: number, samples: number, least: number, seed: number): Growth {
  const {max_features, criterion, max_leaf_nodes, min_impurity_decrease} = rule;
  const usual = criterion === "gini" ? Math.max(1, Math.floor(Math.sqrt(features))) : features;
  const tried = max_features === 0 ? usual : countOf(max_features, features);
  return {
    policy: max_leaf_nodes > 0 ? "leaf-wise" : "depth-wise",
    leaves: Math.max(2, Math.min(mostLeaves, max_leaf_nodes > 0 ? max_leaf_nodes : mostLeaves, samples)),
    depth: rule.max_depth,
    minData: rule.min_samples_leaf,
    minHessian: 0,
    minGain: Math.max(least, min_impurity_decrease * samples),
    l1: 0,
    l2: 0,
    maxDelta: 0,
    catSmooth: 10,
    catL2: 10,
    maxCatThreshold: 32,
    maxCatToOnehot: 4,
    minDataPerGroup: 100,
    featuresByNode: tried / features,
    extra: rule.extra_trees,
    seed
  };
}
