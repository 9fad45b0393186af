import {trendline} from "../../../core/indicators/cycle/dominant.js";
import {hilbertMemory} from "../../../core/indicators/cycle/hilbert.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Ehlers' instantaneous trendline (2001), in units of price: the mean of the close over one dominant cycle, which
 * takes the cycle out, smoothed over four rows with the weights 4, 3, 2, 1. From row 63 on, as TA-Lib's HT_TRENDLINE.
 * It starts again after a gap.
 */
export const instantaneousTrendline = defineFeature("instantaneous-trendline", {}, () => {
  return {
    needs: ["close"],
    lookback: hilbertMemory,
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, ["close"], (close) => trendline(close).fill(NaN, 0, 63))
  };
});
