import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {averageDifference, less, middleOf, withAverage} from "../../../core/indicators/oscillators/convergence.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Williams' accelerator oscillator, in units of price: `awesome-oscillator` less its mean over `signal` rows, as
 * TA-Lib's AC. It starts again after a gap.
 */
export const acceleratorOscillator = defineFeature(
  "accelerator-oscillator",
  {fast: 5, slow: 34, signal: 5},
  ({fast, slow, signal}) => {
    whole("accelerator-oscillator fast", fast);
    whole("accelerator-oscillator slow", slow, fast + 1);
    whole("accelerator-oscillator signal", signal);
    return {
      needs: ["high", "low"],
      lookback: slow + signal - 2,
      tolerance: 1e-11,
      compute: (panel) =>
        eachRun(panel, ["high", "low"], (high, low) =>
          less(...withAverage(averageDifference(middleOf(high, low), fast, slow, "sma"), signal, "sma"))
        )
    };
  }
);
