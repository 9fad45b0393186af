import {whole} from "../../core/base/options.js";
import {eachRunShared} from "../../core/indicators/each-run.js";
import {relativeStrength, strengthStep} from "../../core/indicators/oscillators/strength.js";
import {wilderSpan} from "../../core/indicators/oscillators/within.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * Wilder's relative strength index, 0 … 100: 100 · gain / (gain + loss), each the Wilder mean over `window` of the rises
 * and of the falls between closes, from row `window` on, as TA-Lib's RSI. Rows before t − `lookback`, of which TA-Lib's has
 * less than the share 1e-10 left, are forgotten: it is `NaN` where no price has moved since (TA-Lib: 0 where none ever
 * did, else the value before). It starts again after a gap.
 */
export const rsi = defineFeature("rsi", {window: 14}, ({window}) => {
  whole("rsi window", window);
  const span = wilderSpan(window);
  return {
    needs: ["close"],
    lookback: span,
    tolerance: 1e-9,
    compute: (panel) =>
      eachRunShared(panel, ["close"], strengthStep(window, span), ([gain, loss]) =>
        relativeStrength({gain, loss}, window, NaN)
      )
  };
});
