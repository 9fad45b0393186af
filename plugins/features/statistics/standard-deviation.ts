import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {deviation} from "../../../core/indicators/moments.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The standard deviation of the last `window` values of `field`, with divisor `window`, from row `window` of a run on
 * (TA-Lib's STDDEV with nbdev 1). It starts again after a gap.
 */
export const standardDeviation = defineFeature("standard-deviation", {window: 5, field: "close"}, ({window, field}) => {
  whole("standard-deviation window", window, 2);
  return {
    needs: [field],
    lookback: window - 1,
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, [field], (x) => deviation(x, window))
  };
});
