import {accountReturns} from "../../../core/evaluate/returns.js";
import {checkCutoff, conditionalValueAtRisk as tailMean} from "../../../core/evaluate/tail.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The expected shortfall of one bar: the mean of the ⌊(n − 1) · `cutoff`⌋ + 1 lowest of the bars' n returns (empyrical's
 * conditional_value_at_risk). It is a return as the value at risk is, and never above it.
 */
export const conditionalValueAtRisk = defineMetric("conditional-value-at-risk", {cutoff: 0.05}, ({cutoff}) => {
  checkCutoff(cutoff);
  return {
    unit: "percent",
    measure: ({equity}) => tailMean(accountReturns(equity).sort(), cutoff),
    undetermined: (result) => fewReturns(result)
  };
});
