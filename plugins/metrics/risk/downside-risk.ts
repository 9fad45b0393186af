import {mean} from "../../../core/base/stats.js";
import {accountReturns} from "../../../core/evaluate/returns.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The annual deviation below what is required: √mean(min(r − `required`, 0)²) · √periods over all bars, r a bar's return
 * and so is `required` (empyrical's downside_risk).
 */
export const downsideRisk = defineMetric("downside-risk", {required: 0}, ({required}) => ({
  unit: "percent",
  measure({equity, periods}) {
    const short = accountReturns(equity).map((r) => Math.min(r - required, 0));
    return Math.sqrt(mean(short.map((r) => r * r))) * Math.sqrt(periods);
  },
  undetermined: (result) => fewReturns(result)
}));
