import {oneOf, whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {meanLookback} from "../../../core/indicators/oscillators/convergence.js";
import {placeInRange, withSignal} from "../../../core/indicators/oscillators/stochastic.js";
import {kindsOfMean, movingAverage} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["k", "d"] as const;

/**
 * Lane's slow stochastic, 0 … 100: `k` is a moving average over `smoothing` rows of 100 · (close − lowest low) /
 * (highest high − lowest low) of the last `window` rows, 0 where these are equal; `d` is k's moving average over
 * `signal` rows. `average` is the kind of both, `sma`, `ema`, `wma` and so on. Both lines begin with the row on which
 * d does, as TA-Lib's STOCH. It starts again after a gap.
 */
export const stochastic = defineFeature(
  "stochastic",
  {window: 5, smoothing: 3, signal: 3, average: "sma", output: "k"},
  ({window, smoothing, signal, average: kind, output}) => {
    whole("stochastic window", window);
    whole("stochastic smoothing", smoothing);
    whole("stochastic signal", signal);
    const chosen = outputs.indexOf(oneOf("stochastic output", output, outputs));
    const smoothed = oneOf("stochastic average", kind, kindsOfMean);
    const first = {
      key: `stochastic ${window} ${smoothing} ${signal} ${smoothed}`,
      count: 2,
      kernel: (high: Float64Array, low: Float64Array, close: Float64Array) =>
        withSignal(movingAverage(placeInRange(high, low, close, window), smoothing, smoothed), signal, smoothed)
    };
    return {
      needs: ["high", "low", "close"],
      lookback: window - 1 + meanLookback(smoothed, smoothing) + meanLookback(smoothed, signal),
      tolerance: 1e-9,
      compute: (panel) => eachRunShared(panel, ["high", "low", "close"], first, (lines) => lines[chosen])
    };
  }
);
