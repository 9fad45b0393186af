import {between, oneOf, whole} from "../../base/options.js";
import type {Context} from "../../base/context.js";
import type {TreeEnsemble} from "../../base/trees.js";
import {beginningDefaults, begins} from "../beginning.js";
import {checkDirections, columnsOf, directionsOf, groupsOf} from "../columns.js";
import {seedOf} from "../model.js";
import type {Loss} from "../objectives/choose.js";
import type {MetricChoice} from "../stopping/metrics.js";
import {metricNames} from "../stopping/metrics.js";
import type {Sampling, Training} from "../training.js";

const objectives = [
  "regression",
  "regression_l1",
  "huber",
  "quantile",
  "poisson",
  "binary",
  "multiclass",
  "lambdarank"
] as const;

/** The figure that goes with each objective where none is named. */
const ownMetric = {
  regression: "l2",
  regression_l1: "l1",
  huber: "huber",
  quantile: "quantile",
  poisson: "poisson",
  binary: "binary_logloss",
  multiclass: "multi_logloss",
  lambdarank: "ndcg"
} as const;

/** LightGBM's parameters of which this learner has the like, with their defaults, and ours. */
export const lightgbmDefaults = {
  objective: "regression",
  boosting: "gbdt",
  num_iterations: 100,
  learning_rate: 0.1,
  num_leaves: 31,
  max_depth: -1,
  min_data_in_leaf: 20,
  min_sum_hessian_in_leaf: 1e-3,
  lambda_l1: 0,
  lambda_l2: 0,
  min_gain_to_split: 0,
  max_delta_step: 0,
  bagging_fraction: 1,
  bagging_freq: 0,
  pos_bagging_fraction: 1,
  neg_bagging_fraction: 1,
  feature_fraction: 1,
  feature_fraction_bynode: 1,
  extra_trees: false,
  top_rate: 0.2,
  other_rate: 0.1,
  drop_rate: 0.1,
  max_drop: 50,
  skip_drop: 0.5,
  uniform_drop: false,
  max_bin: 255,
  min_data_in_bin: 3,
  bin_construct_sample_cnt: 200_000,
  categorical_feature: [] as readonly (string | number)[],
  max_cat_to_onehot: 4,
  max_cat_threshold: 32,
  cat_smooth: 10,
  cat_l2: 10,
  min_data_per_group: 100,
  monotone_constraints: [] as readonly (string | number)[],
  interaction_constraints: [] as readonly (readonly (string | number)[])[],
  alpha: 0.9,
  poisson_max_delta_step: 0.7,
  num_class: 1,
  is_unbalance: false,
  scale_pos_weight: 1,
  boost_from_average: true,
  lambdarank_truncation_level: 30,
  lambdarank_norm: true,
  label_grades: 0,
  metric: "",
  eval_at: 5,
  early_stopping_round: 0,
  validation_fraction: 0,
  seed: 0,
  num_threads: 0,
  ...beginningDefaults,
  window: 1,
  trainer: "own"
};

export type LightgbmOptions = typeof lightgbmDefaults;

/** Throws where an option is none that makes sense. */
export function checkLightgbm(options: LightgbmOptions): void {
  oneOf("objective", options.objective, objectives);
  oneOf("boosting", options.boosting, ["gbdt", "dart", "rf", "goss"]);
  oneOf("trainer", options.trainer, ["own", "native"]);
  if (options.metric !== "") oneOf("metric", options.metric, metricNames);
  whole("num_iterations", options.num_iterations, 0);
  between("learning_rate", options.learning_rate, Number.MIN_VALUE);
  whole("num_leaves", options.num_leaves, 2);
  whole("max_depth", Math.max(0, options.max_depth), 0);
  whole("min_data_in_leaf", options.min_data_in_leaf, 0);
  for (const name of [
    "min_sum_hessian_in_leaf",
    "lambda_l1",
    "lambda_l2",
    "min_gain_to_split",
    "max_delta_step",
    "cat_smooth",
    "cat_l2",
    "poisson_max_delta_step"
  ] as const)
    between(name, options[name], 0);
  for (const name of [
    "bagging_fraction",
    "pos_bagging_fraction",
    "neg_bagging_fraction",
    "feature_fraction",
    "feature_fraction_bynode"
  ] as const)
    between(name, options[name], Number.MIN_VALUE, 1);
  for (const name of ["top_rate", "other_rate", "drop_rate", "skip_drop"] as const) between(name, options[name], 0, 1);
  for (const name of [
    "bagging_freq",
    "max_drop",
    "early_stopping_round",
    "num_threads",
    "seed",
    "label_grades",
    "lambdarank_truncation_level"
  ] as const)
    whole(name, options[name], 0);
  whole("max_bin", options.max_bin, 2);
  for (const name of [
    "min_data_in_bin",
    "bin_construct_sample_cnt",
    "max_cat_to_onehot",
    "max_cat_threshold",
    "min_data_per_group",
    "num_class",
    "eval_at",
    "window"
  ] as const)
    whole(name, options[name]);
  between("scale_pos_weight", options.scale_pos_weight, Number.MIN_VALUE);
  if (options.early_stopping_round > 0 && options.validation_fraction === 0)
    throw new Error(
      "missing validation_fraction: early_stopping_round needs a part of the samples to measure; give 0.2"
    );
  if (options.validation_fraction !== 0) between("validation_fraction", options.validation_fraction, 0.001, 0.9);
  if (begins(options) && options.boosting === "rf")
    throw new Error("invalid init_model: trees of rf do not build on others; leave it out, or take another boosting");
  if (begins(options) && options.trainer === "native")
    throw new Error("invalid init_model: the native trainer begins with no trees; leave it out, or train with own");
  if (options.max_bin > 255) throw new Error(`invalid max_bin: ${options.max_bin}; expected at most 255`);
}

/** The learner's training that the options mean. */
export function lightgbmTraining(options: LightgbmOptions, names: readonly string[], context: Context): Training {
  const {boosting, seed: own, max_depth: depth, validation_fraction: validation} = options;
  const seed = seedOf(context, own);
  const monotone = directionsOf("monotone_constraints", options.monotone_constraints, names);
  const categorical = columnsOf("categorical_feature", options.categorical_feature, names);
  checkDirections("monotone_constraints", monotone, categorical, names);
  const interactions = groupsOf("interaction_constraints", options.interaction_constraints, names);
  return {
    loss: lossOf(options),
    rounds: options.num_iterations,
    shrinkage: options.learning_rate,
    mode: boosting === "dart" ? "dropout" : boosting === "rf" ? "forest" : "boosting",
    dropout: {
      rate: options.drop_rate,
      most: options.max_drop,
      skip: options.skip_drop,
      uniform: options.uniform_drop
    },
    sampling: samplingOf(options),
    startFromAverage: options.boost_from_average,
    ...(validation > 0 && {
      stopping: {validation, metric: metricOf(options), patience: options.early_stopping_round}
    }),
    growth: {
      policy: "leaf-wise",
      leaves: options.num_leaves,
      depth,
      minData: options.min_data_in_leaf,
      minHessian: options.min_sum_hessian_in_leaf,
      minGain: options.min_gain_to_split,
      l1: options.lambda_l1,
      l2: options.lambda_l2,
      maxDelta: options.max_delta_step,
      ...(monotone && {monotone}),
      ...(interactions && {interactions}),
      catSmooth: options.cat_smooth,
      catL2: options.cat_l2,
      maxCatThreshold: options.max_cat_threshold,
      maxCatToOnehot: options.max_cat_to_onehot,
      minDataPerGroup: options.min_data_per_group,
      featuresByNode: options.feature_fraction_bynode,
      extra: options.extra_trees,
      seed
    },
    binning: {
      maxBin: options.max_bin,
      minDataInBin: options.min_data_in_bin,
      sampled: options.bin_construct_sample_cnt,
      seed,
      categorical
    },
    seed
  };
}

function samplingOf(options: LightgbmOptions): Sampling {
  const {boosting, bagging_fraction: part, bagging_freq: every} = options;
  const {pos_bagging_fraction: positive, neg_bagging_fraction: negative, feature_fraction: features} = options;
  const bagged = every > 0 && part < 1;
  const balanced = every > 0 && (positive < 1 || negative < 1);
  if (balanced && options.objective !== "binary")
    throw new Error(`invalid pos_bagging_fraction: ${positive}; it is of the objective binary`);
  if (boosting === "goss") {
    if (bagged || balanced) throw new Error("invalid bagging_fraction: goss draws samples itself; leave bagging out");
    return {oneSide: {top: options.top_rate, other: options.other_rate}, features};
  }
  if (boosting === "rf" && !bagged && !balanced && features === 1)
    throw new Error(
      "missing bagging: every tree of rf would be the same; give bagging_freq 1 and bagging_fraction 0.7"
    );
  if (balanced) return {balanced: {positive, negative, every}, features};
  return bagged ? {bagging: {part, every}, features} : {features};
}

function lossOf(options: LightgbmOptions): Loss {
  switch (options.objective as (typeof objectives)[number]) {
    case "regression":
      return {kind: "squared"};
    case "regression_l1":
      return {kind: "absolute"};
    case "huber":
      return {kind: "huber", delta: options.alpha};
    case "quantile":
      return {kind: "quantile", alpha: options.alpha};
    case "poisson":
      return {kind: "poisson", maxDeltaStep: options.poisson_max_delta_step};
    case "binary":
      return {kind: "binary", positive: options.scale_pos_weight, balanced: options.is_unbalance};
    case "multiclass":
      return {kind: "multiclass"};
    case "lambdarank":
      return {
        kind: "ranking",
        pairs: "lambda",
        truncation: options.lambdarank_truncation_level,
        normalise: options.lambdarank_norm,
        grades: options.label_grades
      };
  }
}

function metricOf({metric, objective, alpha, eval_at: at, label_grades: grades}: LightgbmOptions): MetricChoice {
  const name =
    metric === "" ? ownMetric[objective as keyof typeof ownMetric] : (metric as (typeof metricNames)[number]);
  return {name, alpha, at, grades};
}

/** Throws where there are more classes than were said. */
export function checkClasses({classes}: TreeEnsemble, {objective, num_class: wanted}: LightgbmOptions): void {
  if (objective !== "multiclass" || wanted === 1 || !classes || classes.length <= wanted) return;
  throw new Error(`invalid num_class: ${wanted}; the labels have ${classes.length} classes: ${classes.join(", ")}`);
}
