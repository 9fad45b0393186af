import {accountYears} from "../../../core/evaluate/periods.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/** The highest return of a calendar year (UTC), the first and the last counted as far as they go. */
export const bestYear = defineMetric("best-year", {}, () => ({
  unit: "percent",
  measure: (result) => accountYears(result).reduce((best, value) => (best >= value ? best : value), NaN),
  undetermined: (result) => fewReturns(result)
}));
