import {mean} from "../../../core/base/stats.js";
import {exposure} from "../../../core/evaluate/exposure.js";
import {defineMetric} from "../../../core/plugin.js";

/** The average of what is held long: mean(Σ max(position, 0) × price / equity) over the bars' closes. */
export const longExposure = defineMetric("long-exposure", {}, () => ({
  unit: "percent",
  measure: (result) => mean(exposure(result).long)
}));
