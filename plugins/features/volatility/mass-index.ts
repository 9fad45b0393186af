import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {ema, lookbackOf} from "../../../core/indicators/means.js";
import {sum as total} from "../../../core/indicators/windows.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Dorsey's mass index: the sum over the last `window` rows of the exponential moving average over `fast` of high − low
 * over that average's own, from row 2 · fast + window − 2 of a run on (TA-Lib's MASSI). `NaN` where no bar had a height
 * (TA-Lib: 0). The lookback is where 1e-10 of the averages' seeds is left. It starts again after a gap.
 */
export const massIndex = defineFeature("mass-index", {fast: 9, window: 25}, ({fast, window}) => {
  whole("mass-index fast", fast);
  whole("mass-index window", window);
  return {
    needs: ["high", "low"],
    lookback: window - 1 + lookbackOf(fast, 2 / (fast + 1), 2),
    tolerance: 1e-9,
    compute: (panel) =>
      eachRun(panel, ["high", "low"], (high, low) => {
        const once = ema(
          high.map((value, i) => value - low[i]),
          fast
        );
        const twice = ema(once, fast);
        const first = 2 * (fast - 1);
        const sums = total(
          twice.map((value, i) => (value > 0 ? once[i] / value : NaN)).subarray(Math.min(first, high.length)),
          window
        );
        const out = new Float64Array(high.length).fill(NaN);
        out.set(sums, Math.min(first, high.length));
        return out;
      })
  };
});
