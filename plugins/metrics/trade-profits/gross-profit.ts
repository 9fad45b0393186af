import {oneOf} from "../../../core/base/options.js";
import {closedTrades, tradeUnits, winsAndLosses} from "../../../core/evaluate/trade-figures.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What the trades that won earned, as a part of the account it began with: Σ profits above 0 / first equity (pyfolio's
 * gross profit). `per` is what counts as one trade: see trade-count.
 */
export const grossProfit = defineMetric("gross-profit", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "percent",
    measure(result) {
      return winsAndLosses(closedTrades(result, by)).won / result.equity[0];
    }
  };
});
