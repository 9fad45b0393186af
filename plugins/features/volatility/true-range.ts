import {eachRun} from "../../../core/indicators/each-run.js";
import {trueRange as range} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Wilder's true range, in units of price: max(high, close_{t−1}) − min(low, close_{t−1}), from the second row of a run
 * on (TA-Lib's TRANGE). It starts again after a gap.
 */
export const trueRange = defineFeature("true-range", {}, () => ({
  needs: ["high", "low", "close"],
  lookback: 1,
  compute: (panel) => eachRun(panel, ["high", "low", "close"], range)
}));
