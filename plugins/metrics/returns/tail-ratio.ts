import {sortedQuantile} from "../../../core/base/stats.js";
import {accountReturns} from "../../../core/evaluate/returns.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * How far the good tail reaches against the bad one: |95 % quantile| / |5 % quantile| of the bars' returns, quantiles with
 * linear interpolation (empyrical's tail_ratio). `NaN` where the lower one is 0.
 */
export const tailRatio = defineMetric("tail-ratio", {}, () => ({
  unit: "ratio",
  measure({equity}) {
    const sorted = accountReturns(equity).sort();
    const lower = Math.abs(sortedQuantile(sorted, 0.05));
    return lower > 0 ? Math.abs(sortedQuantile(sorted, 0.95)) / lower : NaN;
  },
  undetermined: (result) => fewReturns(result) ?? "the 5 % quantile of the returns is 0"
}));
