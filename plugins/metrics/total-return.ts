import {defineMetric} from "../../core/plugin.js";

/** The return over the whole backtest: last equity / first equity − 1. */
export const totalReturn = defineMetric("total-return", {}, () => ({
  unit: "percent",
  measure: ({equity}) => equity[equity.length - 1] / equity[0] - 1
}));
