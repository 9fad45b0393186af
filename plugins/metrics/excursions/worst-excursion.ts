import {oneOf} from "../../../core/base/options.js";
import {measuredTrades, ofSide, tradeSides, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {noExcursions} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The furthest that the price went against any trade while it was held, as a fraction of the entry price, at most 0: a
 * stop further away than this would never have been met. `of` is which trades count, `per` what is one trade: see
 * trade-count. `NaN` where there is none, and without the bars that were traded.
 */
export const worstExcursion = defineMetric("worst-excursion", {of: "all", per: "position"}, ({of, per}) => {
  const side = oneOf("of", of, tradeSides);
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "percent",
    measure(result, bars) {
      const trades = ofSide(measuredTrades(result, by, bars), side);
      return trades.reduce((worst, {adverse}) => (worst <= adverse ? worst : adverse), NaN);
    },
    undetermined: (result, bars) => noExcursions(result, by, side, bars)
  };
});
