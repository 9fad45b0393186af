import {checkWindow, exponential, memoryOf, remembering} from "../../core/base/rolling.js";
import {eachSymbol} from "../../core/base/panel.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * How far the close lies from its exponential moving average, close / EMA − 1: weight 2 / (`window` + 1), started with
 * the mean of the first `window` closes (TA-Lib's EMA), reaching back until older closes weigh less than 1e-12.
 */
export const emaDistance = defineFeature("ema-distance", {window: 12}, ({window}) => {
  checkWindow(window);
  const weight = 2 / (window + 1);
  const memory = memoryOf(weight) + window;
  return {
    needs: ["close"],
    lookback: memory,
    compute: (panel) =>
      eachSymbol(panel, ["close"], (close) => {
        const average = remembering(close.length, memory, () => {
          const next = exponential(weight, window);
          return (row) => next(close[row]);
        });
        return average.map((value, i) => close[i] / value - 1);
      })
  };
});
