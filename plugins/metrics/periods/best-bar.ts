import {accountReturns} from "../../../core/evaluate/returns.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/** The highest return of a bar. */
export const bestBar = defineMetric("best-bar", {}, () => ({
  unit: "percent",
  measure: ({equity}) => accountReturns(equity).reduce((best, r) => (best >= r ? best : r), NaN),
  undetermined: (result) => fewReturns(result)
}));
