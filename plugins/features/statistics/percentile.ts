import {between, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {percentile as rank} from "../../../core/indicators/windows.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The `percent` percentile of the last `window` values of `field`, one of them: in ascending order the one at
 * ⌈percent / 100 · window⌉, from row `window` of a run on (TA-Lib's PERCENTILE). It starts again after a gap.
 */
export const percentile = defineFeature(
  "percentile",
  {window: 30, percent: 50, field: "close"},
  ({window, percent, field}) => {
    whole("percentile window", window);
    between("percentile percent", percent, 0, 100);
    return {
      needs: [field],
      lookback: window - 1,
      compute: (panel) => eachRun(panel, [field], (x) => rank(x, window, percent))
    };
  }
);
