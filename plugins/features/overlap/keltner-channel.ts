import {between, oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {ema, lookbackOf, trueRange, wilder} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["position", "upper", "middle", "lower"] as const;

/**
 * Keltner's channel, in units of price: `middle` is the exponential moving average over `window` of the typical price
 * (high + low + close) / 3; `upper` and `lower` lie `width` times the average true range over `rangeWindow` above and
 * below it. All begin on one row, the range seeded with those just before (TA-Lib's KC). `position` is the close's
 * place in the channel, 0 at the lower edge and 1 at the upper; `NaN` where it has no width. It starts again after a
 * gap.
 */
export const keltnerChannel = defineFeature(
  "keltner-channel",
  {window: 20, rangeWindow: 10, width: 2, output: "position"},
  ({window, rangeWindow, width, output}) => {
    whole("keltner-channel window", window);
    whole("keltner-channel rangeWindow", rangeWindow);
    between("keltner-channel width", width, 0);
    const chosen = oneOf("keltner-channel output", output, outputs);
    const first = Math.max(window - 1, rangeWindow);

    function value(middle: number, half: number, close: number): number {
      switch (chosen) {
        case "upper":
          return middle + half;
        case "middle":
          return middle;
        case "lower":
          return middle - half;
        case "position":
          return half > 0 ? (close - middle + half) / (2 * half) : NaN;
      }
    }

    return {
      needs: ["high", "low", "close"],
      lookback: first + Math.max(lookbackOf(window, 2 / (window + 1)), lookbackOf(rangeWindow, 1 / rangeWindow)),
      tolerance: 1e-9,
      compute: (panel) =>
        eachRun(panel, ["high", "low", "close"], (high, low, close) => {
          const typical = close.map((each, i) => (each + high[i] + low[i]) / 3).fill(NaN, 0, first - window + 1);
          const range = trueRange(high, low, close).fill(NaN, 0, first - rangeWindow + 1);
          const middle = ema(typical, window);
          const half = wilder(range, rangeWindow);
          return close.map((each, i) => value(middle[i], width * half[i], each));
        })
    };
  }
);
