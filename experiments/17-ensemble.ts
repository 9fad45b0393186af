import type {Experiment} from "../core/lab/experiment.js";
import type {Plugin} from "../core/plugin.js";
import {direction} from "../plugins/labels/direction.js";
import {forwardReturn} from "../plugins/labels/forward-return.js";
import {baggedSeeds} from "../plugins/models/bagged-seeds.js";
import {ensemble} from "../plugins/models/ensemble.js";
import {lightgbm} from "../plugins/models/lightgbm.js";
import {mean} from "../plugins/models/mean.js";
import {randomForest} from "../plugins/models/random-forest.js";
import {ridge} from "../plugins/models/ridge.js";
import {xgboost} from "../plugins/models/xgboost.js";
import {walkForward} from "../plugins/splits/walk-forward.js";
import {evaluateSignalsUniverse} from "./05-evaluate-signals-universe.js";

const leaves = {num_iterations: 30, learning_rate: 0.05, num_leaves: 8, min_data_in_leaf: 50, feature_fraction: 0.6};
const levels = {n_estimators: 30, eta: 0.05, max_depth: 3, min_child_weight: 50, colsample_bytree: 0.6};
const bushes = {
  n_estimators: 20,
  max_leaf_nodes: 16,
  min_samples_leaf: 50,
  max_features: 0.5,
  max_samples: 0.5,
  block: 5
};

const members: readonly Plugin<"model">[] = [lightgbm(leaves), xgboost(levels), randomForest(bushes)];

/** The same three as classifiers of selling, holding and buying. */
const voters: readonly Plugin<"model">[] = [
  lightgbm({...leaves, objective: "multiclass", num_iterations: 10}),
  xgboost({...levels, objective: "multi:softprob", n_estimators: 10}),
  randomForest({...bushes, criterion: "gini"})
];

/** Whether a stock moves by more than a third of its usual week: up, down or neither. */
const moves = direction({horizon: 5, delay: 0, buy: 0.33, sell: 0.33, window: 21});

/** Three kinds of trees put together in every way, beside each of them alone. */
export const ensembles: Experiment = {
  name: "17-ensemble",
  title: "Ensembles",
  question: "Do several models together foretell a hundred made-up stocks better than the best of them alone?",
  data: {dataset: "synthetic/1d", from: "2017-03-01", to: "2018-11-20", benchmark: "equal-weight"},
  features: evaluateSignalsUniverse.features,
  learn: {
    label: forwardReturn({horizon: 5, excess: true}),
    split: walkForward({train: 126, test: 63, step: 63}),
    model: ensemble({members}),
    baseline: mean(),
    rivals: {
      weighted: {model: ensemble({members, mode: "weighted"})},
      stacked: {model: ensemble({members, mode: "stacked", folds: 3})},
      lightgbm: {model: members[0]},
      xgboost: {model: members[1]},
      forest: {model: members[2]},
      "lightgbm, three seeds": {model: baggedSeeds({of: members[0], seeds: 3})},
      ridge: {model: ridge({penalty: 100})},
      "majority, 70% sure": {label: moves, model: ensemble({members: voters, mode: "majority", confidence: 0.7})},
      "unanimous, 70% sure": {label: moves, model: ensemble({members: voters, mode: "unanimous", confidence: 0.7})},
      "majority, 40% sure": {label: moves, model: ensemble({members: voters, mode: "majority", confidence: 0.4})}
    }
  }
};
