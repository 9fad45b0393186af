import {eachSymbol} from "../../core/base/panel.js";
import {whole} from "../../core/base/options.js";
import {wilderMean} from "../../core/base/rolling.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * Wilder's average true range: the Wilder mean over `window` of max(high, close_{t−1}) − min(low, close_{t−1}), in units
 * of price or, `relative`, as a fraction of the close (TA-Lib's NATR / 100). TA-Lib's value while there are at most
 * `memory` · `window` rows before t; further on the recursion starts that many rows back, and the share of its seed,
 * below 1e-10, is the difference. It starts again after a gap.
 */
export const atr = defineFeature("atr", {window: 14, relative: false, memory: 25}, ({window, relative, memory}) => {
  whole("atr window", window);
  whole("atr memory", memory);
  const span = window * memory;
  return {
    needs: ["high", "low", "close"],
    lookback: span,
    compute: (panel) =>
      eachSymbol(panel, ["high", "low", "close"], (high, low, close) => {
        const range = close.map((_, i) => Math.max(high[i], close[i - 1]) - Math.min(low[i], close[i - 1]));
        const mean = wilderMean(range, window, span);
        return relative ? mean.map((m, i) => m / close[i]) : mean;
      })
  };
});
