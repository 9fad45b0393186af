import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {sum} from "../../../core/indicators/windows.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The volume-weighted moving average: the mean of the last `window` values of `field`, each weighing as much as was
 * traded, from row `window` of a run on (TA-Lib's VWMA). `NaN` where nothing was traded. It starts again after a gap.
 */
export const volumeWeightedAverage = defineFeature(
  "volume-weighted-average",
  {window: 30, field: "close"},
  ({window, field}) => {
    whole("volume-weighted-average window", window);
    return {
      needs: [field, "volume"],
      lookback: window - 1,
      tolerance: 1e-12,
      compute: (panel) =>
        eachRun(panel, [field, "volume"], (x, volume) => {
          const traded = sum(volume, window);
          const paid = sum(
            x.map((value, i) => value * volume[i]),
            window
          );
          return paid.map((value, i) => (traded[i] > 0 ? value / traded[i] : NaN));
        })
    };
  }
);
