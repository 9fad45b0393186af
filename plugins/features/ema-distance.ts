import {eachSymbol} from "../../core/base/panel.js";
import {whole} from "../../core/base/options.js";
import {exponentialMean} from "../../core/base/rolling.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * How far the close is above its exponential moving average of weight 2 / (window + 1): close / mean − 1. The mean is
 * seeded with that of the first `window` closes, as TA-Lib's, and is TA-Lib's while there are fewer than `memory` ·
 * `window` rows before t; further on the recursion starts that many rows back, and the share of its seed, below 1e-12,
 * is the difference. It starts again after a gap.
 */
export const emaDistance = defineFeature("ema-distance", {window: 20, memory: 15}, ({window, memory}) => {
  whole("ema-distance window", window, 2);
  whole("ema-distance memory", memory);
  const span = window * memory;
  return {
    needs: ["close"],
    lookback: span - 1,
    compute: (panel) =>
      eachSymbol(panel, ["close"], (close) => {
        const average = exponentialMean(close, window, 2 / (window + 1), span);
        return close.map((c, i) => c / average[i] - 1);
      })
  };
});
