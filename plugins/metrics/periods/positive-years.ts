import {accountYears} from "../../../core/evaluate/periods.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/** The share of calendar years (UTC) with a return above 0, the first and the last counted as far as they go. */
export const positiveYears = defineMetric("positive-years", {}, () => ({
  unit: "percent",
  measure: (result) => {
    const years = accountYears(result);
    return years.filter((value) => value > 0).length / years.length;
  },
  undetermined: (result) => fewReturns(result)
}));
