import type {Aliases} from "../aliases.js";

/** The names of scikit-learn's interface, and those of others that its users may expect. */
export const xgboostAliases: Aliases = {
  num_boost_round: "n_estimators",
  num_round: "n_estimators",
  num_iterations: "n_estimators",
  learning_rate: "eta",
  max_leaf_nodes: "max_leaves",
  num_leaves: "max_leaves",
  min_split_loss: "gamma",
  reg_lambda: "lambda",
  lambda_l2: "lambda",
  reg_alpha: "alpha",
  lambda_l1: "alpha",
  bagging_fraction: "subsample",
  feature_fraction: "colsample_bytree",
  feature_fraction_bynode: "colsample_bynode",
  feature_types: "categorical_feature",
  enable_categorical: "categorical_feature",
  cat_features: "categorical_feature",
  random_state: "seed",
  n_jobs: "nthread",
  num_threads: "nthread",
  early_stopping_round: "early_stopping_rounds",
  metric: "eval_metric",
  xgb_model: "init_model"
};
