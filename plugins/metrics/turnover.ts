import {mean} from "../../core/base/stats.js";
import {defineMetric} from "../../core/plugin.js";

/** How often equity is traded in a year: Σ |quantity · price| of all fills / mean equity / years. A full swap counts 2. */
export const turnover = defineMetric("turnover", {}, () => ({
  unit: "ratio",
  measure({equity, fills, periods}) {
    let traded = 0;
    for (const {quantity, price} of fills) traded += Math.abs(quantity * price);
    return traded / mean(equity) / ((equity.length - 1) / periods);
  }
}));
