import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {trima as mean} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The triangular moving average of `field`: the simple moving average over ⌈window / 2⌉ of that over window + 1 −
 * ⌈window / 2⌉, whose weights rise to the middle of the window and fall after it (TA-Lib's TRIMA). It starts again
 * after a gap.
 */
export const trima = defineFeature("trima", {window: 30, field: "close"}, ({window, field}) => {
  whole("trima window", window);
  return {
    needs: [field],
    lookback: window - 1,
    tolerance: 1e-12,
    compute: (panel) => eachRun(panel, [field], (x) => mean(x, window))
  };
});
