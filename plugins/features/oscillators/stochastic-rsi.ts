import {oneOf, whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {meanLookback} from "../../../core/indicators/oscillators/convergence.js";
import {placeInOwnRange, withSignal} from "../../../core/indicators/oscillators/stochastic.js";
import {gainAndLoss, relativeStrength} from "../../../core/indicators/oscillators/strength.js";
import {wilderSpan} from "../../../core/indicators/oscillators/within.js";
import {kindsOfMean} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["k", "d"] as const;

/**
 * Chande and Kroll's stochastic RSI (1993), 0 … 100: `k` is the place of `rsi` over `window` rows in the range of its
 * last `range` values, `d` its moving average over `signal` rows, of the kind `average`: `sma`, `ema`, `wma` and so
 * on. The RSI is 0 where no price moved, and k where none moved within the range, where TA-Lib's STOCHRSI has what its
 * rounding leaves. Both lines begin with the row on which d does. It starts again after a gap.
 */
export const stochasticRsi = defineFeature(
  "stochastic-rsi",
  {window: 14, range: 5, signal: 3, average: "sma", output: "k"},
  ({window, range, signal, average, output}) => {
    whole("stochastic-rsi window", window, 2);
    whole("stochastic-rsi range", range);
    whole("stochastic-rsi signal", signal);
    const chosen = outputs.indexOf(oneOf("stochastic-rsi output", output, outputs));
    const kind = oneOf("stochastic-rsi average", average, kindsOfMean);
    const span = wilderSpan(window, 1e-13);
    const first = {
      key: `stochastic-rsi ${window} ${range} ${signal} ${kind}`,
      count: 2,
      kernel(close: Float64Array) {
        const rsi = relativeStrength(gainAndLoss(close, window, span), window, 0);
        return withSignal(placeInOwnRange(rsi, close, range), signal, kind);
      }
    };
    return {
      needs: ["close"],
      lookback: span + range + meanLookback(kind, signal),
      tolerance: 1e-9,
      compute: (panel) => eachRunShared(panel, ["close"], first, (lines) => lines[chosen])
    };
  }
);
