import {cyclePhase} from "../../../core/indicators/cycle/dominant.js";
import {hilbertMemory} from "../../../core/indicators/cycle/hilbert.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * How far the close is through its dominant cycle, in degrees from −45 to 315, by Ehlers' (2001) Hilbert transform:
 * the phase of the wave of the cycle's length that fits the last cycle best. From row 63 on, as TA-Lib's HT_DCPHASE.
 * It starts again after a gap.
 */
export const dominantCyclePhase = defineFeature("dominant-cycle-phase", {}, () => {
  return {
    needs: ["close"],
    lookback: hilbertMemory,
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, ["close"], (close) => cyclePhase(close).fill(NaN, 0, 63))
  };
});
