import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {percentRank as rank} from "../../../core/indicators/windows.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * What percentage of the `window` values of `field` before it are less than each, from row window + 1 of a run on
 * (TA-Lib's PERCENTRANK). It starts again after a gap.
 */
export const percentRank = defineFeature("percent-rank", {window: 100, field: "close"}, ({window, field}) => {
  whole("percent-rank window", window);
  return {
    needs: [field],
    lookback: window,
    compute: (panel) => eachRun(panel, [field], (x) => rank(x, window))
  };
});
