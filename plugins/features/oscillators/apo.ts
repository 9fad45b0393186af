import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {averageDifference, meanLookback} from "../../../core/indicators/oscillators/convergence.js";
import {kindsOfMean} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The absolute price oscillator, in units of price: a moving average of the close over `fast` rows less one over
 * `slow` rows. `average` is their kind, one of those of the feature `moving-average`; each is seeded where the series
 * begins, as TA-Lib's APO (whose MACD seeds both on row `slow`). It starts again after a gap.
 */
export const apo = defineFeature("apo", {fast: 12, slow: 26, average: "ema"}, ({fast, slow, average}) => {
  whole("apo fast", fast);
  whole("apo slow", slow, fast + 1);
  const kind = oneOf("apo average", average, kindsOfMean);
  return {
    needs: ["close"],
    lookback: meanLookback(kind, slow),
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, ["close"], (close) => averageDifference(close, fast, slow, kind))
  };
});
