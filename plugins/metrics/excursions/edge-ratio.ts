import {oneOf} from "../../../core/base/options.js";
import {measuredTrades, ofSide, tradeSides, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {determined, noExcursions} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * How much further prices went for trades than against them: Σ favourable excursions / |Σ adverse excursions|, each a
 * fraction of the entry price. Above 1 entries had an edge, whatever exits made of it. `of` is which trades count, `per` what is one trade: see
 * trade-count. `NaN` where there is none, and without the bars that were traded.
 */
export const edgeRatio = defineMetric("edge-ratio", {of: "all", per: "position"}, ({of, per}) => {
  const side = oneOf("of", of, tradeSides);
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "ratio",
    measure(result, bars) {
      const trades = ofSide(measuredTrades(result, by, bars), side);
      const adverse = trades.reduce((sum, trade) => sum + trade.adverse, 0);
      const favourable = trades.reduce((sum, trade) => sum + trade.favourable, 0);
      return adverse < 0 ? determined(favourable / -adverse) : NaN;
    },
    undetermined: (result, bars) => noExcursions(result, by, side, bars) ?? "no price went against a trade"
  };
});
