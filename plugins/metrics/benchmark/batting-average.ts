import {pairedReturns} from "../../../core/evaluate/returns.js";
import {fewPairs} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The share of bars on which the account did better than the benchmark, of those on which both returns are known
 * (empyrical's batting_average). `NaN` without a benchmark.
 */
export const battingAverage = defineMetric("batting-average", {}, () => ({
  unit: "percent",
  measure(result) {
    const {account, benchmark} = pairedReturns(result);
    return account.filter((r, i) => r > benchmark[i]).length / account.length;
  },
  undetermined: (result) => fewPairs(result)
}));
