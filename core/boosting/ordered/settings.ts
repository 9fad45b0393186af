import {between, oneOf, whole} from "../../base/options.js";
import type {ScoreFunction} from "../grower.js";
import {scoreFunctions} from "../grower.js";
import type {Loss} from "../objectives/choose.js";
import {statisticKinds} from "./encodings.js";
import {bootstraps} from "./sampling.js";
import {lossOf} from "./losses.js";

const policies = ["SymmetricTree", "Depthwise", "Lossguide"] as const;
const methods = ["Newton", "Gradient", "Exact"] as const;

/** Options by CatBoost's names, as the plugin is given them: a rate of 0, a seed below 0 and `auto` leave the choice. */
export interface CatBoostOptions {
  readonly iterations: number;
  readonly learning_rate: number;
  readonly depth: number;
  readonly l2_leaf_reg: number;
  readonly loss_function: string;
  readonly eval_metric: string;
  readonly boosting_type: string;
  readonly grow_policy: string;
  readonly score_function: string;
  readonly max_leaves: number;
  readonly min_data_in_leaf: number;
  readonly random_strength: number;
  readonly bootstrap_type: string;
  readonly bagging_temperature: number;
  readonly subsample: number;
  readonly rsm: number;
  readonly border_count: number;
  readonly nan_mode: string;
  readonly cat_features: readonly (string | number)[];
  readonly one_hot_max_size: number;
  readonly max_ctr_complexity: number;
  readonly simple_ctr: readonly string[];
  readonly ctr_border_count: number;
  readonly ctr_target_border_count: number;
  readonly has_time: boolean;
  readonly permutation_count: number;
  readonly leaf_estimation_method: string;
  readonly leaf_estimation_iterations: number;
  readonly boost_from_average: string;
  readonly monotone_constraints: readonly (string | number)[];
  readonly validation_fraction: number;
  readonly od_type: string;
  readonly od_wait: number;
  readonly use_best_model: boolean;
  readonly random_seed: number;
}

/** The options, checked, and what was chosen where they leave it open. */
export interface Settings extends Omit<
  CatBoostOptions,
  "boosting_type" | "grow_policy" | "score_function" | "bootstrap_type" | "nan_mode" | "boost_from_average"
> {
  readonly loss: Loss;
  /** What the automatic learning rate goes by. */
  readonly lossKind: "squared" | "binary" | "classes" | "other";
  readonly ordered: boolean;
  readonly policy: "symmetric" | "depth-wise" | "leaf-wise";
  readonly score_function: ScoreFunction;
  readonly bootstrap: (typeof bootstraps)[number];
  readonly nan: "Min" | "Max" | "Forbidden";
  readonly method: (typeof methods)[number];
  readonly fromAverage: boolean;
  /** Whether the samples of one t are compared with each other. */
  readonly groups: boolean;
}

/** Checks options. Throws, naming the option, where one is out of its range or they do not go together. */
export function settingsOf(options: CatBoostOptions): Settings {
  whole("iterations", options.iterations);
  between("learning_rate", options.learning_rate, 0, 10);
  between("depth", options.depth, 1, 16);
  whole("depth", options.depth);
  between("l2_leaf_reg", options.l2_leaf_reg, 0);
  whole("max_leaves", options.max_leaves, 2);
  whole("min_data_in_leaf", options.min_data_in_leaf);
  between("random_strength", options.random_strength, 0);
  between("bagging_temperature", options.bagging_temperature, 0);
  between("subsample", options.subsample, 1e-6, 1);
  between("rsm", options.rsm, 1e-6, 1);
  between("border_count", options.border_count, 1, 254);
  between("one_hot_max_size", options.one_hot_max_size, 0, 255);
  between("max_ctr_complexity", options.max_ctr_complexity, 1, 2);
  between("ctr_border_count", options.ctr_border_count, 1, 254);
  between("ctr_target_border_count", options.ctr_target_border_count, 1, 32);
  between("permutation_count", options.permutation_count, 2, 16);
  between("leaf_estimation_iterations", options.leaf_estimation_iterations, 1, 100);
  for (const name of [
    "border_count",
    "one_hot_max_size",
    "max_ctr_complexity",
    "ctr_border_count",
    "ctr_target_border_count",
    "permutation_count",
    "leaf_estimation_iterations",
    "od_wait"
  ] as const)
    whole(name, options[name], 0);
  for (const kind of options.simple_ctr) oneOf("target statistic", kind, statisticKinds);
  const {loss, lossKind, average, exact, groups = false} = lossOf(options.loss_function);
  const policy = oneOf("grow_policy", options.grow_policy, policies);
  const constrained = options.monotone_constraints.length > 0;
  if (constrained && policy !== "SymmetricTree")
    throw new Error(`invalid monotone_constraints: grow_policy is ${policy}; only symmetric trees are made monotone`);
  if (constrained && lossKind === "classes")
    throw new Error(
      `invalid monotone_constraints: ${options.loss_function} has a value for each class, which cannot all rise; ` +
        "leave them out"
    );
  if (policy === "SymmetricTree" && options.min_data_in_leaf > 1)
    throw new Error("invalid min_data_in_leaf: leaves of symmetric trees may be empty; leave it 1, or grow Depthwise");
  if (policy !== "Lossguide" && options.max_leaves !== 31)
    throw new Error(
      `invalid max_leaves: ${policy} trees have as many as their depth says; leave it 31, or grow Lossguide`
    );
  const ordered = oneOf("boosting_type", options.boosting_type, ["Ordered", "Plain"]) === "Ordered";
  const score = oneOf("score_function", options.score_function, scoreFunctions);
  if (score === "Cosine" && !(ordered && policy === "SymmetricTree"))
    throw new Error("invalid score_function: Cosine is of ordered boosting of symmetric trees alone; take L2");
  const method = oneOf(
    "leaf_estimation_method",
    chosen(options.leaf_estimation_method, exact ? "Exact" : "Newton"),
    methods
  );
  if (method === "Exact" && !exact)
    throw new Error(
      `invalid leaf_estimation_method: Exact; ${options.loss_function} has none, take Newton or Gradient`
    );
  if (oneOf("od_type", options.od_type, ["Iter"]) && options.od_wait > 0 && options.validation_fraction === 0)
    throw new Error(
      "missing validation_fraction: od_wait stops by samples held out; give a part such as 0.2, or od_wait 0"
    );
  return {
    ...options,
    loss,
    lossKind,
    ordered,
    policy: policy === "SymmetricTree" ? "symmetric" : policy === "Depthwise" ? "depth-wise" : "leaf-wise",
    score_function: score,
    bootstrap: oneOf(
      "bootstrap_type",
      chosen(options.bootstrap_type, lossKind === "classes" ? "Bayesian" : "MVS"),
      bootstraps
    ),
    nan: oneOf("nan_mode", options.nan_mode, ["Min", "Max", "Forbidden"]),
    method,
    groups,
    fromAverage:
      oneOf("boost_from_average", chosen(options.boost_from_average, String(average)), ["true", "false"]) === "true"
  };
}

/** What is given, or what stands for `auto`. */
function chosen(given: string, otherwise: string): string {
  return given === "auto" ? otherwise : given;
}
