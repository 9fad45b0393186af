import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {variance as spread} from "../../../core/indicators/moments.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The population variance of the last `window` values of `field`: the mean square distance from their mean, with
 * divisor `window`, from row `window` of a run on (TA-Lib's VAR, whose option nbdev does nothing). It starts again
 * after a gap.
 */
export const variance = defineFeature("variance", {window: 5, field: "close"}, ({window, field}) => {
  whole("variance window", window);
  return {
    needs: [field],
    lookback: window - 1,
    tolerance: 1e-12,
    compute: (panel) => eachRun(panel, [field], (x) => spread(x, window))
  };
});
