import {eachSymbol} from "../../core/base/panel.js";
import {oneOf, whole} from "../../core/base/options.js";
import {runStarts, spanMean} from "../../core/base/rolling.js";
import {defineFeature} from "../../core/plugin.js";

const outputs = ["macd", "signal", "histogram"] as const;

/**
 * Moving average convergence and divergence, in units of price: `macd` is the exponential mean of the close over `fast`
 * bars less that over `slow`, `signal` the exponential mean of this over `signal` bars, `histogram` macd − signal. An
 * exponential mean over n bars has the weight 2 / (n + 1); both are seeded on bar `slow`, with the means of the last
 * `fast` and `slow` closes, as TA-Lib does. TA-Lib's value while there are at most `memory` · `slow` + `signal` rows
 * before t; further on the recursion starts that many rows back, and the share of its seed, below 1e-12, is the
 * difference. It starts again after a gap.
 */
export const macd = defineFeature(
  "macd",
  {fast: 12, slow: 26, signal: 9, output: "macd", memory: 15},
  ({fast, slow, signal, output, memory}) => {
    whole("macd fast", fast);
    whole("macd slow", slow, fast + 1);
    whole("macd signal", signal);
    whole("macd memory", memory);
    const chosen = oneOf("macd output", output, outputs);
    const lookback = memory * slow + signal;

    function value(close: Float64Array, first: number, last: number): number {
      const seeded = first + slow - 1;
      if (seeded > last) return NaN;
      let quick = spanMean(close, seeded - fast + 1, seeded);
      let calm = spanMean(close, first, seeded);
      let line = quick - calm;
      let mean = line / signal;
      for (let i = seeded + 1; i <= last; ++i) {
        quick += (2 / (fast + 1)) * (close[i] - quick);
        calm += (2 / (slow + 1)) * (close[i] - calm);
        line = quick - calm;
        mean = i < seeded + signal ? mean + line / signal : mean + (2 / (signal + 1)) * (line - mean);
      }
      if (chosen === "macd") return line;
      if (last < seeded + signal - 1) return NaN;
      return chosen === "signal" ? mean : line - mean;
    }

    return {
      needs: ["close"],
      lookback,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const starts = runStarts(close, lookback + 1);
          return close.map((_, i) => value(close, starts[i], i));
        })
    };
  }
);
