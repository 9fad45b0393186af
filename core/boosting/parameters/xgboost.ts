import {log} from "../../base/elementary.js";
import {between, oneOf, whole} from "../../base/options.js";
import type {Context} from "../../base/context.js";
import {beginningDefaults, begins} from "../beginning.js";
import {checkDirections, columnsOf, directionsOf, groupsOf} from "../columns.js";
import {seedOf} from "../model.js";
import type {Loss} from "../objectives/choose.js";
import type {MetricChoice, metricNames} from "../stopping/metrics.js";
import type {Training} from "../training.js";

const objectives = [
  "reg:squarederror",
  "reg:absoluteerror",
  "reg:quantileerror",
  "count:poisson",
  "binary:logistic",
  "multi:softprob",
  "rank:pairwise",
  "rank:ndcg"
] as const;

/** The learner's names of the figures. */
const metrics = {
  rmse: "rmse",
  mae: "l1",
  quantile: "quantile",
  "poisson-nloglik": "poisson",
  logloss: "binary_logloss",
  error: "binary_error",
  mlogloss: "multi_logloss",
  merror: "multi_error",
  auc: "auc",
  ndcg: "ndcg",
  ic: "ic"
} as const satisfies Record<string, (typeof metricNames)[number]>;

/** The figure that goes with each objective where none is named. */
const ownMetric: Readonly<Record<(typeof objectives)[number], keyof typeof metrics>> = {
  "reg:squarederror": "rmse",
  "reg:absoluteerror": "mae",
  "reg:quantileerror": "quantile",
  "count:poisson": "poisson-nloglik",
  "binary:logistic": "logloss",
  "multi:softprob": "mlogloss",
  "rank:pairwise": "ndcg",
  "rank:ndcg": "ndcg"
};

/** XGBoost's parameters of which this learner has the like, with their defaults, and ours. */
export const xgboostDefaults = {
  objective: "reg:squarederror",
  n_estimators: 100,
  eta: 0.3,
  max_depth: 6,
  max_leaves: 0,
  grow_policy: "depthwise",
  min_child_weight: 1,
  gamma: 0,
  lambda: 1,
  alpha: 0,
  max_delta_step: 0,
  subsample: 1,
  colsample_bytree: 1,
  colsample_bynode: 1,
  max_bin: 255,
  categorical_feature: [] as readonly (string | number)[],
  max_cat_to_onehot: 4,
  max_cat_threshold: 64,
  monotone_constraints: [] as readonly (string | number)[],
  interaction_constraints: [] as readonly (readonly (string | number)[])[],
  base_score: "average" as string | number,
  scale_pos_weight: 1,
  quantile_alpha: 0.5,
  lambdarank_num_pair_per_sample: 32,
  lambdarank_normalization: true,
  label_grades: 0,
  eval_metric: "",
  eval_at: 5,
  early_stopping_rounds: 0,
  validation_fraction: 0,
  seed: 0,
  nthread: 0,
  ...beginningDefaults,
  window: 1
};

/** The most bins of a feature; the library has one more. */
export const mostBins = 255;

export type XgboostOptions = typeof xgboostDefaults;

/** Throws where an option is none that makes sense. */
export function checkXgboost(options: XgboostOptions): void {
  oneOf("objective", options.objective, objectives);
  oneOf("grow_policy", options.grow_policy, ["depthwise", "lossguide"]);
  if (options.eval_metric !== "") oneOf("eval_metric", options.eval_metric, Object.keys(metrics));
  for (const name of [
    "n_estimators",
    "max_depth",
    "max_leaves",
    "early_stopping_rounds",
    "lambdarank_num_pair_per_sample",
    "label_grades",
    "seed",
    "nthread"
  ] as const)
    whole(name, options[name], 0);
  for (const name of ["eval_at", "window", "max_cat_to_onehot", "max_cat_threshold"] as const)
    whole(name, options[name]);
  for (const name of ["min_child_weight", "gamma", "lambda", "alpha", "max_delta_step"] as const)
    between(name, options[name], 0);
  for (const name of ["subsample", "colsample_bytree", "colsample_bynode"] as const)
    between(name, options[name], Number.MIN_VALUE, 1);
  between("eta", options.eta, Number.MIN_VALUE);
  between("max_bin", options.max_bin, 2, mostBins + 1);
  whole("max_bin", options.max_bin);
  between("scale_pos_weight", options.scale_pos_weight, Number.MIN_VALUE);
  between("quantile_alpha", options.quantile_alpha, 0, 1);
  if (options.validation_fraction !== 0) between("validation_fraction", options.validation_fraction, 0.001, 0.9);
  if (options.early_stopping_rounds > 0 && options.validation_fraction === 0)
    throw new Error(
      "missing validation_fraction: early_stopping_rounds needs a part of the samples to measure; give 0.2"
    );
  if (options.grow_policy === "depthwise" && options.max_depth === 0 && options.max_leaves === 0)
    throw new Error("invalid max_depth: 0, and max_leaves 0: nothing limits a tree; give one of them");
  begins(options);
  startOf(options);
}

/** The learner's training that the options mean. */
export function xgboostTraining(options: XgboostOptions, names: readonly string[], context: Context): Training {
  const {max_depth: depth, max_leaves: leaves, validation_fraction: validation, subsample: part} = options;
  const seed = seedOf(context, options.seed);
  const monotone = directionsOf("monotone_constraints", options.monotone_constraints, names);
  const categorical = columnsOf("categorical_feature", options.categorical_feature, names);
  checkDirections("monotone_constraints", monotone, categorical, names);
  const interactions = groupsOf("interaction_constraints", options.interaction_constraints, names);
  const most = depth > 0 ? 2 ** Math.min(depth, 16) : 65_536;
  return {
    loss: lossOf(options),
    rounds: options.n_estimators,
    shrinkage: options.eta,
    startFromAverage: startOf(options),
    sampling: {...(part < 1 && {bagging: {part, every: 1}}), features: options.colsample_bytree},
    ...(validation > 0 && {
      stopping: {validation, metric: metricOf(options), patience: options.early_stopping_rounds}
    }),
    growth: {
      policy: options.grow_policy === "lossguide" ? "leaf-wise" : "depth-wise",
      leaves: leaves > 0 ? Math.min(leaves, most) : most,
      depth,
      minData: 1,
      minHessian: options.min_child_weight,
      minGain: options.gamma,
      l1: options.alpha,
      l2: options.lambda,
      maxDelta: stepOf(options),
      ...(monotone && {monotone}),
      ...(interactions && {interactions}),
      catSmooth: options.lambda,
      minDataPerCategory: 1,
      catL2: 0,
      maxCatThreshold: options.max_cat_threshold,
      maxCatToOnehot: options.max_cat_to_onehot,
      minDataPerGroup: 1,
      featuresByNode: options.colsample_bynode,
      extra: false,
      seed
    },
    binning: {
      maxBin: Math.min(mostBins, options.max_bin),
      minDataInBin: 1,
      sampled: 1_000_000,
      seed,
      categorical
    },
    seed
  };
}

/** What trees begin from: a prediction that is given becomes the raw value that it is made of. */
function startOf({base_score: given, objective}: XgboostOptions): boolean | number {
  const text = String(given);
  if (text === "average") return true;
  const score = text.trim() === "" ? NaN : Number(text);
  if (!Number.isFinite(score)) throw new Error(`invalid base_score: ${text}; expected average, or a number`);
  if (objective === "binary:logistic") {
    if (!(score > 0 && score < 1)) throw new Error(`invalid base_score: ${text}; a probability is above 0 and below 1`);
    return log(score / (1 - score));
  }
  if (objective !== "count:poisson") return score;
  if (!(score > 0)) throw new Error(`invalid base_score: ${text}; a count's is above 0`);
  return log(score);
}

/** The greatest absolute value of a leaf: that of counts is 0.7 where none is given. */
function stepOf({max_delta_step: step, objective}: XgboostOptions): number {
  return step === 0 && objective === "count:poisson" ? 0.7 : step;
}

function lossOf(options: XgboostOptions): Loss {
  const {lambdarank_num_pair_per_sample: truncation, lambdarank_normalization: normalise} = options;
  const ranking = {kind: "ranking", truncation, normalise, grades: options.label_grades} as const;
  switch (options.objective as (typeof objectives)[number]) {
    case "reg:squarederror":
      return {kind: "squared"};
    case "reg:absoluteerror":
      return {kind: "absolute"};
    case "reg:quantileerror":
      return {kind: "quantile", alpha: options.quantile_alpha};
    case "count:poisson":
      return {kind: "poisson", maxDeltaStep: stepOf(options)};
    case "binary:logistic":
      return {kind: "binary", positive: options.scale_pos_weight};
    case "multi:softprob":
      return {kind: "multiclass", widen: 2};
    case "rank:pairwise":
      return {...ranking, pairs: "pairwise"};
    case "rank:ndcg":
      return {...ranking, pairs: "lambda"};
  }
}

function metricOf(options: XgboostOptions): MetricChoice {
  const {eval_metric: named, objective, eval_at: at, label_grades: grades, quantile_alpha: alpha} = options;
  const name = named === "" ? ownMetric[objective as keyof typeof ownMetric] : (named as keyof typeof metrics);
  return {name: metrics[name], alpha, at, grades};
}
