import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {plainMomentum} from "../../../core/indicators/oscillators/pressure.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Chande's momentum oscillator (1994) as he gave it, −100 … 100: 100 · (rises − falls) / (rises + falls), the plain
 * sums of the rises and of the falls between the closes of the last `window` rows; from row `window` on, as TA-Lib's
 * CMOU; 0 where no price moved. The feature `cmo` smooths them as Wilder did. It starts again after a gap.
 */
export const chandeMomentum = defineFeature("chande-momentum", {window: 14}, ({window}) => {
  whole("chande-momentum window", window);
  return {
    needs: ["close"],
    lookback: window,
    compute: (panel) => eachRun(panel, ["close"], (close) => plainMomentum(close, window))
  };
});
