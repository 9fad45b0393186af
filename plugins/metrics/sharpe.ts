import {deviation, mean, returns} from "../../core/base/stats.js";
import {defineMetric} from "../../core/plugin.js";

/** The annual Sharpe ratio: mean(r − `riskFree`) / deviation(r, ddof 1) · √periods, r the bars' returns (empyrical). */
export const sharpe = defineMetric("sharpe", {riskFree: 0}, ({riskFree}) => ({
  unit: "ratio",
  measure({equity, periods}) {
    const excess = returns(equity).map((r) => r - riskFree);
    const spread = deviation(excess);
    return spread > 0 ? (mean(excess) / spread) * Math.sqrt(periods) : NaN;
  }
}));
