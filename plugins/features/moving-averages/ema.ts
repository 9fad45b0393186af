import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {ema as mean, lookbackOf} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The exponential moving average m_t = m_{t−1} + 2 / (window + 1) · (x_t − m_{t−1}) of `field`, whose first value, on
 * row `window` of a run, is the mean of the first `window` values (TA-Lib's EMA, with its unstable period of 0). The
 * lookback is where 1e-10 of that seed is left. It starts again after a gap.
 */
export const ema = defineFeature("ema", {window: 30, field: "close"}, ({window, field}) => {
  whole("ema window", window);
  return {
    needs: [field],
    lookback: lookbackOf(window, 2 / (window + 1)),
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, [field], (x) => mean(x, window))
  };
});
