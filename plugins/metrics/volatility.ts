import {deviation, returns} from "../../core/base/stats.js";
import {fewReturns} from "../../core/evaluate/undetermined.js";
import {defineMetric} from "../../core/plugin.js";

/** The annual volatility: deviation(r, ddof 1) · √periods, r the bars' returns (empyrical's annual_volatility). */
export const volatility = defineMetric("volatility", {}, () => ({
  unit: "percent",
  measure: ({equity, periods}) => deviation(returns(equity).filter((_, i) => equity[i] > 0)) * Math.sqrt(periods),
  undetermined: (result) => fewReturns(result, 2)
}));
