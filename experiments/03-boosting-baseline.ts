import type {Experiment} from "../core/lab/experiment.js";
import {forwardReturn} from "../plugins/labels/forward-return.js";
import {catboost} from "../plugins/models/catboost.js";
import {lightgbm} from "../plugins/models/lightgbm.js";
import {mean} from "../plugins/models/mean.js";
import {randomForest} from "../plugins/models/random-forest.js";
import {ridge} from "../plugins/models/ridge.js";
import {xgboost} from "../plugins/models/xgboost.js";
import {walkForward} from "../plugins/splits/walk-forward.js";
import {modelData} from "./02-model-data.js";

/** Boosted trees of three kinds on one stock, beside what is simpler: a forest, straight lines, and the mean of the past. */
export const boostingBaseline: Experiment = {
  ...modelData,
  name: "03-boosting-baseline",
  title: "Boosting baseline",
  question: "Do boosted trees foretell Apple's next week better than a straight line or the mean of the past does?",
  learn: {
    label: forwardReturn({horizon: 5}),
    split: walkForward({train: 504, test: 63, step: 63, expanding: true}),
    model: lightgbm({num_iterations: 60, learning_rate: 0.03, num_leaves: 7, min_data_in_leaf: 60, seed: 1}),
    baseline: mean(),
    rivals: {
      catboost: {model: catboost({iterations: 60, learning_rate: 0.03, depth: 3})},
      xgboost: {model: xgboost({n_estimators: 60, eta: 0.03, max_depth: 3, min_child_weight: 60})},
      forest: {model: randomForest({n_estimators: 60, min_samples_leaf: 60})},
      ridge: {model: ridge({penalty: 100})},
      linear: {model: ridge({penalty: 0})},
      "shuffled labels": {shuffled: true}
    }
  }
};
