import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {highest, lowest} from "../../../core/indicators/windows.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The middle between the highest high and the lowest low of the last `window` bars, from row `window` of a run on
 * (TA-Lib's MIDPRICE). It starts again after a gap.
 */
export const midprice = defineFeature("midprice", {window: 14}, ({window}) => {
  whole("midprice window", window);
  return {
    needs: ["high", "low"],
    lookback: window - 1,
    compute: (panel) =>
      eachRun(panel, ["high", "low"], (high, low) => {
        const out = highest(high, window);
        const bottom = lowest(low, window);
        for (let i = 0; i < out.length; ++i) out[i] = (out[i] + bottom[i]) / 2;
        return out;
      })
  };
});
