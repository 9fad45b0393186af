import {between} from "../../core/base/options.js";
import {defineScenario} from "../../core/plugin.js";
import {mixReturns} from "../../core/scenarios/mixing.js";
import {checkSpan, placeSpan} from "../../core/scenarios/placing.js";

/**
 * For `span` rows (0: to the end) the average pair of symbols has the correlation `target` of log returns, from 0 to 1,
 * where all move together; each symbol keeps its mean and volatility. What they have in common is mixed in or taken out.
 * `start` is the share of the rows before, or −1 for a row drawn at random.
 */
export const correlation = defineScenario(
  "correlation",
  {start: -1, span: 63, target: 0.9},
  ({start, span, target}) => {
    checkSpan("correlation", start, span);
    if (span !== 0) between("correlation span", span, 3);
    between("correlation target", target, 0, 1);
    return {
      apply(panel, random) {
        const {from, to} = placeSpan("correlation", start, span, panel.times.length, random);
        return {panel: mixReturns(panel, from, to, target), marks: [{from, to, what: "correlation"}]};
      }
    };
  }
);
