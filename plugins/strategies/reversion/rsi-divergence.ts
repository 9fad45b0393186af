import {between, whole} from "../../../core/base/options.js";
import {sidesToHold} from "../../../core/portfolio/holding.js";
import {defineStrategy} from "../../../core/plugin.js";

/**
 * Trades the disagreement of the close and its RSI over `window` bars, after Wilder, "New Concepts in Technical Trading
 * Systems" (1978). Long for `hold` bars after a bullish divergence: the close has made a lower low and the RSI a higher
 * one. After a bearish one, a higher high of the close and a lower one of the RSI, in cash or, where `short`, short as
 * long. The latest divergence counts. `weight` of equity is shared among all symbols in equal parts.
 *
 * A low is a close below the `left` before it and not above the `right` after it; a high is the mirror image. Nobody knows
 * a low before those `right` bars have closed, and so the divergence is of the last of them. It is compared with the
 * latest low that lies `least` to `most` bars before it, and the RSI must differ by more than a millionth. These are the
 * signals of the feature `rsi-divergence`.
 *
 * The RSI's means of rises and falls have Wilder's weight 1 / `window`, are seeded with the plain means of the first
 * `window` moves, and are begun anew on each bar, `memory` · `window` rows before the earliest low that may matter, where
 * all but the part e^(1 − memory) of their weights lies within (1e-4 with 10). Bars without a close are passed over, so
 * that all bars above are counted in closes. A symbol without a close on this bar, or with fewer than are needed to
 * judge the latest low, is left as it is. A position worth less than half of its part, as a partly filled order leaves
 * it, is filled up.
 */
export const rsiDivergence = defineStrategy(
  "rsi-divergence",
  {window: 14, left: 5, right: 5, least: 5, most: 60, hold: 20, memory: 10, short: true, weight: 1},
  ({window, left, right, least, most, hold, memory, short, weight}) => {
    whole("rsi-divergence window", window, 2);
    whole("rsi-divergence left", left);
    whole("rsi-divergence right", right);
    whole("rsi-divergence least", least);
    whole("rsi-divergence most", most, least);
    whole("rsi-divergence hold", hold);
    whole("rsi-divergence memory", memory, 2);
    between("rsi-divergence weight", weight, 0);
    const warm = Math.max(window * memory, left);
    const lookback = warm + most + right + hold - 1;

    /** The side of the latest divergence within reach, 0 where there is none, of the closes on the last rows. */
    function sideOf(close: Float64Array): number {
      const last = close.length - 1;
      if (last < Math.max(window, left) + most + right) return NaN;
      let strength: Float64Array | null = null;
      for (let low = last - right; low > last - right - hold && low - most >= left; --low) {
        for (const side of [1, -1]) {
          const other = earlier(close, side, low);
          if (other < 0) continue;
          strength ??= relativeStrength(close, window);
          if (side * (strength[low] - strength[other]) > 1e-6) return side;
        }
      }
      return 0;
    }

    /** The latest low within reach of one, where it lies above it; −1 where there is none. Highs where side is −1. */
    function earlier(x: Float64Array, side: number, low: number): number {
      if (!isLow(x, side, low)) return -1;
      let other = low - least;
      while (other >= low - most && !isLow(x, side, other)) --other;
      return other >= low - most && side * x[low] < side * x[other] ? other : -1;
    }

    function isLow(x: Float64Array, side: number, p: number): boolean {
      const value = side * x[p];
      for (let k = 1; k <= left; ++k) if (!(value < side * x[p - k])) return false;
      for (let k = 1; k <= right; ++k) if (!(value <= side * x[p + k])) return false;
      return true;
    }

    return {
      needs: ["close"],
      lookback,
      targets(now, book) {
        const rows = Array.from({length: lookback + 1}, (_, i) => now.row("close", lookback - i));
        const close = new Float64Array(rows.length);
        const sides = rows[lookback].map((latest, s) => {
          if (!(latest > 0)) return NaN;
          let count = 0;
          for (const row of rows) if (row[s] > 0) close[count++] = row[s];
          const side = sideOf(close.subarray(0, count));
          return side < 0 && !short ? 0 : side;
        });
        return sidesToHold(sides, weight / sides.length, book);
      }
    };
  }
);

/** Wilder's relative strength index from row `window` on; `NaN` before, and where nothing has moved. */
function relativeStrength(x: Float64Array, window: number): Float64Array {
  const out = new Float64Array(x.length).fill(NaN);
  let rise = 0;
  let fall = 0;
  for (let i = 1; i < x.length; ++i) {
    const move = x[i] - x[i - 1];
    const share = 1 / Math.min(i, window);
    rise += (Math.max(move, 0) - rise) * share;
    fall += (Math.max(-move, 0) - fall) * share;
    if (i >= window) out[i] = (100 * rise) / (rise + fall);
  }
  return out;
}
