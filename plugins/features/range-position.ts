import {checkWindow, rolling} from "../../core/base/rolling.js";
import {eachSymbol} from "../../core/base/panel.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * Where the close lies in the range of the last `window` rows: (close − lowest low) / (highest high − lowest low), from
 * 0 to 1 (Lane's fast stochastic %K / 100); ½ where there is no range.
 */
export const rangePosition = defineFeature("range-position", {window: 14}, ({window}) => {
  checkWindow(window);
  return {
    needs: ["high", "low", "close"],
    lookback: window - 1,
    compute: (panel) =>
      eachSymbol(panel, ["high", "low", "close"], (high, low, close) => {
        const top = rolling(high, window, (values) => values.reduce((a, b) => Math.max(a, b)));
        const bottom = rolling(low, window, (values) => values.reduce((a, b) => Math.min(a, b)));
        return close.map((price, i) => {
          const range = top[i] - bottom[i];
          return range === 0 ? (Number.isNaN(price) ? NaN : 0.5) : (price - bottom[i]) / range;
        });
      })
  };
});
