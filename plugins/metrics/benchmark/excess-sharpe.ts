import {deviation, mean} from "../../../core/base/stats.js";
import {pairedReturns, rounding} from "../../../core/evaluate/returns.js";
import {fewPairs} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The information ratio of a bar: mean(r − f) / deviation(r − f, ddof 1), over the bars on which both returns are known
 * (empyrical's excess_sharpe). With `annual`, times √periods. `NaN` without a benchmark, or where the account is always
 * as far from it.
 */
export const excessSharpe = defineMetric("excess-sharpe", {annual: false}, ({annual}) => ({
  unit: "ratio",
  measure(result) {
    const {account, benchmark} = pairedReturns(result);
    const active = account.map((r, i) => r - benchmark[i]);
    const error = deviation(active);
    return error > rounding ? (mean(active) / error) * (annual ? Math.sqrt(result.periods) : 1) : NaN;
  },
  undetermined: (result) => fewPairs(result, 2) ?? "the account is always as far from the benchmark"
}));
