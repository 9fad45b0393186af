import {power} from "../../../core/base/elementary.js";
import {accountReturns} from "../../../core/evaluate/returns.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The Omega ratio: Σ max(x, 0) / Σ max(−x, 0) with x = r − `riskFree` − ((1 + `required`)^(1 / periods) − 1), r the bars'
 * returns, `riskFree` a bar's return and `required` a year's (empyrical's omega_ratio, whose year has 252 bars unless it
 * is told otherwise). `NaN` of fewer than two bars and where nothing was lost.
 */
export const omega = defineMetric("omega", {riskFree: 0, required: 0}, ({riskFree, required}) => {
  if (!(required > -1)) throw new Error(`invalid required: ${required}; expected a year's return above -1`);
  return {
    unit: "ratio",
    measure({equity, periods}) {
      const returns = accountReturns(equity);
      if (returns.length < 2) return NaN;
      const least = riskFree + (power(1 + required, 1 / periods) - 1);
      let won = 0;
      let lost = 0;
      for (const r of returns) {
        if (r > least) won += r - least;
        else lost += least - r;
      }
      return lost > 0 ? won / lost : NaN;
    },
    undetermined: (result) => fewReturns(result, 2) ?? "no return fell short of what is required"
  };
});
