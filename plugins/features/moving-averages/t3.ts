import {between, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {lookbackOfMean, t3 as mean} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Tillson's T3 of `field`: c₁ · e₆ + c₂ · e₅ + c₃ · e₄ + c₄ · e₃, each e the exponential mean over `window` of the one
 * before, with c₁ = −v³, c₂ = 3v² + 3v³, c₃ = −6v² − 3v − 3v³, c₄ = 1 + 3v + 3v² + v³ and v the `volumeFactor`. Each is
 * seeded with the mean of its first `window` values, so from row 6 · window − 5 of a run on (TA-Lib's T3). The lookback
 * is where 1e-10 of the seeds is left. It starts again after a gap.
 */
export const t3 = defineFeature(
  "t3",
  {window: 5, volumeFactor: 0.7, field: "close"},
  ({window, volumeFactor, field}) => {
    whole("t3 window", window);
    between("t3 volumeFactor", volumeFactor, 0, 1);
    return {
      needs: [field],
      lookback: lookbackOfMean(window, "t3"),
      tolerance: 1e-9,
      compute: (panel) => eachRun(panel, [field], (x) => mean(x, window, volumeFactor))
    };
  }
);
