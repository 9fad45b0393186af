import {accountReturns} from "../../../core/evaluate/returns.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/** The lowest return of a bar. */
export const worstBar = defineMetric("worst-bar", {}, () => ({
  unit: "percent",
  measure: ({equity}) => accountReturns(equity).reduce((worst, r) => (worst <= r ? worst : r), NaN),
  undetermined: (result) => fewReturns(result)
}));
