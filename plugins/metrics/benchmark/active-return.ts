import {compounded, pairedReturns} from "../../../core/evaluate/returns.js";
import {beyond, fewPairs} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What the account earned a year beyond the benchmark: the compound annual return of one − that of the other, over the
 * bars on which both returns are known. `NaN` without a benchmark.
 */
export const activeReturn = defineMetric("active-return", {}, () => ({
  unit: "percent",
  measure(result) {
    const {account, benchmark} = pairedReturns(result);
    return compounded(account, result.periods) - compounded(benchmark, result.periods);
  },
  undetermined: (result) => fewPairs(result) ?? beyond
}));
