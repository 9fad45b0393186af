import {oneOf} from "../../../core/base/options.js";
import {mean} from "../../../core/base/stats.js";
import {measuredTrades, ofSide, tradeSides, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {noExcursions} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The mean of the maximum adverse excursions (MAE): how far the price went against a trade at worst while it was held, as
 * a fraction of the entry price, at most 0 (Sweeney; see `excursions` for what is known within a bar). `of` is which trades count, `per` what is one trade: see
 * trade-count. `NaN` where there is none, and without the bars that were traded.
 */
export const adverseExcursion = defineMetric("adverse-excursion", {of: "all", per: "position"}, ({of, per}) => {
  const side = oneOf("of", of, tradeSides);
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "percent",
    measure(result, bars) {
      const trades = ofSide(measuredTrades(result, by, bars), side);
      return mean(trades.map(({adverse}) => adverse));
    },
    undetermined: (result, bars) => noExcursions(result, by, side, bars)
  };
});
