import {oneOf} from "../../../core/base/options.js";
import {mean} from "../../../core/base/stats.js";
import {closedTrades, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {fewTrades} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The mean return of the trades that won: profit after commissions / value at entry, each trade counting the same. `per`
 * is what counts as one trade: see trade-count. `NaN` where none won.
 */
export const averageWin = defineMetric("average-win", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "percent",
    measure(result) {
      const won = closedTrades(result, by).filter(({profit}) => profit > 0);
      return mean(won.map((trade) => trade.return));
    },
    undetermined: (result) => fewTrades(result, by) ?? "no trade won"
  };
});
