import {mean} from "../../../core/base/stats.js";
import {betaOf} from "../../../core/evaluate/benchmark.js";
import {pairedReturns} from "../../../core/evaluate/returns.js";
import {determined, fewPairs} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The Treynor ratio: mean(r − `riskFree`) · periods / β, over the bars on which the returns of account and benchmark are
 * known, `riskFree` a bar's return: what is earned a year for each unit of the benchmark's risk. `NaN` without a
 * benchmark, with one that does not vary, or where the account does not move with it at all.
 */
export const treynor = defineMetric("treynor", {riskFree: 0}, ({riskFree}) => ({
  unit: "ratio",
  measure(result) {
    const pair = pairedReturns(result);
    return determined(((mean(pair.account) - riskFree) * result.periods) / betaOf(pair));
  },
  undetermined: (result) =>
    fewPairs(result, 2) ??
    (Number.isNaN(betaOf(pairedReturns(result))) ? "the benchmark does not vary" : "the account's beta is 0")
}));
