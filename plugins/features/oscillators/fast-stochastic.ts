import {oneOf, whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {meanLookback} from "../../../core/indicators/oscillators/convergence.js";
import {placeInRange, withSignal} from "../../../core/indicators/oscillators/stochastic.js";
import {kindsOfMean} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["k", "d"] as const;

/**
 * Lane's fast stochastic, 0 … 100: `k` is 100 · (close − lowest low) / (highest high − lowest low) of the last
 * `window` rows, 0 where these are equal; `d` is its moving average over `signal` rows, of the kind `average`: `sma`,
 * `ema`, `wma` and so on. Both lines begin with the row on which d does, as TA-Lib's STOCHF. It starts again after a
 * gap.
 */
export const fastStochastic = defineFeature(
  "fast-stochastic",
  {window: 5, signal: 3, average: "sma", output: "k"},
  ({window, signal, average, output}) => {
    whole("fast-stochastic window", window);
    whole("fast-stochastic signal", signal);
    const chosen = outputs.indexOf(oneOf("fast-stochastic output", output, outputs));
    const kind = oneOf("fast-stochastic average", average, kindsOfMean);
    const first = {
      key: `fast-stochastic ${window} ${signal} ${kind}`,
      count: 2,
      kernel: (high: Float64Array, low: Float64Array, close: Float64Array) =>
        withSignal(placeInRange(high, low, close, window), signal, kind)
    };
    return {
      needs: ["high", "low", "close"],
      lookback: window - 1 + meanLookback(kind, signal),
      tolerance: 1e-9,
      compute: (panel) => eachRunShared(panel, ["high", "low", "close"], first, (lines) => lines[chosen])
    };
  }
);
