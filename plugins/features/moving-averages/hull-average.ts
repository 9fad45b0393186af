import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {hma} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Hull's moving average of `field`: the weighted moving average over ⌊√window⌋ of 2 · w₁ − w₂, where w₁ is that over
 * ⌊window / 2⌋ and w₂ that over `window`, from row window + ⌊√window⌋ − 1 of a run on (TA-Lib's HMA). It starts again
 * after a gap.
 */
export const hullAverage = defineFeature("hull-average", {window: 20, field: "close"}, ({window, field}) => {
  whole("hull-average window", window, 2);
  return {
    needs: [field],
    lookback: window + Math.floor(Math.sqrt(window)) - 2,
    tolerance: 1e-12,
    compute: (panel) => eachRun(panel, [field], (x) => hma(x, window))
  };
});
