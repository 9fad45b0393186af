import {oneOf, whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {
  differenceOfKinds,
  fromSignal,
  meanLookback,
  withAverage
} from "../../../core/indicators/oscillators/convergence.js";
import {kindsOfMean} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["macd", "signal", "histogram"] as const;

/**
 * Moving average convergence and divergence of any averages, in units of price, as TA-Lib's MACDEXT: `macd` is an
 * average of the close over `fast` rows less one over `slow` rows, `signal` an average of this over `signal` rows,
 * `histogram` macd − signal. Each average is of any kind: `sma`, `ema`, `wma` and so on. Both averages of the close
 * are seeded on row `slow` − 1, and all lines begin with the row on which the signal does. It starts again after a
 * gap.
 */
export const macdAverages = defineFeature(
  "macd-averages",
  {
    fast: 12,
    slow: 26,
    signal: 9,
    fastAverage: "sma",
    slowAverage: "sma",
    signalAverage: "sma",
    output: "macd"
  },
  ({fast, slow, signal, fastAverage, slowAverage, signalAverage, output}) => {
    whole("macd-averages fast", fast, 2);
    whole("macd-averages slow", slow, fast + 1);
    whole("macd-averages signal", signal);
    const chosen = oneOf("macd-averages output", output, outputs);
    const [quick, calm, last] = [fastAverage, slowAverage, signalAverage].map((kind) =>
      oneOf("macd-averages average", kind, kindsOfMean)
    );
    const first = {
      key: `macd-averages ${fast} ${slow} ${signal} ${quick} ${calm} ${last}`,
      count: 2,
      kernel: (close: Float64Array) => withAverage(differenceOfKinds(close, fast, slow, quick, calm), signal, last)
    };
    return {
      needs: ["close"],
      lookback: Math.max(meanLookback(quick, slow), meanLookback(calm, slow)) + meanLookback(last, signal),
      tolerance: 1e-9,
      compute: (panel) => eachRunShared(panel, ["close"], first, ([line, average]) => fromSignal(line, average, chosen))
    };
  }
);
