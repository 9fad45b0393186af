import {oneOf} from "../../../core/base/options.js";
import {closedTrades, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {fewTrades} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What the worst trade earned, negative where it lost, as a part of the account it began with: min(profit after
 * commissions) / first equity (pyfolio's largest losing trade). `per` is what counts as one trade: see trade-count.
 * `NaN` where there is none.
 */
export const largestLoss = defineMetric("largest-loss", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "percent",
    measure(result) {
      const worst = closedTrades(result, by).reduce((least, {profit}) => (least <= profit ? least : profit), NaN);
      return worst / result.equity[0];
    },
    undetermined: (result) => fewTrades(result, by)
  };
});
