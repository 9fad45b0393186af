import {whole} from "../../../core/base/options.js";
import {middleOf} from "../../../core/indicators/oscillators/convergence.js";
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
      eachRun(panel, ["high", "low"], (high, low) => middleOf(highest(high, window), lowest(low, window)))
  };
});
