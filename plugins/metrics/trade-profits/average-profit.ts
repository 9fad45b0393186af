import {oneOf} from "../../../core/base/options.js";
import {mean} from "../../../core/base/stats.js";
import {closedTrades, ofSide, tradeSides, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {noneOf} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What a trade earned on average, as a part of the account it began with: mean(profit after commissions) / first equity
 * (pyfolio's average net profit, and of trades that `won` or `lost`). `of` is which trades count, `per` what is one trade:
 * see trade-count. `NaN` where there is none.
 */
export const averageProfit = defineMetric("average-profit", {of: "all", per: "position"}, ({of, per}) => {
  const side = oneOf("of", of, tradeSides);
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "percent",
    measure(result) {
      const profits = ofSide(closedTrades(result, by), side).map(({profit}) => profit);
      return mean(profits) / result.equity[0];
    },
    undetermined: (result) => noneOf(result, by, side)
  };
});
