import {deviation, mean} from "../../../core/base/stats.js";
import {pairedReturns, rounding} from "../../../core/evaluate/returns.js";
import {fewPairs} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The annual information ratio: mean(r − f) / deviation(r − f, ddof 1) · √periods, over the bars on which the returns of
 * account and benchmark are known (Grinold and Kahn; empyrical's excess_sharpe is that of a bar). `NaN` without a
 * benchmark, or where the account is always as far from it.
 */
export const informationRatio = defineMetric("information-ratio", {}, () => ({
  unit: "ratio",
  measure(result) {
    const {account, benchmark} = pairedReturns(result);
    const active = account.map((r, i) => r - benchmark[i]);
    const error = deviation(active);
    return error > rounding ? (mean(active) / error) * Math.sqrt(result.periods) : NaN;
  },
  undetermined: (result) => fewPairs(result, 2) ?? "the account is always as far from the benchmark"
}));
