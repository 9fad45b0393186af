import {checkWindow, rollingMean} from "../../core/base/rolling.js";
import {eachSymbol} from "../../core/base/panel.js";
import {defineFeature} from "../../core/plugin.js";

/** How far the close lies from its simple moving average: close / mean of the last `window` closes − 1. */
export const smaDistance = defineFeature("sma-distance", {window: 50}, ({window}) => {
  checkWindow(window);
  return {
    needs: ["close"],
    lookback: window - 1,
    compute: (panel) =>
      eachSymbol(panel, ["close"], (close) => rollingMean(close, window).map((average, i) => close[i] / average - 1))
  };
});
