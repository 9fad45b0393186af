import {eachSymbol} from "../../core/base/panel.js";
import {whole} from "../../core/base/options.js";
import {rollingDeviation, rollingMean} from "../../core/base/rolling.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * How unusual the bar's volume is: (volume − mean) / deviation, both over the last `window` bars, this one included; the
 * deviation has divisor window − 1. `NaN` where the volume did not vary.
 */
export const volumeZscore = defineFeature("volume-zscore", {window: 21}, ({window}) => {
  whole("volume-zscore window", window, 2);
  return {
    needs: ["volume"],
    lookback: window - 1,
    compute: (panel) =>
      eachSymbol(panel, ["volume"], (volume) => {
        const average = rollingMean(volume, window);
        const deviation = rollingDeviation(volume, window, 1);
        return volume.map((v, i) => (v - average[i]) / deviation[i]);
      })
  };
});
