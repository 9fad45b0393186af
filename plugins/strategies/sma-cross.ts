import {whole} from "../../core/base/options.js";
import {defineStrategy} from "../../core/plugin.js";

/**
 * Long while the mean of the last `fast` closes lies above that of the last `slow`, else in cash. `weight` of equity is
 * shared among all symbols in equal parts; a symbol with a missing close in its windows is not held, and a position
 * worth less than half of its part, as a partly filled order leaves it, is filled up.
 */
export const smaCross = defineStrategy("sma-cross", {fast: 20, slow: 50, weight: 1}, ({fast, slow, weight}) => {
  for (const [name, window] of Object.entries({fast, slow})) whole(`sma-cross ${name}`, window);
  if (fast >= slow) throw new Error(`invalid fast: ${fast}; expected less than slow, ${slow}`);
  return {
    needs: ["close"],
    lookback: slow - 1,
    targets(now, {position, price, equity}) {
      const n = now.symbols.length;
      const latest = now.row("close");
      const quick = new Float64Array(n);
      const slower = new Float64Array(n);
      for (let ago = 0; ago < slow; ++ago) {
        const close = now.row("close", ago);
        for (let s = 0; s < n; ++s) {
          slower[s] += (close[s] - latest[s]) / slow;
          if (ago < fast) quick[s] += (close[s] - latest[s]) / fast;
        }
      }
      const part = weight / n;
      const targets = quick.map((value, s) => (value > slower[s] ? part : 0));
      const same = targets.every((target, s) => {
        return target === 0 ? position[s] <= 0 : position[s] * price[s] >= (part / 2) * equity;
      });
      return same ? null : targets;
    }
  };
});
