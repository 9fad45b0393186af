import {power} from "../../../core/base/elementary.js";
import {accountReturns} from "../../../core/evaluate/returns.js";
import {beyond, determined, fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/** Milliseconds of a year of 365.25 days. */
const year = 365.25 * 864e5;

/**
 * The compound annual growth rate by the calendar: (last equity / first equity)^(1 / years) − 1, years of 365.25 days
 * between the first bar and the last; −1 where nothing is left. The annual return counts bars instead, and the mean
 * return does not compound.
 */
export const cagr = defineMetric("cagr", {}, () => ({
  unit: "percent",
  measure({equity, times}) {
    const bars = equity.length - 1;
    const years = (times[bars] - times[0]) / year;
    if (!(bars > 0 && years > 0)) return NaN;
    const growth = equity[bars] / equity[0];
    const ruined = accountReturns(equity).length < bars || !(growth > 0);
    return ruined ? -1 : determined(power(growth, 1 / years) - 1);
  },
  undetermined: (result) => fewReturns(result) ?? beyond
}));
