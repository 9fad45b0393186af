import {checkWindow} from "../../core/base/rolling.js";
import {defineStrategy} from "../../core/plugin.js";

/**
 * Holds the `k` symbols with the highest signal and, where `short`, sells the `k` with the lowest, in equal parts that
 * add up to `gross` of equity in all. Symbols without a signal or a price are passed over; where fewer than 2k (k
 * without `short`) are left, it takes half (all) of them. Ties are broken by the symbols' order.
 */
export const topK = defineStrategy(
  "top-k",
  {k: 10, short: true, gross: 1, signal: "signal"},
  ({k, short, gross, signal}) => {
    checkWindow(k);
    return {
      needs: [signal, "close"],
      lookback: 0,
      targets(now) {
        const score = now.row(signal);
        const price = now.row("close");
        const ranked = Array.from(score.keys())
          .filter((s) => !Number.isNaN(score[s]) && price[s] > 0)
          .sort((a, b) => score[b] - score[a] || a - b);
        const count = Math.min(k, short ? Math.floor(ranked.length / 2) : ranked.length);
        const weights = new Float64Array(score.length);
        if (count === 0) return weights;
        const part = gross / (short ? 2 * count : count);
        for (const s of ranked.slice(0, count)) weights[s] = part;
        if (short) for (const s of ranked.slice(-count)) weights[s] = -part;
        return weights;
      }
    };
  }
);
