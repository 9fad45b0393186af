import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {lookbackOf, wilder} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Wilder's moving average m_t = m_{t−1} + (x_t − m_{t−1}) / window of `field`, whose first value, on row `window` of a
 * run, is the mean of the first `window` values (TA-Lib's RMA). The lookback is where 1e-10 of that seed is left. It
 * starts again after a gap.
 */
export const wilderAverage = defineFeature("wilder-average", {window: 14, field: "close"}, ({window, field}) => {
  whole("wilder-average window", window);
  return {
    needs: [field],
    lookback: lookbackOf(window, 1 / window),
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, [field], (x) => wilder(x, window))
  };
});
