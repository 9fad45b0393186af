import {longestRun} from "../../../core/evaluate/periods.js";
import {accountReturns} from "../../../core/evaluate/returns.js";
import {defineMetric} from "../../../core/plugin.js";

/** The most bars in a row with a return above 0. */
export const winningStreak = defineMetric("winning-streak", {}, () => ({
  unit: "count",
  measure: ({equity}) => longestRun(accountReturns(equity), (r) => r > 0)
}));
