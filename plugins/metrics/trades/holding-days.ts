import {oneOf} from "../../../core/base/options.js";
import {mean} from "../../../core/base/stats.js";
import {closedTrades, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {fewTrades} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * How many calendar days a trade was held on average, from the label of the bar of its first entry to that of its last
 * exit. `per` is what counts as one trade: see trade-count. `NaN` where there is none.
 */
export const holdingDays = defineMetric("holding-days", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "count",
    measure(result) {
      return mean(closedTrades(result, by).map(({opened, closed}) => (closed! - opened) / 864e5));
    },
    undetermined: (result) => fewTrades(result, by)
  };
});
