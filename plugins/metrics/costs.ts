import {defineMetric} from "../../core/plugin.js";

/** What trading cost over the whole backtest: Σ (commission + slippage) of all fills / first equity. */
export const costs = defineMetric("costs", {}, () => ({
  unit: "percent",
  measure({equity, fills}) {
    let sum = 0;
    for (const {commission, slippage} of fills) sum += commission + slippage;
    return sum / equity[0];
  }
}));
