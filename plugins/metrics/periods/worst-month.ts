import {accountMonths} from "../../../core/evaluate/periods.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/** The lowest return of a calendar month (UTC), the first and the last counted as far as they go. */
export const worstMonth = defineMetric("worst-month", {}, () => ({
  unit: "percent",
  measure: (result) => accountMonths(result).reduce((worst, {value}) => (worst <= value ? worst : value), NaN),
  undetermined: (result) => fewReturns(result)
}));
