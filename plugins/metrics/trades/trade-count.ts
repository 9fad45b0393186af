import {oneOf} from "../../../core/base/options.js";
import {closedTrades, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * How many trades were opened and closed. `per` is what counts as one: a `position` from flat to flat, however many fills
 * it took, an `exit`, or a `lot` (see `tradeUnits`). What is open at the end does not count.
 */
export const tradeCount = defineMetric("trade-count", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "count",
    measure(result) {
      return closedTrades(result, by).length;
    }
  };
});
