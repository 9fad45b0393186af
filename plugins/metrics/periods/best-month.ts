import {accountMonths} from "../../../core/evaluate/periods.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/** The highest return of a calendar month (UTC), the first and the last counted as far as they go. */
export const bestMonth = defineMetric("best-month", {}, () => ({
  unit: "percent",
  measure: (result) => accountMonths(result).reduce((best, {value}) => (best >= value ? best : value), NaN),
  undetermined: (result) => fewReturns(result)
}));
