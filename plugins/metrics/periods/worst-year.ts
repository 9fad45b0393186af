import {accountYears} from "../../../core/evaluate/periods.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/** The lowest return of a calendar year (UTC), the first and the last counted as far as they go. */
export const worstYear = defineMetric("worst-year", {}, () => ({
  unit: "percent",
  measure: (result) => accountYears(result).reduce((worst, value) => (worst <= value ? worst : value), NaN),
  undetermined: (result) => fewReturns(result)
}));
