import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {sum} from "../../../core/indicators/windows.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The price and volume trend, in units of volume: the sum over the last `window` rows of volume times the close's
 * return, from row window + 1 of a run on. TA-Lib's PVT is instead the running total since the series began, whose
 * level means nothing; this is its change over `window` rows. It starts again after a gap.
 */
export const priceVolumeTrend = defineFeature("price-volume-trend", {window: 21}, ({window}) => {
  whole("price-volume-trend window", window);
  return {
    needs: ["close", "volume"],
    lookback: window,
    tolerance: 1e-12,
    compute: (panel) =>
      eachRun(panel, ["close", "volume"], (close, volume) =>
        sum(
          volume.map((v, i) => (v * (close[i] - close[i - 1])) / close[i - 1]),
          window
        )
      )
  };
});
