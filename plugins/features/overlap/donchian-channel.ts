import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {highest, lowest} from "../../../core/indicators/windows.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["position", "upper", "middle", "lower"] as const;

/**
 * Donchian's channel, in units of price: `upper` is the highest high of the last `window` bars, `lower` the lowest low,
 * and `middle` lies halfway between, from row `window` of a run on (TA-Lib's DONCHIAN). `position` is the close's place
 * in the channel, 0 at the lower edge and 1 at the upper; `NaN` where it has no width. It starts again after a gap.
 */
export const donchianChannel = defineFeature(
  "donchian-channel",
  {window: 20, output: "position"},
  ({window, output}) => {
    whole("donchian-channel window", window);
    const chosen = oneOf("donchian-channel output", output, outputs);

    function value(upper: number, lower: number, close: number): number {
      switch (chosen) {
        case "upper":
          return upper;
        case "middle":
          return (upper + lower) / 2;
        case "lower":
          return lower;
        case "position":
          return upper > lower ? (close - lower) / (upper - lower) : NaN;
      }
    }

    return {
      needs: ["high", "low", "close"],
      lookback: window - 1,
      compute: (panel) =>
        eachRun(panel, ["high", "low", "close"], (high, low, close) => {
          const upper = highest(high, window);
          const lower = lowest(low, window);
          return close.map((each, i) => value(upper[i], lower[i], each));
        })
    };
  }
);
