import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {sma} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The volume over the mean of the `window` volumes before it, from row window + 1 of a run on (TA-Lib's RVOL). `NaN`
 * where nothing had been traded. It starts again after a gap.
 */
export const relativeVolume = defineFeature("relative-volume", {window: 20}, ({window}) => {
  whole("relative-volume window", window);
  return {
    needs: ["volume"],
    lookback: window,
    tolerance: 1e-12,
    compute: (panel) =>
      eachRun(panel, ["volume"], (volume) => {
        const usual = sma(volume, window);
        return volume.map((v, i) => (usual[i - 1] > 0 ? v / usual[i - 1] : NaN));
      })
  };
});
