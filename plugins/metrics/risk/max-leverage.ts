import {defineMetric} from "../../../core/plugin.js";

/** The largest gross exposure at any bar's close: max(Σ |position × price| / equity). 1 is an account fully invested. */
export const maxLeverage = defineMetric("max-leverage", {}, () => ({
  unit: "ratio",
  measure: ({gross}) => gross.reduce((most, value) => Math.max(most, value), 0)
}));
