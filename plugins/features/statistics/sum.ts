import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {sum as total} from "../../../core/indicators/windows.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The sum of the last `window` values of `field`, from row `window` of a run on (TA-Lib's SUM). It starts again after a
 * gap.
 */
export const sum = defineFeature("sum", {window: 30, field: "close"}, ({window, field}) => {
  whole("sum window", window);
  return {
    needs: [field],
    lookback: window - 1,
    tolerance: 1e-12,
    compute: (panel) => eachRun(panel, [field], (x) => total(x, window))
  };
});
