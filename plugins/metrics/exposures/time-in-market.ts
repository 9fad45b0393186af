import {defineMetric} from "../../../core/plugin.js";

/** The share of the bars at whose close something was held. */
export const timeInMarket = defineMetric("time-in-market", {}, () => ({
  unit: "percent",
  measure: ({gross}) => gross.filter((value) => value !== 0).length / gross.length
}));
