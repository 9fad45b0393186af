import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {sma} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The average day range, in units of price: the mean of high − low over the last `window` bars, from row `window` of a
 * run on (TA-Lib's ADR). It starts again after a gap.
 */
export const averageDayRange = defineFeature("average-day-range", {window: 14}, ({window}) => {
  whole("average-day-range window", window);
  return {
    needs: ["high", "low"],
    lookback: window - 1,
    tolerance: 1e-12,
    compute: (panel) =>
      eachRun(panel, ["high", "low"], (high, low) =>
        sma(
          high.map((value, i) => value - low[i]),
          window
        )
      )
  };
});
