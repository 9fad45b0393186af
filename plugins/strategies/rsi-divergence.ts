import {between, whole} from "../../core/base/options.js";
import type {Book} from "../../core/plugin.js";
import {defineStrategy} from "../../core/plugin.js";

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
      const turned = close.map((price) => -price);
      let strength: Float64Array | null = null;
      for (let low = last - right; low > last - right - hold && low - most >= left; --low) {
        for (const side of [1, -1]) {
          const x = side > 0 ? close : turned;
          const other = earlier(x, low);
          if (other < 0) continue;
          strength ??= relativeStrength(close, window);
          if (side * (strength[low] - strength[other]) > 1e-6) return side;
        }
      }
      return 0;
    }

    /** The latest low within reach of a low, where it lies above it; −1 where there is none, or the first is no low. */
    function earlier(x: Float64Array, low: number): number {
      if (!isLow(x, low)) return -1;
      let other = low - least;
      while (other >= low - most && !isLow(x, other)) --other;
      return other >= low - most && x[low] < x[other] ? other : -1;
    }

    function isLow(x: Float64Array, p: number): boolean {
      for (let k = 1; k <= left; ++k) if (!(x[p] < x[p - k])) return false;
      for (let k = 1; k <= right; ++k) if (!(x[p] <= x[p + k])) return false;
      return true;
    }

    return {
      needs: ["close"],
      lookback,
      targets(now, book) {
        const rows = Array.from({length: lookback + 1}, (_, i) => now.row("close", lookback - i));
        const sides = rows[lookback].map((latest, s) => {
          if (!(latest > 0)) return NaN;
          const side = sideOf(Float64Array.from(rows, (row) => row[s]).filter((price) => price > 0));
          return side < 0 && !short ? 0 : side;
        });
        return holding(sides, weight / sides.length, book);
      }
    };
  }
);

/** Wilder's relative strength index from row `window` on; `NaN` where nothing has moved. */
function relativeStrength(x: Float64Array, window: number): Float64Array {
  let rise = 0;
  let fall = 0;
  return x.map((value, i) => {
    if (i === 0) return NaN;
    const move = value - x[i - 1];
    const share = 1 / Math.min(i, window);
    rise += (Math.max(move, 0) - rise) * share;
    fall += (Math.max(-move, 0) - fall) * share;
    return i >= window ? (100 * rise) / (rise + fall) : NaN;
  });
}

/** The weights of the sides wanted, `NaN` for what is left as it is; null where all is held as it is wanted. */
function holding(sides: Float64Array, part: number, {position, price, equity}: Book): Float64Array | null {
  let changed = false;
  const targets = sides.map((side, s) => {
    const worth = position[s] === 0 ? 0 : (position[s] * price[s]) / equity;
    if (Number.isNaN(side) || (side === 0 ? worth === 0 : side * worth >= part / 2)) return worth;
    changed = true;
    return side * part;
  });
  return changed ? targets : null;
}
