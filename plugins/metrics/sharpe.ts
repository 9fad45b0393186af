import {deviation, mean, returns} from "../../core/base/stats.js";
import {fewReturns} from "../../core/evaluate/undetermined.js";
import {defineMetric} from "../../core/plugin.js";

/** Returns that deviate no more than this do so by the rounding of a quotient alone. */
const rounding = 1e-15;

/**
 * The annual Sharpe ratio: mean(r − `riskFree`) / deviation(r, ddof 1) · √periods, r the returns of the bars
 * that began with something left (empyrical). `NaN` where they do not vary.
 */
export const sharpe = defineMetric("sharpe", {riskFree: 0}, ({riskFree}) => ({
  unit: "ratio",
  measure({equity, periods}) {
    const excess = returns(equity)
      .filter((_, i) => equity[i] > 0)
      .map((r) => r - riskFree);
    const spread = deviation(excess);
    return spread > rounding ? (mean(excess) / spread) * Math.sqrt(periods) : NaN;
  },
  undetermined: (result) => fewReturns(result, 2) ?? "the returns do not vary"
}));
