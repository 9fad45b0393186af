import type {Experiment} from "../core/lab/experiment.js";
import {boostingBaseline} from "./03-boosting-baseline.js";

/** One name's signal against its own future. */
export const evaluateSignals: Experiment = {
  ...boostingBaseline,
  name: "05-evaluate-signals",
  title: "Evaluate signals",
  question: "Did Apple rise more after a high signal than after a low one?"
};
