import {whole} from "../../core/base/options.js";
import {defineStrategy} from "../../core/plugin.js";

/**
 * Holds the `k` symbols with the highest signal and, where `short`, sells the `k` with the lowest, in equal parts that
 * add up to `gross` of equity in all. Symbols without a signal or a price are passed over; where fewer than 2k (k
 * without `short`) are left, it takes half (all) of them. A symbol that is held stays while it is among the `keep` · k
 * best (worst), which saves costs. Ties are broken by the symbols' order.
 */
export const topK = defineStrategy(
  "top-k",
  {k: 10, keep: 1, short: true, gross: 1, signal: "signal"},
  ({k, keep, short, gross, signal}) => {
    whole("top-k k", k);
    if (!(keep >= 1)) throw new Error(`invalid keep: ${keep}; expected 1 or more`);
    return {
      needs: [signal, "close"],
      lookback: 0,
      targets(now, {position}) {
        const score = now.row(signal);
        const price = now.row("close");
        const ranked = Array.from(score.keys())
          .filter((s) => !Number.isNaN(score[s]) && price[s] > 0)
          .sort((a, b) => score[b] - score[a] || a - b);
        const count = Math.min(k, short ? Math.floor(ranked.length / 2) : ranked.length);
        const weights = new Float64Array(score.length);
        if (count === 0) return weights;
        const most = short ? Math.floor(ranked.length / 2) : ranked.length;
        const reach = Math.min(Math.floor(keep * count), most);
        const choose = (side: readonly number[], held: (s: number) => boolean) => {
          const kept = side.slice(0, reach).filter(held).slice(0, count);
          const fresh = side.filter((s) => !kept.includes(s));
          return [...kept, ...fresh.slice(0, count - kept.length)];
        };
        const part = gross / (short ? 2 * count : count);
        for (const s of choose(ranked, (s) => position[s] > 0)) weights[s] = part;
        if (short) for (const s of choose(ranked.toReversed(), (s) => position[s] < 0)) weights[s] = -part;
        return weights;
      }
    };
  }
);
