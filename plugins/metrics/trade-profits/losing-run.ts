import {oneOf} from "../../../core/base/options.js";
import {longestRun} from "../../../core/evaluate/periods.js";
import {closedTrades, inClosingOrder, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {defineMetric} from "../../../core/plugin.js";

/** The most trades in a row that lost, in the order in which they were closed. `per` is what counts as one trade: see trade-count. */
export const losingRun = defineMetric("losing-run", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "count",
    measure(result) {
      return longestRun(inClosingOrder(closedTrades(result, by)), ({profit}) => profit < 0);
    }
  };
});
