import {worstDrawdowns} from "../../../core/evaluate/drawdown.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * How many bars it took to make good the deepest fall: from its lowest bar until its high was seen again, or, where it
 * was not, until the last bar, so that it is at least so many. `NaN` where equity never fell.
 */
export const drawdownRecovery = defineMetric("drawdown-recovery", {}, () => ({
  unit: "count",
  measure({equity}) {
    const fall = worstDrawdowns(equity, 1).at(0);
    return fall ? (fall.recovery ?? equity.length - 1) - fall.trough : NaN;
  },
  undetermined: (result) => fewReturns(result) ?? "equity never fell"
}));
