import {correlation} from "../../../core/base/stats.js";
import {pairedReturns} from "../../../core/evaluate/returns.js";
import {fewPairs} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * Pearson's correlation of the returns of account and benchmark, over the bars on which both are known. `NaN` without a
 * benchmark, or where one of them does not vary.
 */
export const benchmarkCorrelation = defineMetric("benchmark-correlation", {}, () => ({
  unit: "ratio",
  measure(result) {
    const {account, benchmark} = pairedReturns(result);
    return correlation(account, benchmark);
  },
  undetermined: (result) => fewPairs(result, 2) ?? "the returns of account or benchmark do not vary"
}));
