import {longestDrawdown} from "../../../core/evaluate/drawdown.js";
import {defineMetric} from "../../../core/plugin.js";

/** The longest time below a high, in bars: from the high until it was seen again, or until the end where it was not. */
export const drawdownDuration = defineMetric("drawdown-duration", {}, () => ({
  unit: "count",
  measure: ({equity}) => longestDrawdown(equity)
}));
