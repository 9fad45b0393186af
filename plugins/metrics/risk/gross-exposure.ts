import {mean} from "../../../core/base/stats.js";
import {defineMetric} from "../../../core/plugin.js";

/** The average gross exposure: mean(Σ |position × price| / equity) over the bars' closes. */
export const grossExposure = defineMetric("gross-exposure", {}, () => ({
  unit: "percent",
  measure: ({gross}) => mean(gross)
}));
