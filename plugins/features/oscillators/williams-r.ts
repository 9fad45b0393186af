import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {distanceFromHigh} from "../../../core/indicators/oscillators/stochastic.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Williams' %R, −100 … 0: 100 · (close − highest high) / (highest high − lowest low) of the last `window` rows; 0
 * where these are equal, as TA-Lib's WILLR. It starts again after a gap.
 */
export const williamsR = defineFeature("williams-r", {window: 14}, ({window}) => {
  whole("williams-r window", window, 2);
  return {
    needs: ["high", "low", "close"],
    lookback: window - 1,
    compute: (panel) =>
      eachRun(panel, ["high", "low", "close"], (high, low, close) => distanceFromHigh(high, low, close, window))
  };
});
