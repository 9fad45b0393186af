import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {lookbackOfMean, tema as mean} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Mulloy's triple exponential moving average 3 · e₁ − 3 · e₂ + e₃ of `field`: e₁ is its exponential mean over `window`,
 * e₂ that of e₁ and e₃ that of e₂, each seeded with the mean of its first `window` values, so from row 3 · window − 2
 * of a run on (TA-Lib's TEMA). The lookback is where 1e-10 of the seeds is left. It starts again after a gap.
 */
export const tema = defineFeature("tema", {window: 30, field: "close"}, ({window, field}) => {
  whole("tema window", window);
  return {
    needs: [field],
    lookback: lookbackOfMean(window, "tema"),
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, [field], (x) => mean(x, window))
  };
});
