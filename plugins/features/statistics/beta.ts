import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {beta as slope} from "../../../core/indicators/moments.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Beta: the slope of the returns of `field` on those of `on`, both from one row to the next, over the last `window` of
 * them, from row window + 1 of a run on (TA-Lib's BETA of `on` and `field`). `NaN` where `on` did not move (TA-Lib: 0).
 * It starts again after a gap.
 */
export const beta = defineFeature("beta", {window: 5, field: "low", on: "high"}, ({window, field, on}) => {
  whole("beta window", window, 2);
  return {
    needs: [field, on],
    lookback: window,
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, [on, field], (x, y) => slope(x, y, window))
  };
});
