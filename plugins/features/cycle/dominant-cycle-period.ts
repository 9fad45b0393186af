import {hilbert, hilbertMemory} from "../../../core/indicators/cycle/hilbert.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The length of the dominant cycle of the close in rows, 6 … 50, by Ehlers' (2001) Hilbert transform of the price
 * smoothed over four rows. From row 32 on, as TA-Lib's HT_DCPERIOD; the first values are not settled. It starts again
 * after a gap.
 */
export const dominantCyclePeriod = defineFeature("dominant-cycle-period", {}, () => {
  return {
    needs: ["close"],
    lookback: hilbertMemory,
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, ["close"], (close) => hilbert(close, 12).smoothPeriod.fill(NaN, 0, 32))
  };
});
