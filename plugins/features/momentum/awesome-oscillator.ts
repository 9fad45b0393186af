import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {averageDifference, middleOf} from "../../../core/indicators/oscillators/convergence.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Williams' awesome oscillator, in units of price: the mean over `fast` rows of the middle (high + low) / 2 of the bar
 * less that over `slow` rows, as TA-Lib's AO. It starts again after a gap.
 */
export const awesomeOscillator = defineFeature("awesome-oscillator", {fast: 5, slow: 34}, ({fast, slow}) => {
  whole("awesome-oscillator fast", fast);
  whole("awesome-oscillator slow", slow, fast + 1);
  return {
    needs: ["high", "low"],
    lookback: slow - 1,
    tolerance: 1e-12,
    compute: (panel) =>
      eachRun(panel, ["high", "low"], (high, low) => averageDifference(middleOf(high, low), fast, slow, "sma"))
  };
});
