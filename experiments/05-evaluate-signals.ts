import type {Experiment} from "../core/lab/experiment.js";
import {forwardReturn} from "../plugins/labels/forward-return.js";
import {mean} from "../plugins/models/mean.js";
import {ridge} from "../plugins/models/ridge.js";
import {walkForward} from "../plugins/splits/walk-forward.js";
import {modelData} from "./02-model-data.js";

/** One name's signal against its own future. */
export const evaluateSignals: Experiment = {
  ...modelData,
  name: "05-evaluate-signals",
  title: "Evaluate signals",
  question: "Did Apple rise more after a high signal than after a low one?",
  learn: {
    label: forwardReturn({horizon: 5}),
    split: walkForward({train: 504, test: 21, step: 21, expanding: true}),
    model: ridge({penalty: 100}),
    baseline: mean()
  }
};
