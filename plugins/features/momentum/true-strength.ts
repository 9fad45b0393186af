import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {memoryOf} from "../../../core/indicators/means.js";
import {trueStrengthIndex} from "../../../core/indicators/oscillators/smoothed-momentum.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Blau's true strength index (1991), −100 … 100: 100 times the close's moves over their sizes, both smoothed by an
 * exponential mean over `first` rows and then one over `second` rows, as TA-Lib's TSI; 0 where no price moved. While a
 * price stands still the value stays, as there, and is 0 after `lookback` rows. It starts again after a gap.
 */
export const trueStrength = defineFeature("true-strength", {first: 25, second: 13}, ({first, second}) => {
  whole("true-strength first", first);
  whole("true-strength second", second);
  const memory = first + second + 51 + memoryOf(1 - 2 / (Math.max(first, second) + 1), 1e-11, 2);
  return {
    needs: ["close"],
    lookback: memory,
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, ["close"], (close) => trueStrengthIndex(close, first, second, memory))
  };
});
