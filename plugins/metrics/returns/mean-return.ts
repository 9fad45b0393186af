import {mean} from "../../../core/base/stats.js";
import {accountReturns} from "../../../core/evaluate/returns.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The arithmetic mean return of a year: mean(r) · periods, r the bars' returns. It is not what money grew by, which the
 * annual return says: volatility takes about half its square away from that.
 */
export const meanReturn = defineMetric("mean-return", {}, () => ({
  unit: "percent",
  measure: ({equity, periods}) => mean(accountReturns(equity)) * periods,
  undetermined: (result) => fewReturns(result)
}));
