import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {averageRatio, meanLookback} from "../../../core/indicators/oscillators/convergence.js";
import {kindsOfMean} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The percentage price oscillator: a moving average of the close over `fast` rows less one over `slow` rows, in
 * percent of the latter; 0 where the slow one is 0. `average` is their kind, one of those of the feature
 * `moving-average`; each is seeded where the series begins, as TA-Lib's PPO (whose MACD seeds both on row `slow`). It
 * starts again after a gap.
 */
export const ppo = defineFeature("ppo", {fast: 12, slow: 26, average: "ema"}, ({fast, slow, average}) => {
  whole("ppo fast", fast);
  whole("ppo slow", slow, fast + 1);
  const kind = oneOf("ppo average", average, kindsOfMean);
  return {
    needs: ["close"],
    lookback: meanLookback(kind, slow),
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, ["close"], (close) => averageRatio(close, fast, slow, kind))
  };
});
