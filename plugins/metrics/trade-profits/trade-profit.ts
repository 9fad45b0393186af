import {oneOf} from "../../../core/base/options.js";
import {closedTrades, tradeUnits, winsAndLosses} from "../../../core/evaluate/trade-figures.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What all closed trades earned, as a part of the account it began with: Σ profits after commissions / first equity
 * (pyfolio's total profit). Dividends, interest and borrow fees are no part of it. `per` is what counts as one trade: see trade-count.
 */
export const tradeProfit = defineMetric("trade-profit", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "percent",
    measure(result) {
      const {won, lost} = winsAndLosses(closedTrades(result, by));
      return (won - lost) / result.equity[0];
    }
  };
});
