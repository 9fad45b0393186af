import {oneOf} from "../../../core/base/options.js";
import {closedTrades, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {fewTrades} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The share of trades that earned more than their commissions: those with a profit above 0 / all. `per` is what counts as
 * one trade: see trade-count. `NaN` where there is none.
 */
export const winRate = defineMetric("win-rate", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "percent",
    measure(result) {
      const trades = closedTrades(result, by);
      return trades.filter(({profit}) => profit > 0).length / trades.length;
    },
    undetermined: (result) => fewTrades(result, by)
  };
});
