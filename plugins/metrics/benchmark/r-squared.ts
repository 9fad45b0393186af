import {correlation} from "../../../core/base/stats.js";
import {pairedReturns} from "../../../core/evaluate/returns.js";
import {fewPairs} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The share of the account's variance that the benchmark explains: the square of the correlation of both returns, over
 * the bars on which both are known. `NaN` without a benchmark, or where one of them does not vary.
 */
export const rSquared = defineMetric("r-squared", {}, () => ({
  unit: "percent",
  measure(result) {
    const {account, benchmark} = pairedReturns(result);
    const r = correlation(account, benchmark);
    return Math.min(1, r * r);
  },
  undetermined: (result) => fewPairs(result, 2) ?? "the returns of account or benchmark do not vary"
}));
