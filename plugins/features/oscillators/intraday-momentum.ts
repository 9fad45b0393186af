import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {intradayStrength} from "../../../core/indicators/oscillators/pressure.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Chande's intraday momentum index, 0 … 100: the share, in percent, of the bars that closed above their open in Σ
 * |close − open| of the last `window` bars. From row `window` − 1 on, as TA-Lib's IMI; 50 where every bar closed at
 * its open, as there. It starts again after a gap.
 */
export const intradayMomentum = defineFeature("intraday-momentum", {window: 14}, ({window}) => {
  whole("intraday-momentum window", window, 2);
  return {
    needs: ["open", "close"],
    lookback: window - 1,
    compute: (panel) => eachRun(panel, ["open", "close"], (open, close) => intradayStrength(open, close, window))
  };
});
