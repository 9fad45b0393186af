import {exp, log} from "../../base/elementary.js";
import type {Transform} from "../../base/trees.js";

/** How an objective makes predictions of sums, and what its file says of itself. */
interface Objective {
  readonly transform: Transform["kind"];
  /** Its parameters as the file has them; left out where they say what is not known here. */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const regression = {reg_loss_param: {scale_pos_weight: "1"}};
const ranking = {
  lambdarank_param: {
    lambdarank_bias_norm: "1",
    lambdarank_normalization: "1",
    lambdarank_num_pair_per_sample: "4294967295",
    lambdarank_pair_method: "topk",
    lambdarank_score_normalization: "1",
    lambdarank_unbiased: "0",
    ndcg_exp_gain: "1"
  }
};

/** The objectives that XGBoost 1.7 to 3.2 has, but `binary:hinge`, whose predictions are 0 and 1. */
export const objectives: Readonly<Record<string, Objective>> = {
  "reg:squarederror": {transform: "identity", parameters: regression},
  "reg:linear": {transform: "identity", parameters: regression},
  "reg:squaredlogerror": {transform: "identity", parameters: {}},
  "reg:absoluteerror": {transform: "identity", parameters: {}},
  "reg:pseudohubererror": {transform: "identity", parameters: {pseudo_huber_param: {huber_slope: "1"}}},
  "reg:quantileerror": {transform: "identity"},
  "reg:expectileerror": {transform: "identity"},
  "reg:logistic": {transform: "sigmoid", parameters: regression},
  "binary:logistic": {transform: "sigmoid", parameters: regression},
  "binary:logitraw": {transform: "identity", parameters: regression},
  "count:poisson": {
    transform: "exp",
    parameters: {poisson_regression_param: {max_delta_step: "0.699999988"}}
  },
  "reg:gamma": {transform: "exp", parameters: regression},
  "reg:tweedie": {
    transform: "exp",
    parameters: {tweedie_regression_param: {tweedie_variance_power: "1.5"}}
  },
  "survival:cox": {transform: "exp", parameters: {}},
  "survival:aft": {transform: "exp"},
  "multi:softprob": {transform: "softmax"},
  "multi:softmax": {transform: "softmax"},
  "rank:pairwise": {transform: "identity", parameters: ranking},
  "rank:ndcg": {transform: "identity", parameters: ranking},
  "rank:map": {transform: "identity", parameters: ranking}
};

/** The objective that stands for each transform where the trees' own is not XGBoost's. */
export const usual: Readonly<Record<Transform["kind"], string>> = {
  identity: "reg:squarederror",
  sigmoid: "binary:logistic",
  exp: "count:poisson",
  softmax: "multi:softprob"
};

/** The sum that makes a `base_score`. */
export function marginOf(score: number, transform: Transform["kind"]): number {
  if (transform === "sigmoid") return -log(1 / score - 1);
  return transform === "exp" ? log(score) : score;
}

/** The `base_score` that a sum makes, in single precision. */
export function scoreOf(margin: number, transform: Transform["kind"]): number {
  return Math.fround(transform === "sigmoid" ? 1 / (1 + exp(-margin)) : transform === "exp" ? exp(margin) : margin);
}
