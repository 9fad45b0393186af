import {sortedQuantile} from "../../../core/base/stats.js";
import {accountReturns, compounded} from "../../../core/evaluate/returns.js";
import {beyond, determined, fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The common sense ratio: tail ratio × (1 + annual return) (pyfolio's common_sense_ratio). Above 1 an account grows and
 * its good tail reaches as far as its bad one, as a rule. `NaN` where the 5 % quantile of the returns is 0.
 */
export const commonSenseRatio = defineMetric("common-sense-ratio", {}, () => ({
  unit: "ratio",
  measure({equity, periods}) {
    const returns = accountReturns(equity);
    const year = compounded(returns, periods);
    const sorted = returns.sort();
    const lower = Math.abs(sortedQuantile(sorted, 0.05));
    return lower > 0 ? determined((Math.abs(sortedQuantile(sorted, 0.95)) / lower) * (1 + year)) : NaN;
  },
  undetermined: (result) =>
    fewReturns(result) ??
    (sortedQuantile(accountReturns(result.equity).sort(), 0.05) === 0 ? "the 5 % quantile of the returns is 0" : beyond)
}));
