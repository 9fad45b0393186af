import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {memoryOf} from "../../../core/indicators/means.js";
import {tripleExponentialChange} from "../../../core/indicators/oscillators/convergence.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Hutson's TRIX: the change in percent, from one row to the next, of the exponential mean (weight 2 / (window + 1)) of
 * the exponential mean of the exponential mean of the close, each seeded with the plain mean of its first `window`
 * values, so from row 3 · (window − 1) + 1 on, as TA-Lib's TRIX. It starts again after a gap.
 */
export const trix = defineFeature("trix", {window: 30}, ({window}) => {
  whole("trix window", window);
  return {
    needs: ["close"],
    lookback: 3 * window + memoryOf(1 - 2 / (window + 1), 1e-13, 3),
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, ["close"], (close) => tripleExponentialChange(close, window))
  };
});
