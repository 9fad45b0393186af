import {eachSymbol} from "../../core/base/panel.js";
import {whole} from "../../core/base/options.js";
import {wilderMean} from "../../core/base/rolling.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * Wilder's relative strength index, 0 … 100: 100 · gain / (gain + loss), each the Wilder mean over `window` of the rises
 * and of the falls between closes. TA-Lib's value while there are at most `memory` · `window` rows before t; further on
 * the recursion starts that many rows back, and the share of its seed, below 1e-10, is the difference. It starts again
 * after a gap. `NaN` where no price moved (TA-Lib: 0).
 */
export const rsi = defineFeature("rsi", {window: 14, memory: 25}, ({window, memory}) => {
  whole("rsi window", window);
  whole("rsi memory", memory);
  const span = window * memory;
  return {
    needs: ["close"],
    lookback: span,
    compute: (panel) =>
      eachSymbol(panel, ["close"], (close) => {
        const moves = close.map((c, i) => c - close[i - 1]);
        const gain = wilderMean(
          moves.map((move) => Math.max(move, 0)),
          window,
          span
        );
        const loss = wilderMean(
          moves.map((move) => Math.max(-move, 0)),
          window,
          span
        );
        return gain.map((g, i) => (100 * g) / (g + loss[i]));
      })
  };
});
