import {longestDrawdown, ulcer} from "../../../core/evaluate/drawdown.js";
import {accountReturns, compounded} from "../../../core/evaluate/returns.js";
import {beyond, determined, fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The Martin ratio, or ulcer performance index: (annual return − `riskFree`) / ulcer index, `riskFree` a year's return.
 * `NaN` where equity never fell.
 */
export const martinRatio = defineMetric("martin-ratio", {riskFree: 0}, ({riskFree}) => ({
  unit: "ratio",
  measure({equity, periods}) {
    const depth = ulcer(equity);
    return depth > 0 ? determined((compounded(accountReturns(equity), periods) - riskFree) / depth) : NaN;
  },
  undetermined: (result) => fewReturns(result) ?? (longestDrawdown(result.equity) > 0 ? beyond : "equity never fell")
}));
