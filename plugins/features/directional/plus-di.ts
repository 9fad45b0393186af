import {whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {directionalIndicator, directionStep} from "../../../core/indicators/oscillators/directional.js";
import {wilderSpan} from "../../../core/indicators/oscillators/within.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Wilder's upward indicator, 0 … 100: 100 · plus-dm / the sum of the true range, both smoothed as `plus-dm` says. It
 * begins on row `window`, as TA-Lib's PLUS_DI; 0 where there was no range at all, as there. Rows before t − `lookback`
 * are forgotten: when nothing has moved for so long it is 0, where TA-Lib keeps its value. TA-Lib leaves out the
 * factor 100 where `window` is 1. It starts again after a gap.
 */
export const plusDi = defineFeature("plus-di", {window: 14}, ({window}) => {
  whole("plus-di window", window);
  const needs = ["high", "low", "close"];
  const span = wilderSpan(window);
  return {
    needs,
    lookback: span,
    tolerance: 1e-9,
    compute: (panel) =>
      eachRunShared(panel, needs, directionStep(window, span), ([plus, , range]) =>
        directionalIndicator(plus, range, window)
      )
  };
});
