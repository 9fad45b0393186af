import {checkWindow, exponential, memoryOf, remembering} from "../../core/base/rolling.js";
import {eachSymbol} from "../../core/base/panel.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * Wilder's average true range: the average, with weight 1 / `window` and started with the mean of the first `window`,
 * of max(high − low, |high − last close|, |low − last close|) (TA-Lib's ATR); where `relative`, divided by the close
 * (TA-Lib's NATR / 100). It reaches back until older ranges weigh less than 1e-12.
 */
export const atr = defineFeature("atr", {window: 14, relative: true}, ({window, relative}) => {
  checkWindow(window);
  const memory = memoryOf(1 / window) + window;
  return {
    needs: ["high", "low", "close"],
    lookback: memory + 1,
    compute: (panel) =>
      eachSymbol(panel, ["high", "low", "close"], (high, low, close) => {
        const range = high.map((top, i) => {
          const last = close[i - 1] ?? NaN;
          return Math.max(top - low[i], Math.abs(top - last), Math.abs(low[i] - last));
        });
        const average = remembering(range.length, memory, () => {
          const next = exponential(1 / window, window);
          return (row) => next(range[row]);
        });
        return relative ? average.map((value, i) => value / close[i]) : average;
      })
  };
});
