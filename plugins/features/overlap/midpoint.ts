import {whole} from "../../../core/base/options.js";
import {middleOf} from "../../../core/indicators/oscillators/convergence.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {highest, lowest} from "../../../core/indicators/windows.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The middle between the highest and the lowest of the last `window` values of `field`, from row `window` of a run on
 * (TA-Lib's MIDPOINT). It starts again after a gap.
 */
export const midpoint = defineFeature("midpoint", {window: 14, field: "close"}, ({window, field}) => {
  whole("midpoint window", window);
  return {
    needs: [field],
    lookback: window - 1,
    compute: (panel) => eachRun(panel, [field], (x) => middleOf(highest(x, window), lowest(x, window)))
  };
});
