import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {ema, lookbackOf} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Chaikin's volatility, in percent: the relative change over `change` rows of the exponential moving average over
 * `window` of high − low, from row window + change of a run on (TA-Lib's CVI). `NaN` where no bar had a height (TA-Lib:
 * 0). The lookback is where 1e-10 of the average's seed is left. It starts again after a gap.
 */
export const chaikinVolatility = defineFeature("chaikin-volatility", {window: 10, change: 10}, ({window, change}) => {
  whole("chaikin-volatility window", window);
  whole("chaikin-volatility change", change);
  return {
    needs: ["high", "low"],
    lookback: change + lookbackOf(window, 2 / (window + 1)),
    tolerance: 1e-9,
    compute: (panel) =>
      eachRun(panel, ["high", "low"], (high, low) => {
        const mean = ema(
          high.map((value, i) => value - low[i]),
          window
        );
        return mean.map((value, i) => (mean[i - change] > 0 ? 100 * (value / mean[i - change] - 1) : NaN));
      })
  };
});
