import {between, oneOf, whole} from "../../core/base/options.js";
import {eachRun} from "../../core/indicators/each-run.js";
import {deviation} from "../../core/indicators/moments.js";
import {kindsOfMean, lookbackOfMean, movingAverage} from "../../core/indicators/smoothed.js";
import {defineFeature} from "../../core/plugin.js";

const outputs = ["position", "width", "upper", "middle", "lower"] as const;

/**
 * Bollinger's bands: `middle` is the mean of the last `window` closes, `upper` and `lower` lie `width` population
 * deviations above and below it, as TA-Lib's BBANDS. `position` is the close's place in the band, 0 at the lower edge
 * and 1 at the upper; `width` is (upper − lower) / middle. The position is `NaN` where the band has no width.
 *
 * Beside the closes any `field` may be banded, below the middle with a `lowerWidth` of its own where that is not 0, and
 * around another `average` (one of the feature moving-average's types); the deviation stays that from the plain mean.
 * It starts again after a gap.
 */
export const bollinger = defineFeature(
  "bollinger",
  {window: 20, width: 2, output: "position", lowerWidth: 0, average: "sma", field: "close"},
  ({window, width, output, lowerWidth, average, field}) => {
    whole("bollinger window", window, 2);
    between("bollinger width", width, 0);
    between("bollinger lowerWidth", lowerWidth, 0);
    const chosen = oneOf("bollinger output", output, outputs);
    const kind = oneOf("bollinger average", average, kindsOfMean);

    function value(close: number, middle: number, deviation: number): number {
      const upper = middle + width * deviation;
      const lower = middle - (lowerWidth || width) * deviation;
      switch (chosen) {
        case "position":
          return upper > lower ? (close - lower) / (upper - lower) : NaN;
        case "width":
          return (upper - lower) / middle;
        case "upper":
          return upper;
        case "middle":
          return middle;
        case "lower":
          return lower;
      }
    }

    return {
      needs: [field],
      lookback: lookbackOfMean(window, kind),
      tolerance: 1e-9,
      compute: (panel) =>
        eachRun(panel, [field], (x) => {
          const middle = movingAverage(x, window, kind);
          const out = deviation(x, window);
          for (let i = 0; i < out.length; ++i) out[i] = value(x[i], middle[i], out[i]);
          return out;
        })
    };
  }
);
