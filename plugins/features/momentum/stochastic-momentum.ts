import {oneOf, whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {memoryOf} from "../../../core/indicators/means.js";
import {stochasticMomentumIndex} from "../../../core/indicators/oscillators/smoothed-momentum.js";
import {withSignal} from "../../../core/indicators/oscillators/stochastic.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["smi", "signal"] as const;

/**
 * Blau's stochastic momentum index (1993), −100 … 100: `smi` is 100 times the close's distance from the middle of the
 * range of the last `window` rows over half this range, both smoothed by an exponential mean over `slow` rows and then
 * one over `fast` rows; `signal` is its exponential mean over `signal` rows. Both begin with the row on which the
 * signal does, as TA-Lib's SMI; 0 where there was no range. While a price stands still the value stays, as there, and
 * is 0 after `lookback` rows. It starts again after a gap.
 */
export const stochasticMomentum = defineFeature(
  "stochastic-momentum",
  {window: 13, fast: 2, slow: 25, signal: 9, output: "smi"},
  ({window, fast, slow, signal, output}) => {
    whole("stochastic-momentum window", window, 2);
    whole("stochastic-momentum fast", fast);
    whole("stochastic-momentum slow", slow);
    whole("stochastic-momentum signal", signal);
    const chosen = outputs.indexOf(oneOf("stochastic-momentum output", output, outputs));
    const memory = window + slow + fast + signal + 51 + memoryOf(1 - 2 / (Math.max(slow, fast, signal) + 1), 1e-11, 3);
    const first = {
      key: `stochastic-momentum ${window} ${fast} ${slow} ${signal}`,
      count: 2,
      kernel: (high: Float64Array, low: Float64Array, close: Float64Array) =>
        withSignal(stochasticMomentumIndex(high, low, close, window, fast, slow, memory), signal, "ema")
    };
    return {
      needs: ["high", "low", "close"],
      lookback: memory,
      tolerance: 1e-9,
      compute: (panel) => eachRunShared(panel, ["high", "low", "close"], first, (lines) => lines[chosen])
    };
  }
);
