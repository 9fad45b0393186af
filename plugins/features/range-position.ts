import {eachSymbol} from "../../core/base/panel.js";
import {whole} from "../../core/base/options.js";
import {rollingMax, rollingMin} from "../../core/base/rolling.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * The close's place in the channel of the last `window` bars: (close − lowest low) / (highest high − lowest low), 0 at
 * the bottom and 1 at the top (the fast stochastic %K / 100). `NaN` where the channel has no height.
 */
export const rangePosition = defineFeature("range-position", {window: 14}, ({window}) => {
  whole("range-position window", window);
  return {
    needs: ["high", "low", "close"],
    lookback: window - 1,
    compute: (panel) =>
      eachSymbol(panel, ["high", "low", "close"], (high, low, close) => {
        const top = rollingMax(high, window);
        const bottom = rollingMin(low, window);
        return close.map((c, i) => (c - bottom[i]) / (top[i] - bottom[i]));
      })
  };
});
