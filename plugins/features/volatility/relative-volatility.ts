import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {lookbackOf, wilder} from "../../../core/indicators/means.js";
import {deviation} from "../../../core/indicators/moments.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Dorsey's relative volatility index, 0 … 100: the relative strength index of the standard deviation. Of the deviations
 * over `deviationWindow` of `field`, Wilder's mean over `window` of those on rows on which it rose, in percent of that
 * and the mean of those on which it fell, from row window + deviationWindow − 1 of a run on (TA-Lib's RVI, with its
 * unstable period of 0). `NaN` where it did not move (TA-Lib: 50). The lookback is where 1e-10 of the means' seeds is
 * left. It starts again after a gap.
 */
export const relativeVolatility = defineFeature(
  "relative-volatility",
  {window: 14, deviationWindow: 10, field: "close"},
  ({window, deviationWindow, field}) => {
    whole("relative-volatility window", window);
    whole("relative-volatility deviationWindow", deviationWindow, 2);
    return {
      needs: [field],
      lookback: deviationWindow - 1 + lookbackOf(window, 1 / window),
      tolerance: 1e-9,
      compute: (panel) =>
        eachRun(panel, [field], (x) => {
          const spread = deviation(x, deviationWindow);
          const rises = wilder(
            spread.map((value, i) => (x[i] > x[i - 1] || Number.isNaN(value) ? value : 0)),
            window
          );
          const falls = wilder(
            spread.map((value, i) => (x[i] < x[i - 1] || Number.isNaN(value) ? value : 0)),
            window
          );
          return rises.map((rise, i) => (rise + falls[i] > 0 ? (100 * rise) / (rise + falls[i]) : NaN));
        })
    };
  }
);
