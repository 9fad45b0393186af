import {oneOf} from "../../../core/base/options.js";
import {mean} from "../../../core/base/stats.js";
import {closedTrades, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {fewTrades} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What a trade can be expected to return: the mean of profit after commissions / value at entry, which is win rate ×
 * average win + loss rate × average loss. `per` is what counts as one trade: see trade-count. `NaN` where there is none.
 */
export const expectancy = defineMetric("expectancy", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "percent",
    measure(result) {
      return mean(closedTrades(result, by).map((trade) => trade.return));
    },
    undetermined: (result) => fewTrades(result, by)
  };
});
