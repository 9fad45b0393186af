import {between, whole} from "../../core/base/options.js";
import {sidesToHold} from "../../core/portfolio/holding.js";
import {defineStrategy} from "../../core/plugin.js";

/**
 * Long while the exponential mean of the close over `fast` bars lies above that over `slow` bars; while it lies below, in
 * cash or, where `short`, short. `weight` of equity is shared among all symbols in equal parts. Means that differ by less
 * than the part 1e-12 of the price touch, and a touch changes nothing.
 *
 * The means are those of Appel's MACD: each has the weight 2 / (bars + 1) and is seeded with the plain mean of its first
 * closes. They are begun anew on each bar, `memory` · `slow` − 1 rows before it, where all but the part e^(−2 · memory) of
 * a mean's weights lies within (5e-5 with 5). A missing close is passed over; a symbol with fewer than `slow` closes on
 * these rows, or without one on this bar, is left as it is. A position worth less than half of its part, as a partly
 * filled order leaves it, is filled up.
 */
export const emaCross = defineStrategy(
  "ema-cross",
  {fast: 12, slow: 26, memory: 5, short: false, weight: 1},
  ({fast, slow, memory, short, weight}) => {
    whole("ema-cross fast", fast);
    whole("ema-cross slow", slow, fast + 1);
    whole("ema-cross memory", memory, 2);
    between("ema-cross weight", weight, 0);
    const lookback = memory * slow - 1;
    const [quickShares, lateShares] = [fast, slow].map((bars) =>
      Float64Array.from({length: lookback + 1}, (_, k) => (k < bars ? 1 / (k + 1) : 2 / (bars + 1)))
    );
    return {
      needs: ["close"],
      lookback,
      targets(now, book) {
        const n = now.symbols.length;
        const latest = now.row("close");
        const count = new Uint32Array(n);
        const quick = new Float64Array(n);
        const late = new Float64Array(n);
        for (let ago = lookback; ago >= 0; --ago) {
          const close = now.row("close", ago);
          for (let s = 0; s < n; ++s) {
            if (!(close[s] > 0)) continue;
            const away = close[s] - latest[s];
            quick[s] += (away - quick[s]) * quickShares[count[s]];
            late[s] += (away - late[s]) * lateShares[count[s]++];
          }
        }
        const sides = latest.map((price, s) => {
          if (!(price > 0) || count[s] < slow) return NaN;
          const apart = quick[s] - late[s];
          if (Math.abs(apart) <= 1e-12 * price) return NaN;
          return apart > 0 ? 1 : short ? -1 : 0;
        });
        return sidesToHold(sides, weight / n, book);
      }
    };
  }
);
