import {oneOf} from "../../../core/base/options.js";
import {closedTrades, ofSide, tradeSides, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {noneOf} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The fewest calendar days for which a trade was held, from the label of the bar of its first entry to that of its last
 * exit (pyfolio's shortest duration). `of` is which trades count, `per` what is one trade: see trade-count. `NaN` where
 * there is none.
 */
export const shortestHoldingDays = defineMetric("shortest-holding-days", {of: "all", per: "position"}, ({of, per}) => {
  const side = oneOf("of", of, tradeSides);
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "count",
    measure(result) {
      const days = ofSide(closedTrades(result, by), side).map(({opened, closed}) => (closed! - opened) / 864e5);
      return days.reduce((least, value) => (least <= value ? least : value), NaN);
    },
    undetermined: (result) => noneOf(result, by, side)
  };
});
