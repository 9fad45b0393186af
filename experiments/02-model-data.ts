import type {Experiment} from "../core/lab/experiment.js";
import {forwardReturn} from "../plugins/labels/forward-return.js";
import {walkForward} from "../plugins/splits/walk-forward.js";
import {featureEngineering} from "./01-feature-engineering.js";

/** Features beside the return that followed, in folds whose training ends before their test begins. */
export const modelData: Experiment = {
  ...featureEngineering,
  name: "02-model-data",
  title: "Model data",
  question: "How many samples are there to learn Apple's next week from, and what may each model see of them?",
  learn: {label: forwardReturn({horizon: 5}), split: walkForward({train: 504, test: 21, step: 21, expanding: true})}
};
