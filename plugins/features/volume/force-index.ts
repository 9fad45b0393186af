import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {ema, lookbackOf} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Elder's force index, in units of price times volume: the exponential moving average over `window` of the close's
 * change times the volume, from row window + 1 of a run on (TA-Lib's EFI). The lookback is where 1e-10 of its seed is
 * left. It starts again after a gap.
 */
export const forceIndex = defineFeature("force-index", {window: 13}, ({window}) => {
  whole("force-index window", window);
  return {
    needs: ["close", "volume"],
    lookback: 1 + lookbackOf(window, 2 / (window + 1)),
    tolerance: 1e-9,
    compute: (panel) =>
      eachRun(panel, ["close", "volume"], (close, volume) =>
        ema(
          volume.map((v, i) => v * (close[i] - close[i - 1])),
          window
        )
      )
  };
});
