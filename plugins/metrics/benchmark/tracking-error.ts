import {deviation} from "../../../core/base/stats.js";
import {pairedReturns} from "../../../core/evaluate/returns.js";
import {fewPairs} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * How far the account strays from the benchmark in a year: deviation(r − f, ddof 1) · √periods, over the bars on which
 * both returns are known. `NaN` without a benchmark.
 */
export const trackingError = defineMetric("tracking-error", {}, () => ({
  unit: "percent",
  measure(result) {
    const {account, benchmark} = pairedReturns(result);
    return deviation(account.map((r, i) => r - benchmark[i])) * Math.sqrt(result.periods);
  },
  undetermined: (result) => fewPairs(result, 2)
}));
