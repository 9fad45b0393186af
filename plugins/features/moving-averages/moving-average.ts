import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {kindsOfMean, lookbackOfMean, movingAverage as average} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The moving average of `field` of a chosen `type`: sma, ema, wma, dema, tema, trima, kama or t3 (with a volume factor
 * of 0.7), each as the feature of that name (TA-Lib's MA). A window of 1 leaves the values as they are. It starts again
 * after a gap.
 */
export const movingAverage = defineFeature(
  "moving-average",
  {window: 30, type: "sma", field: "close"},
  ({window, type, field}) => {
    whole("moving-average window", window);
    const kind = oneOf("moving-average type", type, kindsOfMean);
    return {
      needs: [field],
      lookback: window === 1 ? 0 : lookbackOfMean(window, kind),
      tolerance: 1e-9,
      compute: (panel) => eachRun(panel, [field], (x) => average(x, window, kind))
    };
  }
);
