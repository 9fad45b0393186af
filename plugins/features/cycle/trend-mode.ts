import {trendModes} from "../../../core/indicators/cycle/dominant.js";
import {hilbertMemory} from "../../../core/indicators/cycle/hilbert.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Whether the close is in a trend, 1, or in a cycle, 0, as Ehlers (2001) tells them apart: a cycle for half a period
 * after the two lines of `sine-wave` cross, or while the phase goes on at two thirds to one and a half times the
 * cycle's pace; but a trend where the smoothed price is 1.5 % or more off `instantaneous-trendline`. From row 63 on,
 * as TA-Lib's HT_TRENDMODE. It starts again after a gap.
 */
export const trendMode = defineFeature("trend-mode", {}, () => {
  return {
    needs: ["close"],
    lookback: hilbertMemory,
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, ["close"], (close) => trendModes(close).fill(NaN, 0, 63))
  };
});
