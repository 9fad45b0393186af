import {expectedMaximum} from "../../evaluate/overfitting/deflated.js";
import {defineRule} from "../rule.js";
import {amount, ratio} from "../text.js";

/** The best of many trials, that is no better than the best of as many without skill. */
export const trials = defineRule("trials", {
  severities: ["warning"],
  measures:
    "from `least` trials of the experiment on, the mean return in standard errors beside what the best of as many independent trials without skill is expected to show",
  meaning: "Who tries so often finds as much in noise: nothing is left of this number once the search is counted.",
  advice: "Keep a span that no trial has seen and look at it once; count trials before believing the best.",
  thresholds: {least: 5},
  look({trials: count = 1, test: {mean, t}}, {least}) {
    if (!(mean > 0) || count < least) return null;
    const lucky = expectedMaximum(count);
    if (!(t < lucky)) return null;
    return `the best of ${amount(count)} trials without skill is expected to lie ${ratio(lucky)} standard errors above zero; this one lies ${ratio(t)} above`;
  }
});
