import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {wma as mean} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The weighted moving average: the mean of the last `window` values of `field` with the weights 1, 2 … `window`, the
 * latest weighing most (TA-Lib's WMA). It starts again after a gap.
 */
export const wma = defineFeature("wma", {window: 30, field: "close"}, ({window, field}) => {
  whole("wma window", window);
  return {
    needs: [field],
    lookback: window - 1,
    tolerance: 1e-12,
    compute: (panel) => eachRun(panel, [field], (x) => mean(x, window))
  };
});
