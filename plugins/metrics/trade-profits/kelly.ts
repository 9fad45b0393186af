import {oneOf} from "../../../core/base/options.js";
import {mean} from "../../../core/base/stats.js";
import {closedTrades, ofSide, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {determined, noneOf} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * Kelly's fraction, the share of an account that bets like its trades would have had it grow fastest: p − (1 − p) /
 * payoff, p the win rate and payoff the average return of winning trades / that of losing ones (Kelly, 1956). Below 0 the
 * best bet was none. `per` is what counts as one trade: see trade-count.
 * `NaN` where none won or none lost.
 */
export const kelly = defineMetric("kelly", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "percent",
    measure(result) {
      const trades = closedTrades(result, by);
      const [won, lost] = (["won", "lost"] as const).map((side) => ofSide(trades, side).map((trade) => trade.return));
      const rate = won.length / trades.length;
      return determined(rate - ((1 - rate) * -mean(lost)) / mean(won));
    },
    undetermined: (result) => noneOf(result, by, "won") ?? noneOf(result, by, "lost")
  };
});
