import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {kindsOfMean, lookbackOfMean, movingAverage} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The percentage volume oscillator: by how many percent the moving average of the volume over `fast` rows lies above
 * that over `slow` rows, both of the kind `average` (a type of the feature moving-average), from the row on that the
 * slower starts with (TA-Lib's PVO). It starts again after a gap.
 */
export const volumeOscillator = defineFeature(
  "volume-oscillator",
  {fast: 12, slow: 26, average: "ema"},
  ({fast, slow, average}) => {
    whole("volume-oscillator fast", fast);
    whole("volume-oscillator slow", slow, fast + 1);
    const kind = oneOf("volume-oscillator average", average, kindsOfMean);
    return {
      needs: ["volume"],
      lookback: lookbackOfMean(slow, kind),
      tolerance: 1e-9,
      compute: (panel) =>
        eachRun(panel, ["volume"], (volume) => {
          const quick = movingAverage(volume, fast, kind);
          return movingAverage(volume, slow, kind).map((calm, i) =>
            calm === 0 ? NaN : (100 * (quick[i] - calm)) / calm
          );
        })
    };
  }
);
