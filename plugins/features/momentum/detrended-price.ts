import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {sma} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The detrended price, in units of price: the close of ⌊window / 2⌋ + 1 rows before less the mean of the last `window`
 * closes, as TA-Lib's DPO. It looks at a past price from now, and so at no later one. It starts again after a gap.
 */
export const detrendedPrice = defineFeature("detrended-price", {window: 20}, ({window}) => {
  whole("detrended-price window", window, 2);
  const back = Math.floor(window / 2) + 1;
  return {
    needs: ["close"],
    lookback: Math.max(window - 1, back),
    tolerance: 1e-12,
    compute: (panel) =>
      eachRun(panel, ["close"], (close) => {
        const out = sma(close, window);
        for (let i = 0; i < out.length; ++i) out[i] = close[i - back] - out[i];
        return out;
      })
  };
});
