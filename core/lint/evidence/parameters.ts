import type {Params} from "../../plugin.js";
import type {Examined} from "../examined.js";
import {defineRule} from "../rule.js";
import {amount, counted} from "../text.js";

/** More that could be chosen than there is to choose by. */
export const parameters = defineRule("parameters", {
  severities: ["warning"],
  measures:
    "closed trades beside the numbers that strategy and overlays leave to choose, and independent training samples (samples of the smallest fold over the rows that a label spans) beside the model's features; a warning where there are fewer than `each` for one",
  meaning: "With so many knobs and so little to turn them by, a fit to noise cannot be told from a finding.",
  advice: "Fix what need not be chosen, drop features, or bring more trades and samples.",
  thresholds: {each: 10},
  look(run, {each}) {
    const {strategy, overlays = []} = run.plan.backtest;
    const knobs = [strategy, ...overlays].reduce((sum, {params}) => sum + numbersIn(params), 0);
    const found: string[] = [];
    if (run.exits.length < each * knobs)
      found.push(
        `${counted(knobs, "number")} to choose in strategy and overlays, and ${counted(run.exits.length, "closed trade")}`
      );
    const learning = learned(run);
    if (learning && learning.samples < each * learning.features)
      found.push(
        `${counted(learning.features, "feature")} of the model, and about ${amount(learning.samples)} independent samples in its smallest training set`
      );
    return found.length > 0 ? found.join("; ") : null;
  }
});

/** How many numbers there are among options, lists and plugins included. */
function numbersIn(value: unknown): number {
  if (typeof value === "number") return 1;
  if (typeof value !== "object" || value === null) return 0;
  const inside = "params" in value ? (value as {readonly params: Params}).params : value;
  return Object.values(inside).reduce<number>((sum, each) => sum + numbersIn(each), 0);
}

/** The features that a model learned from, and about how many independent samples it had; null where it learned nothing. */
function learned({folds, plan: {features, learn}, labelSpan}: Examined) {
  if (!learn?.model || learn.model.ready || !folds?.length) return null;
  const samples = Math.min(...folds.map(({train}) => train.samples));
  return {features: Object.keys(features).length * learn.model.window, samples: Math.floor(samples / labelSpan)};
}
