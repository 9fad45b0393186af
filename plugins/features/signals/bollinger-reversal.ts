import {eachSymbol} from "../../../core/base/panel.js";
import {between, whole} from "../../../core/base/options.js";
import {rollingDeviation, rollingMean} from "../../../core/base/rolling.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Fires where the close comes back into Bollinger's bands, which lie `width` population deviations about the mean of
 * the last `window` closes: 1 on the bar whose close is within them after one below the lower, −1 after one above the
 * upper, each bar against its own bands; 0 on all others, so on those that follow inside, and on one that leaps from
 * beyond the one band beyond the other. A close upon a band is within. `NaN` until the bands have two values, and so
 * again after a gap.
 */
export const bollingerReversal = defineFeature("bollinger-reversal", {window: 20, width: 2}, ({window, width}) => {
  whole("bollinger-reversal window", window, 2);
  between("bollinger-reversal width", width, 0);
  return {
    needs: ["close"],
    lookback: window,
    compute: (panel) =>
      eachSymbol(panel, ["close"], (close) => {
        const middle = rollingMean(close, window);
        const deviation = rollingDeviation(close, window, 0);
        // −1 below the bands, 1 above them, 0 within.
        const place = close.map((price, i) => {
          const away = price - middle[i];
          const reach = width * deviation[i];
          if (Number.isNaN(reach)) return NaN;
          return away > reach ? 1 : away < -reach ? -1 : 0;
        });
        return place.map((now, i) => {
          const before = i > 0 ? place[i - 1] : NaN;
          if (Number.isNaN(now) || Number.isNaN(before)) return NaN;
          return now === 0 && before !== 0 ? -before : 0;
        });
      })
  };
});
