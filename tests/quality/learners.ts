import {context, effects} from "../../core/lab/context.js";
import type {Model} from "../../core/plugin.js";
import {catboost} from "../../plugins/models/catboost.js";
import {lightgbm} from "../../plugins/models/lightgbm.js";
import {randomForest} from "../../plugins/models/random-forest.js";
import {xgboost} from "../../plugins/models/xgboost.js";
import type {Problem} from "./data/problem.js";
import type {Scores} from "./scores.js";
import {scoresOf} from "./scores.js";

/** A plugin with the parameters that the library was run with, and the key of that library's scores. */
export interface Learner {
  readonly plugin: "lightgbm" | "xgboost" | "catboost" | "random-forest";
  /** The library and, of CatBoost, its boosting type and loss: its key in scores.json. */
  readonly library: string;
  readonly model: Model;
}

/** What is compared on a problem. */
export function learnersOf({task, categorical}: Pick<Problem, "task" | "categorical">): readonly Learner[] {
  const categories = [...categorical];
  const light = task === "binary" ? "binary" : task === "rank" ? "lambdarank" : "regression";
  const extreme = task === "binary" ? "binary:logistic" : task === "rank" ? "rank:ndcg" : "reg:squarederror";
  const loss = task === "binary" ? "Logloss" : task === "rank" ? "QueryRMSE" : "RMSE";
  return [
    {
      plugin: "lightgbm",
      library: "lightgbm",
      model: lightgbm({
        objective: light,
        num_iterations: 100,
        learning_rate: 0.1,
        num_leaves: 31,
        categorical_feature: categories
      })
    },
    {
      plugin: "xgboost",
      library: "xgboost",
      model: xgboost({objective: extreme, n_estimators: 100, eta: 0.1, max_depth: 6, categorical_feature: categories})
    },
    ...(["Plain", "Ordered"] as const).map((boosting): Learner => ({
      plugin: "catboost",
      library: `catboost ${boosting} ${loss}`,
      model: catboost({
        loss_function: loss,
        boosting_type: boosting,
        has_time: false,
        iterations: 100,
        learning_rate: 0.1,
        depth: 6,
        cat_features: categories
      })
    })),
    {
      plugin: "random-forest",
      library: "random-forest",
      model: randomForest({
        n_estimators: 50,
        min_samples_leaf: 5,
        criterion: task === "binary" ? "gini" : "squared_error"
      })
    }
  ];
}

/** Learns a problem with the seed that is the data's too, and scores what it foretells of the test samples. */
export async function scoreOf({model}: Learner, problem: Problem, seed: number): Promise<Scores> {
  const fitted = await model.fit(problem.train, context(effects(), seed));
  return scoresOf(problem, fitted.predict(problem.test));
}
