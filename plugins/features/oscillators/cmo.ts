import {whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {chandeMomentum, strengthStep} from "../../../core/indicators/oscillators/strength.js";
import {wilderSpan} from "../../../core/indicators/oscillators/within.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Chande's momentum oscillator, −100 … 100, smoothed as TA-Lib's CMO: 100 · (gain − loss) / (gain + loss), each the
 * Wilder mean over `window` rows of the rises and of the falls between closes, where Chande (1994) takes plain sums.
 * From row `window` on; 0 where no price moved. Rows before t − `lookback` are forgotten, whereas TA-Lib keeps its
 * value for as long as no price moves. It starts again after a gap.
 */
export const cmo = defineFeature("cmo", {window: 14}, ({window}) => {
  whole("cmo window", window, 2);
  const span = wilderSpan(window);
  return {
    needs: ["close"],
    lookback: span,
    tolerance: 1e-9,
    compute: (panel) =>
      eachRunShared(panel, ["close"], strengthStep(window, span), ([gain, loss]) =>
        chandeMomentum({gain, loss}, window)
      )
  };
});
