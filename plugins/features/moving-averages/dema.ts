import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {dema as mean, lookbackOfMean} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Mulloy's double exponential moving average 2 · e₁ − e₂ of `field`: e₁ is its exponential mean over `window` and e₂
 * that of e₁, each seeded with the mean of its first `window` values, so from row 2 · window − 1 of a run on (TA-Lib's
 * DEMA). The lookback is where 1e-10 of the seeds is left. It starts again after a gap.
 */
export const dema = defineFeature("dema", {window: 30, field: "close"}, ({window, field}) => {
  whole("dema window", window);
  return {
    needs: [field],
    lookback: lookbackOfMean(window, "dema"),
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, [field], (x) => mean(x, window))
  };
});
