import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {lookbackOf} from "../../../core/indicators/means.js";
import {chaikin, moneyFlow} from "../../../core/indicators/volume.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Chaikin's oscillator, in units of volume: the exponential mean of accumulation and distribution over `fast` bars less
 * that over `slow` bars. Each has the weight 2 / (bars + 1) and begins with a run's first value; the first to be seen
 * is that of row max(fast, slow) (TA-Lib's ADOSC). The lookback is where 1e-10 of the beginning is left. It starts
 * again after a gap.
 */
export const chaikinOscillator = defineFeature("chaikin-oscillator", {fast: 3, slow: 10}, ({fast, slow}) => {
  whole("chaikin-oscillator fast", fast);
  whole("chaikin-oscillator slow", slow);
  const longest = Math.max(fast, slow);
  return {
    needs: ["high", "low", "close", "volume"],
    lookback: lookbackOf(longest, 2 / (longest + 1)),
    tolerance: 1e-9,
    compute: (panel) =>
      eachRun(panel, ["high", "low", "close", "volume"], (high, low, close, volume) =>
        chaikin(moneyFlow(high, low, close, volume), fast, slow)
      )
  };
});
