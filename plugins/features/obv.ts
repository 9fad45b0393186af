import {eachSymbol} from "../../core/base/panel.js";
import {whole} from "../../core/base/options.js";
import {rollingSum} from "../../core/base/rolling.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * Balance of volume, −1 … 1: the volume of the last `window` bars that closed higher, less that of the bars that closed
 * lower, over their whole volume. Granville's on-balance volume, and TA-Lib's, is instead a running total since the
 * series began, whose level means nothing; the numerator here is that total's change over `window` bars. `NaN` where
 * nothing was traded.
 */
export const obv = defineFeature("obv", {window: 21}, ({window}) => {
  whole("obv window", window);
  return {
    needs: ["close", "volume"],
    lookback: window,
    compute: (panel) =>
      eachSymbol(panel, ["close", "volume"], (close, volume) => {
        const signed = volume.map((v, i) => v * Math.sign(close[i] - close[i - 1]));
        const balance = rollingSum(signed, window);
        const total = rollingSum(volume, window);
        return balance.map((b, i) => b / total[i]);
      })
  };
});
