import {oneOf} from "../../../core/base/options.js";
import {mean} from "../../../core/base/stats.js";
import {closedTrades, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {fewTrades} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * How many bars a trade was held on average: from the bar of its first entry to that of its last exit, 0 where they are
 * one. `per` is what counts as one trade: see trade-count. `NaN` where there is none.
 */
export const holdingBars = defineMetric("holding-bars", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "count",
    measure(result) {
      return mean(closedTrades(result, by).map(({bars}) => bars ?? NaN));
    },
    undetermined: (result) => fewTrades(result, by)
  };
});
