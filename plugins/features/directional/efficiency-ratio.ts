import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {efficiency} from "../../../core/indicators/oscillators/trendiness.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Kaufman's efficiency ratio (1995), 0 … 1: |close_t − close_{t−window}| over the sum of the sizes of the last
 * `window` moves; from row `window` on, as TA-Lib's ER; 1 where no price moved, as there. It starts again after a gap.
 */
export const efficiencyRatio = defineFeature("efficiency-ratio", {window: 10}, ({window}) => {
  whole("efficiency-ratio window", window);
  return {
    needs: ["close"],
    lookback: window,
    compute: (panel) => eachRun(panel, ["close"], (close) => efficiency(close, window))
  };
});
