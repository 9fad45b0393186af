import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {moneyFlow} from "../../../core/indicators/volume.js";
import {sum} from "../../../core/indicators/windows.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Chaikin's money flow, −1 … 1: the money flow volume of the last `window` bars over their volume, a bar's being its
 * volume times the close's place in it, −1 at the low and 1 at the high, from row `window` of a run on (TA-Lib's CMF).
 * `NaN` where nothing was traded (TA-Lib: 0). It starts again after a gap.
 */
export const chaikinMoneyFlow = defineFeature("chaikin-money-flow", {window: 20}, ({window}) => {
  whole("chaikin-money-flow window", window);
  return {
    needs: ["high", "low", "close", "volume"],
    lookback: window - 1,
    tolerance: 1e-12,
    compute: (panel) =>
      eachRun(panel, ["high", "low", "close", "volume"], (high, low, close, volume) => {
        const traded = sum(volume, window);
        const flow = sum(moneyFlow(high, low, close, volume), window);
        return flow.map((value, i) => (traded[i] > 0 ? value / traded[i] : NaN));
      })
  };
});
