import {oneOf} from "../../../core/base/options.js";
import {closedTrades, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {fewTrades} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The highest return of a trade: profit after commissions / value at entry. `per` is what counts as one trade: see
 * trade-count. `NaN` where there is none.
 */
export const bestTrade = defineMetric("best-trade", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "percent",
    measure(result) {
      return closedTrades(result, by).reduce((best, trade) => (best >= trade.return ? best : trade.return), NaN);
    },
    undetermined: (result) => fewTrades(result, by)
  };
});
