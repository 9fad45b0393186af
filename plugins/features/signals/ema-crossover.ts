import {eachSymbol} from "../../../core/base/panel.js";
import {whole} from "../../../core/base/options.js";
import {defineFeature} from "../../../core/plugin.js";
import {crossovers} from "../../../core/regimes/crossover.js";

/**
 * Fires where the exponential mean of the close over `fast` bars crosses that over `slow` bars: 1 on the bar on which
 * it comes to lie above, −1 on the bar on which it comes to lie below, 0 on all others. Means that differ by less than
 * the part 1e-12 touch; who leaves a touch to a side has come to lie on it. Each mean has the weight 2 / (bars + 1) and
 * is seeded with that of its first closes, as TA-Lib's, and is begun anew `memory` · `slow` bars before each bar. `NaN`
 * until both means have two values, and so again after a gap.
 */
export const emaCrossover = defineFeature("ema-crossover", {fast: 12, slow: 26, memory: 15}, ({fast, slow, memory}) => {
  whole("ema-crossover fast", fast);
  whole("ema-crossover slow", slow, fast + 1);
  whole("ema-crossover memory", memory, 2);
  const span = slow * memory;
  return {
    needs: ["close"],
    lookback: span,
    compute: (panel) => eachSymbol(panel, ["close"], (close) => crossovers(close, fast, slow, span))
  };
});
