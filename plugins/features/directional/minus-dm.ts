import {whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {directionalMovement, movementStep} from "../../../core/indicators/oscillators/directional.js";
import {wilderSpan} from "../../../core/indicators/oscillators/within.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Wilder's downward movement, in units of price: the sum s_t = s_{t−1} − s_{t−1} / window + m_t of the falls m_t =
 * low_{t−1} − low_t, counted where they are positive and larger than high_t − high_{t−1}. It begins on row `window` −
 * 1 with the plain sum of the first `window` − 1 movements, as TA-Lib's MINUS_DM, and starts again after a gap. Rows
 * before t − `lookback`, of which TA-Lib's has less than the share 1e-10 left, are forgotten.
 */
export const minusDm = defineFeature("minus-dm", {window: 14}, ({window}) => {
  whole("minus-dm window", window);
  const needs = ["high", "low"];
  const span = wilderSpan(window);
  return {
    needs,
    lookback: span,
    tolerance: 1e-9,
    compute: (panel) =>
      eachRunShared(panel, needs, movementStep(window, span), ([, minus]) => directionalMovement(minus, window))
  };
});
