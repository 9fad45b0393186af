import {checkWindow, rolling} from "../../core/base/rolling.js";
import {eachSymbol} from "../../core/base/panel.js";
import {deviation, mean} from "../../core/base/stats.js";
import {defineFeature} from "../../core/plugin.js";

/** How unusual the volume is: (volume − mean) / deviation (ddof 1) of the last `window`, 0 where it did not vary. */
export const volumeZscore = defineFeature("volume-zscore", {window: 21}, ({window}) => {
  checkWindow(window, 2);
  return {
    needs: ["volume"],
    lookback: window - 1,
    compute: (panel) =>
      eachSymbol(panel, ["volume"], (volume) =>
        rolling(volume, window, (values, i) => {
          const spread = deviation(values);
          return spread === 0 ? 0 : (volume[i] - mean(values)) / spread;
        })
      )
  };
});
