import {mean} from "../../../core/base/stats.js";
import {drawdowns} from "../../../core/evaluate/drawdown.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/** The pain index: the mean distance of equity below its highest so far, over the bars after the first, as a fraction. */
export const painIndex = defineMetric("pain-index", {}, () => ({
  unit: "percent",
  measure: ({equity}) => Math.abs(mean(drawdowns(equity).subarray(1))),
  undetermined: (result) => fewReturns(result)
}));
