import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {averageDeviation as deviation} from "../../../core/indicators/windows.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The mean distance of the last `window` values of `field` from their mean, from row `window` of a run on (TA-Lib's
 * AVGDEV). It starts again after a gap.
 */
export const averageDeviation = defineFeature("average-deviation", {window: 14, field: "close"}, ({window, field}) => {
  whole("average-deviation window", window, 2);
  return {
    needs: [field],
    lookback: window - 1,

    compute: (panel) => eachRun(panel, [field], (x) => deviation(x, window))
  };
});
