import {power} from "../../core/base/elementary.js";
import {beyond, fewReturns} from "../../core/evaluate/undetermined.js";
import {defineMetric} from "../../core/plugin.js";

/**
 * The compound return of a year: (last equity / first equity)^(periods / bars) − 1 (empyrical's annual_return, the
 * CAGR), −1 where nothing is left; `NaN` where a year of it is beyond all numbers.
 */
export const annualReturn = defineMetric("annual-return", {}, () => ({
  unit: "percent",
  measure({equity, periods}) {
    const bars = equity.length - 1;
    const growth = equity[bars] / equity[0];
    if (!(bars > 0)) return NaN;
    if (!(growth > 0)) return -1;
    const year = power(growth, periods / bars);
    return year < Infinity ? year - 1 : NaN;
  },
  undetermined: (result) => fewReturns(result) ?? beyond
}));
