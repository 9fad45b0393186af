import {whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {memoryOf} from "../../../core/indicators/means.js";
import {averageDirectionalIndex, movementStep} from "../../../core/indicators/oscillators/directional.js";
import {wilderSpan} from "../../../core/indicators/oscillators/within.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Wilder's average directional index, 0 … 100, the strength of a trend whatever its direction: the Wilder mean over
 * `window` rows of `dx`, begun on row 2 · window − 1 with the plain mean of the first `window` values, as TA-Lib's
 * ADX. Rows on which nothing moved in either direction are passed over, as there. It starts again after a gap.
 */
export const adx = defineFeature("adx", {window: 14}, ({window}) => {
  whole("adx window", window, 2);
  const needs = ["high", "low"];
  const span = wilderSpan(window);
  return {
    needs,
    lookback: span + window + memoryOf(1 - 1 / window, 1e-11),
    tolerance: 1e-9,
    compute: (panel) =>
      eachRunShared(panel, needs, movementStep(window, span), ([plus, minus]) =>
        averageDirectionalIndex({plus, minus}, window)
      )
  };
});
