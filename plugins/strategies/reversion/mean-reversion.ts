import {between, whole} from "../../../core/base/options.js";
import {sidesToHold} from "../../../core/portfolio/holding.js";
import {defineStrategy} from "../../../core/plugin.js";

/**
 * Buys what has fallen far below its mean and sells what has risen far above it, and waits for its return. With
 * z = (close − mean) / deviation over the last `window` closes, this one included (divisor of the variance closes − 1),
 * it goes long where z ≤ −`enter` and, where `short`, short where z ≥ `enter`; a long position is closed once
 * z ≥ −`exit`, a short one once z ≤ `exit`. So Chan, "Algorithmic Trading" (2013), trades what reverts to a mean. `weight`
 * of equity is shared among all symbols in equal parts.
 *
 * A missing close is passed over. A symbol without a close on this bar, or with fewer than half of the window's, is left
 * as it is. The z of a price that has not moved is 0. A position worth less than half of its part, as a partly filled
 * order leaves it, is filled up.
 */
export const meanReversion = defineStrategy(
  "mean-reversion",
  {window: 20, enter: 2, exit: 0.5, short: true, weight: 1},
  ({window, enter, exit, short, weight}) => {
    whole("mean-reversion window", window, 3);
    between("mean-reversion enter", enter, 0);
    between("mean-reversion exit", exit, 0, enter);
    between("mean-reversion weight", weight, 0);
    return {
      needs: ["close"],
      lookback: window - 1,
      targets(now, book) {
        const rows = Array.from({length: window}, (_, ago) => now.row("close", ago));
        const sides = rows[0].map((_, s) => {
          const z = scoreOf(rows, s);
          if (Number.isNaN(z)) return NaN;
          if (z <= -enter && z < 0) return 1;
          if (z >= enter && z > 0) return short ? -1 : 0;
          if (book.position[s] > 0 && z < -exit) return 1;
          return book.position[s] < 0 && z > exit && short ? -1 : 0;
        });
        return sidesToHold(sides, weight / sides.length, book);
      }
    };
  }
);

/** How many deviations a symbol's latest close lies above the mean; `NaN` where it is missing, or too many others are. */
function scoreOf(rows: readonly Float64Array[], s: number): number {
  const latest = rows[0][s];
  let count = 0;
  let mean = 0;
  for (const close of rows) if (close[s] > 0) mean += (close[s] - latest - mean) / ++count;
  if (!(latest > 0) || count < 2 || 2 * count < rows.length) return NaN;
  let squares = 0;
  for (const close of rows) if (close[s] > 0) squares += (close[s] - latest - mean) ** 2;
  return squares > 0 ? -mean / Math.sqrt(squares / (count - 1)) : 0;
}
