import {drawdowns} from "../../../core/evaluate/drawdown.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/** The share of the bars after the first at whose close equity was below its highest so far. */
export const timeUnderWater = defineMetric("time-under-water", {}, () => ({
  unit: "percent",
  measure({equity}) {
    const depths = drawdowns(equity).subarray(1);
    return depths.filter((depth) => depth < 0).length / depths.length;
  },
  undetermined: (result) => fewReturns(result)
}));
