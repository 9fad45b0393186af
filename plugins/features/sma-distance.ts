import {eachSymbol} from "../../core/base/panel.js";
import {whole} from "../../core/base/options.js";
import {rollingMean} from "../../core/base/rolling.js";
import {defineFeature} from "../../core/plugin.js";

/** How far the close is above its simple moving average of `window` bars: close / mean − 1. */
export const smaDistance = defineFeature("sma-distance", {window: 50}, ({window}) => {
  whole("sma-distance window", window, 2);
  return {
    needs: ["close"],
    lookback: window - 1,
    compute: (panel) =>
      eachSymbol(panel, ["close"], (close) => {
        const average = rollingMean(close, window);
        return close.map((c, i) => c / average[i] - 1);
      })
  };
});
