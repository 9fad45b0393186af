import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {sma as mean} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The simple moving average: the mean of the last `window` values of `field`, from row `window` of a run on (TA-Lib's
 * SMA). It starts again after a gap.
 */
export const sma = defineFeature("sma", {window: 30, field: "close"}, ({window, field}) => {
  whole("sma window", window);
  return {
    needs: [field],
    lookback: window - 1,
    tolerance: 1e-12,
    compute: (panel) => eachRun(panel, [field], (x) => mean(x, window))
  };
});
