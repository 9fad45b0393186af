import {rolling} from "../../core/base/rolling.js";
import {eachSymbol} from "../../core/base/panel.js";
import {checkWindow} from "../../core/base/rolling.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * On-balance volume (Granville) over the last `window` rows: Σ ± volume / Σ volume, + where the close rose and − where
 * it fell; between −1 and 1, 0 where nothing was traded. The sum is the change of TA-Lib's OBV over the window; the
 * level of OBV itself depends on where the data begins and says nothing.
 */
export const obv = defineFeature("obv", {window: 21}, ({window}) => {
  checkWindow(window);
  return {
    needs: ["close", "volume"],
    lookback: window,
    compute: (panel) =>
      eachSymbol(panel, ["close", "volume"], (close, volume) => {
        const signed = volume.map((units, i) => units * Math.sign(close[i] - (close[i - 1] ?? NaN)));
        return rolling(signed, window, (values, i) => {
          let sum = 0;
          let total = 0;
          for (let k = 0; k < window; ++k) {
            sum += values[k];
            total += volume[i - window + 1 + k];
          }
          return total === 0 ? 0 : sum / total;
        });
      })
  };
});
