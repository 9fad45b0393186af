import {mean} from "../../../core/base/stats.js";
import {defineMetric} from "../../../core/plugin.js";

/** The average net exposure: mean(Σ position × price / equity) over the bars' closes, negative for an account that is short. */
export const netExposure = defineMetric("net-exposure", {}, () => ({
  unit: "percent",
  measure: ({net}) => mean(net)
}));
