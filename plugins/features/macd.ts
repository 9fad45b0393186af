import {oneOf, whole} from "../../core/base/options.js";
import {eachRunShared} from "../../core/indicators/each-run.js";
import {memoryOf} from "../../core/indicators/means.js";
import {exponentialDifference, less, withAverage} from "../../core/indicators/oscillators/convergence.js";
import {defineFeature} from "../../core/plugin.js";

const outputs = ["macd", "signal", "histogram"] as const;

/**
 * Moving average convergence and divergence, in units of price: `macd` is the exponential mean of the close over `fast`
 * bars less that over `slow` bars, `signal` the exponential mean of this over `signal` bars, `histogram` macd − signal. An
 * exponential mean over n bars has the weight 2 / (n + 1); both are seeded on bar `slow`, with the means of the last
 * `fast` and `slow` closes, as TA-Lib does, which shows the line only from the bar on which the signal begins. It starts
 * again after a gap.
 */
export const macd = defineFeature(
  "macd",
  {fast: 12, slow: 26, signal: 9, output: "macd"},
  ({fast, slow, signal, output}) => {
    whole("macd fast", fast);
    whole("macd slow", slow, fast + 1);
    whole("macd signal", signal);
    const chosen = oneOf("macd output", output, outputs);
    const first = {
      key: `macd ${fast} ${slow} ${signal}`,
      count: 2,
      kernel: (close: Float64Array) =>
        withAverage(exponentialDifference(close, fast, slow, 2 / (fast + 1), 2 / (slow + 1)), signal, "ema")
    };
    const slowest = Math.max(slow, signal);
    return {
      needs: ["close"],
      lookback: slow + signal + memoryOf(1 - 2 / (slowest + 1), 1e-12),
      tolerance: 1e-9,
      compute: (panel) =>
        eachRunShared(panel, ["close"], first, ([line, average]) =>
          chosen === "macd" ? line : chosen === "signal" ? average : less(line, average)
        )
    };
  }
);
