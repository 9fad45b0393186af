import {oneOf} from "../../../core/base/options.js";
import {closedTrades, tradeUnits, winsAndLosses} from "../../../core/evaluate/trade-figures.js";
import {fewTrades} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What trades won / what they lost: Σ profits / |Σ losses|, after commissions. `per` is what counts as one trade: see
 * trade-count. `NaN` where none lost.
 */
export const profitFactor = defineMetric("profit-factor", {per: "position"}, ({per}) => {
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "ratio",
    measure(result) {
      const {won, lost} = winsAndLosses(closedTrades(result, by));
      return lost > 0 ? won / lost : NaN;
    },
    undetermined: (result) => fewTrades(result, by) ?? "no trade lost"
  };
});
