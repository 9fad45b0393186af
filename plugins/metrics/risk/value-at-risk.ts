import {accountReturns} from "../../../core/evaluate/returns.js";
import {checkCutoff, valueAtRisk as tailValue} from "../../../core/evaluate/tail.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The historical value at risk of one bar: the `cutoff`-quantile of the bars' returns, with linear interpolation
 * (empyrical's value_at_risk). It is a return, negative where it is a loss: −2 % says that one bar in twenty lost 2 % or
 * more.
 */
export const valueAtRisk = defineMetric("value-at-risk", {cutoff: 0.05}, ({cutoff}) => {
  checkCutoff(cutoff);
  return {
    unit: "percent",
    measure: ({equity}) => tailValue(accountReturns(equity).sort(), cutoff),
    undetermined: (result) => fewReturns(result)
  };
});
