import {between} from "../../core/base/options.js";
import {defineScenario} from "../../core/plugin.js";
import {checkSpan, placeSpan} from "../../core/scenarios/placing.js";
import {stretchReturns} from "../../core/scenarios/volatility.js";

/**
 * For `span` rows (0: to the end) each symbol's log returns lie `factor` times as far from their mean, and so do the open,
 * high and low of its bars; where the span ends, prices are where they were. `start` is the share of the rows before, or
 * −1 for a row drawn at random. A span of one return has no volatility and is left alone.
 */
export const extremeVolatility = defineScenario(
  "extreme-volatility",
  {start: -1, span: 63, factor: 3},
  ({start, span, factor}) => {
    checkSpan("extreme-volatility", start, span);
    between("extreme-volatility factor", factor, 0, 20);
    return {
      apply(panel, random) {
        const {from, to} = placeSpan("extreme-volatility", start, span, panel.times.length, random);
        return {panel: stretchReturns(panel, from, to, factor), marks: [{from, to, what: "extreme volatility"}]};
      }
    };
  }
);
