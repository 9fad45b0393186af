import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {changeOver} from "../../../core/indicators/oscillators/convergence.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The change of the close over `window` rows, in units of price: close_t − close_{t−window}, as TA-Lib's MOM. It
 * starts again after a gap.
 */
export const priceChange = defineFeature("price-change", {window: 10}, ({window}) => {
  whole("price-change window", window);
  return {
    needs: ["close"],
    lookback: window,
    compute: (panel) => eachRun(panel, ["close"], (close) => changeOver(close, window))
  };
});
