import {oneOf, whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {memoryOf} from "../../../core/indicators/means.js";
import {
  exponentialDifference,
  fromSignal,
  meanLookback,
  withAverage
} from "../../../core/indicators/oscillators/convergence.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["macd", "signal", "histogram"] as const;

/**
 * Appel's moving average convergence and divergence with the weights that he gave, in units of price, as TA-Lib's
 * MACDFIX: `macd` is the exponential mean of weight 0.15 of the close less that of weight 0.075, seeded on row 25 with
 * the means of the last 12 and 26 closes; `signal` is its exponential mean over `signal` rows, `histogram` macd −
 * signal. All lines begin with the row on which the signal does. The feature `macd` has the weights 2 / 13 and 2 / 27.
 * It starts again after a gap.
 */
export const macdFixed = defineFeature("macd-fixed", {signal: 9, output: "macd"}, ({signal, output}) => {
  whole("macd-fixed signal", signal);
  const chosen = oneOf("macd-fixed output", output, outputs);
  const first = {
    key: `macd-fixed ${signal}`,
    count: 2,
    kernel: (close: Float64Array) => withAverage(exponentialDifference(close, 12, 26, 0.15, 0.075), signal, "ema")
  };
  return {
    needs: ["close"],
    lookback: 26 + memoryOf(0.925, 1e-12) + meanLookback("ema", signal),
    tolerance: 1e-9,
    compute: (panel) => eachRunShared(panel, ["close"], first, ([line, average]) => fromSignal(line, average, chosen))
  };
});
