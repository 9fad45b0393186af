import {whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {averageRangeStep, lookbackOf} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Wilder's average true range, in units of price: the mean m_t = m_{t−1} + (range_t − m_{t−1}) / window of the true
 * range max(high, close_{t−1}) − min(low, close_{t−1}), whose first value, on row window + 1 of a run, is the mean of
 * the first `window` ranges (TA-Lib's ATR, with its unstable period of 0). The lookback is where 1e-10 of that seed is
 * left. It starts again after a gap.
 */
export const averageTrueRange = defineFeature("average-true-range", {window: 14}, ({window}) => {
  whole("average-true-range window", window);
  return {
    needs: ["high", "low", "close"],
    lookback: 1 + lookbackOf(window, 1 / window),
    tolerance: 1e-9,
    compute: (panel) => eachRunShared(panel, ["high", "low", "close"], averageRangeStep(window), ([mean]) => mean)
  };
});
