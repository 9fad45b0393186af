import {oneOf} from "../../../core/base/options.js";
import {quantile} from "../../../core/base/stats.js";
import {closedTrades, ofSide, tradeSides, tradeUnits} from "../../../core/evaluate/trade-figures.js";
import {noneOf} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The median of the calendar days for which a trade was held, from the label of the bar of its first entry to that of its
 * last exit (pyfolio's median duration). `of` is which trades count, `per` what is one trade: see trade-count. `NaN` where
 * there is none.
 */
export const medianHoldingDays = defineMetric("median-holding-days", {of: "all", per: "position"}, ({of, per}) => {
  const side = oneOf("of", of, tradeSides);
  const by = oneOf("per", per, tradeUnits);
  return {
    unit: "count",
    measure(result) {
      return quantile(
        ofSide(closedTrades(result, by), side).map(({opened, closed}) => (closed! - opened) / 864e5),
        0.5
      );
    },
    undetermined: (result) => noneOf(result, by, side)
  };
});
