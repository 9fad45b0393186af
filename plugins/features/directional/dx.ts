import {whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {directionalIndex, movementStep} from "../../../core/indicators/oscillators/directional.js";
import {wilderSpan} from "../../../core/indicators/oscillators/within.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Wilder's directional index, 0 … 100: 100 · |plus − minus| / (plus + minus) of `plus-di` and `minus-di`, in which the
 * true range cancels. It begins on row `window`, as TA-Lib's DX. It is 0 where nothing moved in either direction; rows
 * before t − `lookback` are forgotten, whereas TA-Lib keeps its value for as long as nothing moves. It starts again
 * after a gap.
 */
export const dx = defineFeature("dx", {window: 14}, ({window}) => {
  whole("dx window", window, 2);
  const needs = ["high", "low"];
  const span = wilderSpan(window);
  return {
    needs,
    lookback: span,
    tolerance: 1e-9,
    compute: (panel) =>
      eachRunShared(panel, needs, movementStep(window, span), ([plus, minus]) =>
        directionalIndex({plus, minus}, window)
      )
  };
});
