import {mean} from "../../../core/base/stats.js";
import {exposure} from "../../../core/evaluate/exposure.js";
import {defineMetric} from "../../../core/plugin.js";

/** The average of what is held short, negative: mean(Σ min(position, 0) × price / equity) over the bars' closes. */
export const shortExposure = defineMetric("short-exposure", {}, () => ({
  unit: "percent",
  measure: (result) => mean(exposure(result).short)
}));
