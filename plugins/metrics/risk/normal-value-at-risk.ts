import {deviation, mean} from "../../../core/base/stats.js";
import {accountReturns} from "../../../core/evaluate/returns.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The value at risk of one bar as if returns were normal: mean(r) − `deviations` · deviation(r, ddof 1) (pyfolio's
 * value_at_risk, its "daily value at risk"). It is a return, negative where it is a loss; with 2 deviations a normal
 * return is below it one time in 44.
 */
export const normalValueAtRisk = defineMetric("normal-value-at-risk", {deviations: 2}, ({deviations}) => {
  if (!(deviations >= 0 && deviations < Infinity))
    throw new Error(`invalid deviations: ${deviations}; expected a number from 0`);
  return {
    unit: "percent",
    measure({equity}) {
      const returns = accountReturns(equity);
      return mean(returns) - deviations * deviation(returns);
    },
    undetermined: (result) => fewReturns(result, 2)
  };
});
