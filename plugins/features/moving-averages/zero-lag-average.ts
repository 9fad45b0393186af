import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {lookbackOf} from "../../../core/indicators/means.js";
import {zlema} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The zero-lag exponential moving average of Ehlers and Way: the exponential moving average over `window` of 2 · x_t −
 * x_{t−lag}, x being `field` and lag ⌊(window − 1) / 2⌋, from row window + lag of a run on (TA-Lib's ZLEMA). The
 * lookback is where 1e-10 of its seed is left. It starts again after a gap.
 */
export const zeroLagAverage = defineFeature("zero-lag-average", {window: 30, field: "close"}, ({window, field}) => {
  whole("zero-lag-average window", window);
  return {
    needs: [field],
    lookback: ((window - 1) >> 1) + lookbackOf(window, 2 / (window + 1)),
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, [field], (x) => zlema(x, window))
  };
});
