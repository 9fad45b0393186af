import {checkWindow, exponential, memoryOf, remembering} from "../../core/base/rolling.js";
import {eachSymbol} from "../../core/base/panel.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * Wilder's relative strength index: 100 · U / (U + D), U and D the averages of rises and falls of the close with weight
 * 1 / `window`, started with the mean of the first `window` (TA-Lib's RSI); 0 where nothing moved, as TA-Lib has it.
 * The average reaches back until older changes weigh less than 1e-12, which is where it can differ from TA-Lib's.
 */
export const rsi = defineFeature("rsi", {window: 14}, ({window}) => {
  checkWindow(window, 2);
  const memory = memoryOf(1 / window) + window;
  return {
    needs: ["close"],
    lookback: memory + 1,
    compute: (panel) =>
      eachSymbol(panel, ["close"], (close) =>
        remembering(close.length, memory, () => {
          const up = exponential(1 / window, window);
          const down = exponential(1 / window, window);
          return (row) => {
            const change = row === 0 ? NaN : close[row] - close[row - 1];
            const rise = up(change > 0 ? change : change * 0);
            const fall = down(change < 0 ? -change : change * 0);
            return rise + fall === 0 ? 0 : (100 * rise) / (rise + fall);
          };
        })
      )
  };
});
