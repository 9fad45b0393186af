import type {Examined} from "../examined.js";
import {defineRule} from "../rule.js";
import {ratio} from "../text.js";

/** Figures that are more often a mistake than a discovery. */
export const tooGood = defineRule("too-good", {
  severities: ["warning", "serious"],
  measures:
    "the Sharpe ratio of a year beside `sharpe`, and the size of the information coefficient beside `ic`; serious above `grave` times either. What lies within `errors` standard errors of nothing is chance, and none of this rule's",
  meaning:
    "Results like this are mostly made by a mistake: a label among the features, a price that was not known yet, costs that are missing.",
  advice: "Audit it deeply (`npx tapebook audit`), trade it a bar later, and learn from shuffled labels.",
  thresholds: {sharpe: 3, ic: 0.1, grave: 2, errors: 3},
  look(run, {sharpe, ic, grave, errors: least}) {
    const found: string[] = [];
    let worst = 0;
    if (run.sharpe > sharpe && run.test.t > least) {
      found.push(`a Sharpe ratio of ${ratio(run.sharpe)} over ${run.years.toFixed(1)} years`);
      worst = run.sharpe / sharpe;
    }
    const coefficient = run.figures?.ic ?? 0;
    const errors = standardErrors(run, coefficient);
    if (Math.abs(coefficient) > ic && errors > least) {
      found.push(`an IC of ${coefficient.toFixed(3)}, ${errors.toFixed(1)} standard errors from nothing`);
      worst = Math.max(worst, Math.abs(coefficient) / ic);
    }
    if (found.length === 0) return null;
    return {severity: worst > grave ? "serious" : "warning", message: found.join(", and ")};
  }
});

/** How far a coefficient lies from nothing: by its t where rows have many names, else by its independent predictions. */
function standardErrors({figures = {}, labelSpan}: Examined, coefficient: number): number {
  const t = figures["ic-t"];
  if (typeof t === "number") return Math.abs(t);
  const {predictions} = figures;
  if (typeof predictions !== "number") return 0;
  return Math.abs(coefficient) * Math.sqrt(predictions / labelSpan);
}
