import {ulcer} from "../../../core/evaluate/drawdown.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The ulcer index: √mean(d²) over the bars after the first, d the distance of equity below its highest so far as a
 * fraction (Martin and McCann, 1989). Unlike the deepest fall it says how long falls were, too.
 */
export const ulcerIndex = defineMetric("ulcer-index", {}, () => ({
  unit: "percent",
  measure: ({equity}) => ulcer(equity),
  undetermined: (result) => fewReturns(result)
}));
