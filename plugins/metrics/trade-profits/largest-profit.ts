import {oneOf} from "../../../core/base/options.js";
import {closedTrades, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {fewTrades} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What the best trade earned, as a part of the account it began with: max(profit after commissions) / first equity
 * (pyfolio's largest winning trade). `per` is what counts as one trade: see trade-count.
 * `NaN` where there is none.
 */
export const largestProfit = defineMetric("largest-profit", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "percent",
    measure(result) {
      const best = closedTrades(result, by).reduce((most, {profit}) => (most >= profit ? most : profit), NaN);
      return best / result.equity[0];
    },
    undetermined: (result) => fewTrades(result, by)
  };
});
