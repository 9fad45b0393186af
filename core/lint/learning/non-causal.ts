import {defineRule} from "../rule.js";

/** Trading on a model that was trained on the future. */
export const nonCausal = defineRule("non-causal", {
  severities: ["serious"],
  measures: "whether the split of the samples is causal: every fold trained on its past alone",
  meaning: "The signal knows how it went on. A cross-validated signal may be evaluated, and never traded.",
  advice: "Trade the signal of a split that walks forward, such as `walk-forward`.",
  thresholds: {},
  look: ({plan: {learn}}) =>
    learn && !learn.split.causal
      ? `the split ${learn.split.name} trains on samples that come after those it tests`
      : null
});
