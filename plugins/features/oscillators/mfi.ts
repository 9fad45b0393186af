import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {moneyFlow} from "../../../core/indicators/oscillators/pressure.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The money flow index of Quong and Soudack (1989), 0 … 100: the share, in percent, of the rows on which the typical
 * price p = (high + low + close) / 3 rose in Σ p · volume of the last `window` rows on which it moved. From row
 * `window` on, as TA-Lib's MFI; 0 where nothing moved or nothing was traded. It starts again after a gap.
 */
export const mfi = defineFeature("mfi", {window: 14}, ({window}) => {
  whole("mfi window", window, 2);
  return {
    needs: ["high", "low", "close", "volume"],
    lookback: window,
    compute: (panel) =>
      eachRun(panel, ["high", "low", "close", "volume"], (high, low, close, volume) =>
        moneyFlow(high, low, close, volume, window)
      )
  };
});
