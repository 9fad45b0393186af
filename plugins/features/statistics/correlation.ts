import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {correlation as pearson} from "../../../core/indicators/moments.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Pearson's correlation, −1 … 1, of the last `window` values of `field` and `other`, from row `window` of a run on
 * (TA-Lib's CORREL). `NaN` where either did not move (TA-Lib: 0). It starts again after a gap.
 */
export const correlation = defineFeature(
  "correlation",
  {window: 30, field: "high", other: "low"},
  ({window, field, other}) => {
    whole("correlation window", window, 2);
    return {
      needs: [field, other],
      lookback: window - 1,
      tolerance: 1e-9,
      compute: (panel) => eachRun(panel, [field, other], (x, y) => pearson(x, y, window))
    };
  }
);
