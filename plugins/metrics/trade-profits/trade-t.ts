import {oneOf} from "../../../core/base/options.js";
import {deviation, mean} from "../../../core/base/stats.js";
import {rounding} from "../../../core/evaluate/returns.js";
import {closedTrades, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {fewTrades} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * How far the mean return of a trade is from 0, in its own standard errors: mean(x) / deviation(x, ddof 1) · √n, x the
 * returns of n trades (Student's t; Tharp's system quality number). It takes trades for independent. `per` is what counts as one trade: see trade-count.
 * `NaN` of fewer than two, and where they do not vary.
 */
export const tradeT = defineMetric("trade-t", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "ratio",
    measure(result) {
      const returns = closedTrades(result, by).map((trade) => trade.return);
      const spread = deviation(returns);
      return spread > rounding ? (mean(returns) / spread) * Math.sqrt(returns.length) : NaN;
    },
    undetermined: (result) => fewTrades(result, by, 2) ?? "the trades' returns do not vary"
  };
});
