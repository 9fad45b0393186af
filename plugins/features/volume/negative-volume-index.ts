import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {volumeIndex} from "../../../core/indicators/volume.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The return of the close over those of the last `window` rows on which the volume fell, as if out of the market on the
 * others, from row window + 1 of a run on. Dysart's index, and TA-Lib's NVI, is instead a level that begins with 1000
 * where the series does, and means nothing; this is its relative change over `window` rows. It starts again after a
 * gap.
 */
export const negativeVolumeIndex = defineFeature("negative-volume-index", {window: 21}, ({window}) => {
  whole("negative-volume-index window", window);
  return {
    needs: ["close", "volume"],
    lookback: window,
    tolerance: 1e-12,
    compute: (panel) =>
      eachRun(panel, ["close", "volume"], (close, volume) => {
        const level = volumeIndex(close, volume, -1);
        return level.map((value, i) => value / level[i - window] - 1);
      })
  };
});
