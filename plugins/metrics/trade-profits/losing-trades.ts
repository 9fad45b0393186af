import {oneOf} from "../../../core/base/options.js";
import {closedTrades, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {defineMetric} from "../../../core/plugin.js";

/** How many closed trades had a profit below 0 after commissions (pyfolio's losing round trips). `per` is what counts as one trade: see trade-count. */
export const losingTrades = defineMetric("losing-trades", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "count",
    measure(result) {
      return closedTrades(result, by).filter(({profit}) => profit < 0).length;
    }
  };
});
