import {whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {averageRangeStep, lookbackOf, percentOf} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The normalised average true range, in percent of the close: 100 times Wilder's mean over `window` of the true range
 * max(high, close_{t−1}) − min(low, close_{t−1}), over the close, from row window + 1 of a run on (TA-Lib's NATR, with
 * its unstable period of 0; for a window of 1 that answers with the range itself). The lookback is where 1e-10 of the
 * mean's seed is left. It starts again after a gap.
 */
export const natr = defineFeature("natr", {window: 14}, ({window}) => {
  whole("natr window", window);
  return {
    needs: ["high", "low", "close"],
    lookback: 1 + lookbackOf(window, 1 / window),
    tolerance: 1e-9,
    compute: (panel) =>
      eachRunShared(panel, ["high", "low", "close"], averageRangeStep(window), ([mean], high, low, close) =>
        percentOf(mean, close)
      )
  };
});
