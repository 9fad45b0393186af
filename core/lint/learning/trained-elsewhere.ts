import {defineRule} from "../rule.js";

/** A model of which nobody here knows what it has seen. */
export const trainedElsewhere = defineRule("trained-elsewhere", {
  severities: ["warning"],
  measures: "whether the model was trained elsewhere",
  meaning: "Whether it has seen the time that it is traded over, nobody here can tell.",
  advice: "Trade it only over a time that is later than anything it was trained on, and say so.",
  thresholds: {},
  look({plan: {learn}}) {
    if (learn?.model?.ready) return `the model ${learn.model.name} was trained elsewhere`;
    return learn?.model?.begun ? `the model ${learn.model.name} goes on from one that was trained elsewhere` : null;
  }
});
