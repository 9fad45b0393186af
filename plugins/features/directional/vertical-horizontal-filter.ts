import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {verticalHorizontal} from "../../../core/indicators/oscillators/trendiness.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * White's vertical horizontal filter (1991), 0 … 1: the range of the last `window` closes over the sum of the sizes of
 * the last `window` moves; from row `window` on, as TA-Lib's VHF; 0 where no price moved. It starts again after a gap.
 */
export const verticalHorizontalFilter = defineFeature("vertical-horizontal-filter", {window: 28}, ({window}) => {
  whole("vertical-horizontal-filter window", window, 2);
  return {
    needs: ["close"],
    lookback: window,
    compute: (panel) => eachRun(panel, ["close"], (close) => verticalHorizontal(close, window))
  };
});
