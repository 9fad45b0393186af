import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {accumulation} from "../../../core/indicators/oscillators/trendiness.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The change over `window` rows of Williams' accumulation and distribution (1972), in units of price: the sum of close
 * − min(low, close_{t−1}) where the close rose and of close − max(high, close_{t−1}) where it fell. TA-Lib's WAD is
 * the running total since the series began, whose level means nothing. It starts again after a gap.
 */
export const williamsAccumulation = defineFeature("williams-accumulation", {window: 21}, ({window}) => {
  whole("williams-accumulation window", window);
  return {
    needs: ["high", "low", "close"],
    lookback: window,
    compute: (panel) =>
      eachRun(panel, ["high", "low", "close"], (high, low, close) => accumulation(high, low, close, window))
  };
});
