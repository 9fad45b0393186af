import {oneOf, whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {sinceHighest, sinceLowest} from "../../../core/indicators/windows.js";
import {agesBetween, agesLeft} from "../../../core/indicators/oscillators/trendiness.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["up", "down", "oscillator"] as const;

/**
 * Chande's Aroon (1995): `up` is 100 · (window − rows since the highest high of the last `window` + 1 rows) / window,
 * `down` the same of the lowest low, `oscillator` up − down; of equal extremes the latest counts. From row `window`
 * on, as TA-Lib's AROON and AROONOSC. It starts again after a gap.
 */
export const aroon = defineFeature("aroon", {window: 14, output: "oscillator"}, ({window, output}) => {
  whole("aroon window", window, 2);
  const chosen = oneOf("aroon output", output, outputs);
  const first = {
    key: `aroon ${window}`,
    count: 2,
    kernel: (high: Float64Array, low: Float64Array) => [sinceHighest(high, window + 1), sinceLowest(low, window + 1)]
  };
  return {
    needs: ["high", "low"],
    lookback: window,
    compute: (panel) =>
      eachRunShared(panel, ["high", "low"], first, ([high, low]) =>
        chosen === "oscillator" ? agesBetween(high, low, window) : agesLeft(chosen === "up" ? high : low, window)
      )
  };
});
