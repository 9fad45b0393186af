import {mean} from "../../../core/base/stats.js";
import {worstDrawdowns} from "../../../core/evaluate/drawdown.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The mean depth of all falls, each from a high until it is seen again or until the end, as a negative fraction. `NaN`
 * where equity never fell.
 */
export const averageDrawdown = defineMetric("average-drawdown", {}, () => ({
  unit: "percent",
  measure: ({equity}) => mean(worstDrawdowns(equity, Infinity).map(({depth}) => depth)),
  undetermined: (result) => fewReturns(result) ?? "equity never fell"
}));
