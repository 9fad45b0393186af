import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {kama as mean, lookbackOfMean} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Kaufman's adaptive moving average of `field`: m_t = m_{t−1} + c_t² · (x_t − m_{t−1}), c_t = e_t · (2/3 − 2/31) +
 * 2/31, where the efficiency e_t is |x_t − x_{t−window}| over the sum of the last `window` moves' sizes, 1 where
 * nothing moved. The first value, on row `window` + 1 of a run, starts from the value before it (TA-Lib's KAMA). The
 * lookback is where 1e-10 of that seed is left in a market that goes nowhere at all. It starts again after a gap.
 */
export const kama = defineFeature("kama", {window: 30, field: "close"}, ({window, field}) => {
  whole("kama window", window);
  return {
    needs: [field],
    lookback: lookbackOfMean(window, "kama"),
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, [field], (x) => mean(x, window))
  };
});
