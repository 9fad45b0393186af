import type {Experiment} from "../core/lab/experiment.js";
import {sessionReturn} from "../plugins/labels/session-return.js";
import {lightgbm} from "../plugins/models/lightgbm.js";
import {mean} from "../plugins/models/mean.js";
import {ridge} from "../plugins/models/ridge.js";
import {walkForward} from "../plugins/splits/walk-forward.js";
import {sessionFeatures} from "./07-intraday-features.js";

/** Minutes of a session, learned from the ten sessions before; five sessions are tested at a time. */
export const intradayBoosting: Experiment = {
  name: "07-intraday-boosting",
  title: "Intraday boosting",
  question: "Do boosted trees foretell the next minutes of a session, and is that worth what trading minutes costs?",
  data: {dataset: "synthetic/1m"},
  features: sessionFeatures(),
  learn: {
    label: sessionReturn({horizon: 5, delay: 1}),
    split: walkForward({train: 3_900, test: 1_950, step: 1_950}),
    model: lightgbm({
      num_iterations: 60,
      learning_rate: 0.05,
      num_leaves: 8,
      min_data_in_leaf: 500,
      feature_fraction: 0.6,
      seed: 1
    }),
    baseline: mean(),
    explain: true,
    rivals: {ridge: {model: ridge({penalty: 100})}, "shuffled labels": {shuffled: true}}
  }
};
