import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {moneyFlow} from "../../../core/indicators/volume.js";
import {sum} from "../../../core/indicators/windows.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Accumulation and distribution, in units of volume: the money flow volume of the last `window` bars, each bar's volume
 * times the close's place in the bar, −1 at the low and 1 at the high; 0 where a bar has no height. Chaikin's line, and
 * TA-Lib's AD, is instead the running total since the series began, whose level means nothing; this is its change over
 * `window` bars. It starts again after a gap.
 */
export const accumulationDistribution = defineFeature("accumulation-distribution", {window: 21}, ({window}) => {
  whole("accumulation-distribution window", window);
  return {
    needs: ["high", "low", "close", "volume"],
    lookback: window - 1,
    tolerance: 1e-12,
    compute: (panel) =>
      eachRun(panel, ["high", "low", "close", "volume"], (high, low, close, volume) =>
        sum(moneyFlow(high, low, close, volume), window)
      )
  };
});
