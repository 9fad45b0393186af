import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {sinceHighest, sinceLowest} from "../../../core/indicators/windows.js";
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
  return {
    needs: ["high", "low"],
    lookback: window,
    compute: (panel) =>
      eachRun(panel, ["high", "low"], (high, low) => {
        const out = chosen === "down" ? sinceLowest(low, window + 1) : sinceHighest(high, window + 1);
        const bottoms = chosen === "oscillator" ? sinceLowest(low, window + 1) : out.slice().fill(window);
        for (let i = 0; i < out.length; ++i) out[i] = (100 * (bottoms[i] - out[i])) / window;
        return out;
      })
  };
});
