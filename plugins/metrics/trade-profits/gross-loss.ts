import {oneOf} from "../../../core/base/options.js";
import {closedTrades, tradeUnits, winsAndLosses} from "../../../core/evaluate/trade-figures.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What the trades that lost cost, negative, as a part of the account it began with: Σ profits below 0 / first equity
 * (pyfolio's gross loss). `per` is what counts as one trade: see trade-count.
 */
export const grossLoss = defineMetric("gross-loss", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "percent",
    measure(result) {
      const {lost} = winsAndLosses(closedTrades(result, by));
      return lost > 0 ? -lost / result.equity[0] : 0;
    }
  };
});
