import {whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {memoryOf} from "../../../core/indicators/means.js";
import {directionalRating, movementStep} from "../../../core/indicators/oscillators/directional.js";
import {wilderSpan} from "../../../core/indicators/oscillators/within.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Wilder's rating of the average directional index, 0 … 100: the mean of `adx` now and `window` − 1 rows before, from
 * row 3 · window − 2 on, as TA-Lib's ADXR. It starts again after a gap.
 */
export const adxr = defineFeature("adxr", {window: 14}, ({window}) => {
  whole("adxr window", window, 2);
  const needs = ["high", "low"];
  const span = wilderSpan(window);
  return {
    needs,
    lookback: span + 2 * window + memoryOf(1 - 1 / window, 1e-11),
    tolerance: 1e-9,
    compute: (panel) =>
      eachRunShared(panel, needs, movementStep(window, span), ([plus, minus]) =>
        directionalRating({plus, minus}, window)
      )
  };
});
