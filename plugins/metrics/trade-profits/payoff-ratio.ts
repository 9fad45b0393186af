import {oneOf} from "../../../core/base/options.js";
import {mean} from "../../../core/base/stats.js";
import {closedTrades, ofSide, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {determined, noneOf} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What a winning trade earns against what a losing one costs: mean(profits above 0) / |mean(profits below 0)|, after
 * commissions (pyfolio's ratio of average win to average loss). `per` is what counts as one trade: see trade-count.
 * `NaN` where none won or none lost.
 */
export const payoffRatio = defineMetric("payoff-ratio", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "ratio",
    measure(result) {
      const trades = closedTrades(result, by);
      const [won, lost] = (["won", "lost"] as const).map((side) =>
        mean(ofSide(trades, side).map(({profit}) => profit))
      );
      return determined(won / -lost);
    },
    undetermined: (result) => noneOf(result, by, "won") ?? noneOf(result, by, "lost")
  };
});
