import {accountMonths} from "../../../core/evaluate/periods.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/** The share of calendar months (UTC) with a return above 0, the first and the last counted as far as they go. */
export const positiveMonths = defineMetric("positive-months", {}, () => ({
  unit: "percent",
  measure: (result) => {
    const months = accountMonths(result);
    return months.filter(({value}) => value > 0).length / months.length;
  },
  undetermined: (result) => fewReturns(result)
}));
