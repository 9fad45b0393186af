import {defineRule} from "../rule.js";
import {day} from "../text.js";

/** A model that is traded over the time it was trained on. */
export const inSample = defineRule("in-sample", {
  severities: ["serious"],
  measures: "folds whose training samples reach into the span that they predict, or beyond it",
  meaning: "The model has seen the answers to what it is traded on: the number is that of a memory.",
  advice: "Train on what was known before; purge what overlaps.",
  thresholds: {},
  look({folds, plan}) {
    if (!plan.learn?.model || !folds) return null;
    const late = folds.filter(({train, test}) => train.to >= test.from);
    if (late.length === 0) return null;
    const [{train, test}] = late;
    return `${late.length} of ${folds.length} folds are trained on the time they are tested on: the first until ${day(train.to)}, and tested from ${day(test.from)}`;
  }
});
