import {log} from "../../../core/base/elementary.js";
import {correlation} from "../../../core/base/stats.js";
import {accountReturns} from "../../../core/evaluate/returns.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * How straight the way was: R² of a line through the logarithm of equity after each bar (empyrical's
 * stability_of_timeseries); 1 is steady growth, or a steady loss. `NaN` where equity stood still or nothing is left.
 */
export const stability = defineMetric("stability", {}, () => ({
  unit: "percent",
  measure({equity}) {
    const bars = accountReturns(equity).length;
    const levels = Float64Array.from({length: bars}, (_, i) => log(equity[i + 1] / equity[0]));
    const r = correlation(Float64Array.from(levels.keys()), levels);
    return Number.isFinite(r) ? Math.min(1, r * r) : NaN;
  },
  undetermined: (result) =>
    fewReturns(result, 2) ??
    (result.equity.every((value) => value > 0) ? "equity stood still" : "the account has nothing left")
}));
