import {oneOf} from "../../../core/base/options.js";
import {quantile} from "../../../core/base/stats.js";
import {closedTrades, ofSide, tradeSides, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {noneOf} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The median return of a trade: profit after commissions / value at entry (pyfolio's median return). `of` is which trades
 * count, `per` what is one trade: see trade-count. `NaN` where there is none.
 */
export const medianTrade = defineMetric("median-trade", {of: "all", per: "position"}, ({of, per}) => {
  const side = oneOf("of", of, tradeSides);
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "percent",
    measure(result) {
      return quantile(
        ofSide(closedTrades(result, by), side).map((trade) => trade.return),
        0.5
      );
    },
    undetermined: (result) => noneOf(result, by, side)
  };
});
