import {returns} from "../../core/base/stats.js";
import {fewReturns} from "../../core/evaluate/undetermined.js";
import {defineMetric} from "../../core/plugin.js";

/** The share of bars with a gain among those with a gain or a loss; bars on which equity stood still do not count. */
export const hitRate = defineMetric("hit-rate", {}, () => ({
  unit: "percent",
  measure({equity}) {
    const moved = returns(equity).filter((r) => r > 0 || r < 0);
    return moved.filter((r) => r > 0).length / moved.length;
  },
  undetermined: (result) => fewReturns(result) ?? "equity never moved"
}));
