import type {Experiment} from "../core/lab/experiment.js";
import {mean} from "../plugins/models/mean.js";
import {ridge} from "../plugins/models/ridge.js";
import {forwardReturn} from "../plugins/labels/forward-return.js";
import {walkForward} from "../plugins/splits/walk-forward.js";
import {modelData} from "./02-model-data.js";

/** What boosting will have to beat: ridge regression, itself measured against predicting the mean. */
export const boostingBaseline: Experiment = {
  ...modelData,
  name: "03-boosting-baseline",
  title: "Boosting baseline",
  question: "Does ridge regression foretell Apple's next week better than the mean of the past does?",
  learn: {
    label: forwardReturn({horizon: 5}),
    split: walkForward({train: 504, test: 21, step: 21, expanding: true}),
    model: ridge({penalty: 100}),
    baseline: mean()
  }
};
