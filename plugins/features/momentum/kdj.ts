import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {memoryOf, wilder} from "../../../core/indicators/means.js";
import {from, placeInRange} from "../../../core/indicators/oscillators/stochastic.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["k", "d", "j"] as const;

/**
 * The KDJ lines: `k` is the Wilder mean over `smoothing` rows of 100 · (close − lowest low) / (highest high − lowest
 * low) of the last `window` rows, 0 where these are equal; `d` is k's Wilder mean over `signal` rows; `j` is 3 · k − 2
 * · d. All begin with the row on which d does, as TA-Lib's KDJ. It starts again after a gap.
 */
export const kdj = defineFeature(
  "kdj",
  {window: 9, smoothing: 3, signal: 3, output: "j"},
  ({window, smoothing, signal, output}) => {
    whole("kdj window", window);
    whole("kdj smoothing", smoothing);
    whole("kdj signal", signal);
    const chosen = oneOf("kdj output", output, outputs);
    return {
      needs: ["high", "low", "close"],
      lookback: window + smoothing + signal + memoryOf(1 - 1 / Math.max(smoothing, signal), 1e-11, 2),
      tolerance: 1e-9,
      compute: (panel) =>
        eachRun(panel, ["high", "low", "close"], (high, low, close) => {
          const k = wilder(placeInRange(high, low, close, window), smoothing);
          const d = wilder(k, signal);
          if (chosen === "d") return d;
          if (chosen === "k") return from(d, k);
          for (let i = 0; i < d.length; ++i) d[i] = 3 * k[i] - 2 * d[i];
          return d;
        })
    };
  }
);
