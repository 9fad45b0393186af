import type {View} from "../../base/view.js";
import {defineOverlay, defineStrategy} from "../../plugin.js";
import type {Planted} from "./leak.js";

/** Equal parts of what meets a condition, as far as it has a price. */
function parts(now: View, wanted: (symbol: number) => boolean): Float64Array {
  const n = now.symbols.length;
  return now.row("close").map((price, s) => (price > 0 && wanted(s) ? 1 / n : 0));
}

/** Strategies and overlays that know more than the view and the book. */
export const trading: readonly Planted[] = [
  {
    name: "best-of-the-last-run",
    title: "The best symbol of the run before",
    says: "Gains are added up in a table that outlives the run; the second backtest begins with the winners of the first.",
    rule: "hidden-state",
    maker: defineStrategy("best-of-the-last-run", {}, () => {
      const gains = new Map<string, number>();
      return {
        needs: ["close"],
        lookback: 1,
        targets(now) {
          for (const [s, symbol] of now.symbols.entries()) {
            const gain = now.at("close", s) / now.at("close", s, 1) - 1;
            gains.set(symbol, (gains.get(symbol) ?? 0) + (gain || 0));
          }
          const [best] = [...gains].sort(([, a], [, b]) => b - a)[0];
          return parts(now, (s) => now.symbols[s] === best);
        }
      };
    })
  },
  {
    name: "trailing-stop-kept",
    title: "A trailing stop with a memory of its own",
    says: "The highest price since entry is kept inside: another run, or live after a restart, finds the highs of the run before.",
    rule: "hidden-state",
    maker: defineStrategy("trailing-stop-kept", {stop: 0.05}, ({stop}) => {
      const highs = new Map<number, number>();
      return {
        needs: ["close"],
        lookback: 0,
        targets: (now) =>
          parts(now, (s) => {
            const price = now.at("close", s);
            highs.set(s, Math.max(highs.get(s) ?? 0, price));
            return price > (1 - stop) * highs.get(s)!;
          })
      };
    })
  },
  {
    name: "longer-memory",
    title: "A longer average than it says",
    says: "The fast average is counted as lookback and the slow one is not: early in a live account it trades otherwise.",
    rule: "hidden-history",
    maker: defineStrategy("longer-memory", {fast: 5, slow: 30}, ({fast, slow}) => ({
      needs: ["close"],
      lookback: fast - 1,
      targets(now) {
        const level = (s: number, window: number) => {
          let [sum, count] = [0, 0];
          for (let ago = 0; ago < window; ++ago) {
            const price = now.at("close", s, ago);
            if (price > 0) [sum, count] = [sum + price, count + 1];
          }
          return sum / count;
        };
        return parts(now, (s) => level(s, fast) > level(s, slow));
      }
    }))
  },
  {
    name: "rare-memory",
    title: "A look a quarter back, on some days",
    says: "Only after a fall of more than two in a hundred is the price of a quarter ago asked for, of which lookback says nothing.",
    rule: "hidden-history",
    maker: defineStrategy("rare-memory", {}, () => ({
      needs: ["close"],
      lookback: 1,
      targets: (now) =>
        parts(now, (s) => {
          const price = now.at("close", s);
          return price < 0.98 * now.at("close", s, 1) && price < now.at("close", s, 63);
        })
    }))
  },
  {
    name: "volume-unnamed",
    title: "A filter by a field that it does not name",
    says: "Names are dropped where volume is thin, though volume is not among its needs.",
    rule: "undeclared-field",
    maker: defineStrategy("volume-unnamed", {}, () => ({
      needs: ["close"],
      lookback: 0,
      targets: (now) => parts(now, (s) => now.at("volume", s) > 1e6)
    }))
  },
  {
    name: "sorted-book",
    title: "The book's prices sorted in place",
    says: "To find the median price the book's own array is sorted: orders are then sized at the prices of other names.",
    rule: "hidden-state",
    maker: defineStrategy("sorted-book", {}, () => ({
      needs: ["close"],
      lookback: 0,
      targets(now, {price}) {
        const middle = price.sort()[price.length >> 1];
        return parts(now, (s) => now.at("close", s) > middle);
      }
    }))
  },
  {
    name: "positions-forged",
    title: "Positions written into the book",
    says: "The wanted position is set in the book at once, so that the order which was to bring it about is never sent.",
    rule: "hidden-state",
    maker: defineStrategy("positions-forged", {}, () => ({
      needs: ["close"],
      lookback: 0,
      targets(now, {position}) {
        for (let s = 0; s < position.length; ++s) position[s] += 1;
        return parts(now, () => true);
      }
    }))
  },
  {
    name: "one-array-of-weights",
    title: "One array of weights for all bars",
    says: "The array of targets is kept and written over, so orders that are sent a bar later are those of the later bar.",
    rule: "hidden-state",
    maker: defineStrategy("one-array-of-weights", {}, () => {
      let weights = new Float64Array();
      return {
        needs: ["close"],
        lookback: 1,
        targets(now) {
          if (weights.length !== now.symbols.length) weights = new Float64Array(now.symbols.length);
          for (let s = 0; s < weights.length; ++s)
            weights[s] = now.at("close", s) > now.at("close", s, 1) ? 1 / weights.length : 0;
          return weights;
        }
      };
    })
  },
  {
    name: "prices-remembered",
    title: "An overlay that remembers prices",
    says: "Weights are scaled by a volatility that is updated with every call and not from the view: asked twice it differs.",
    rule: "hidden-state",
    maker: defineOverlay("prices-remembered", {}, () => {
      let [last, variance] = [NaN, 0.0004];
      return {
        adjust(targets, now) {
          const price = now.at("close", 0);
          if (price > 0 && last > 0) variance += 0.1 * ((price / last - 1) ** 2 - variance);
          last = price > 0 ? price : last;
          return targets.map((weight) => (0.01 * weight) / Math.sqrt(variance));
        }
      };
    })
  },
  {
    name: "peak-remembered",
    title: "An overlay that remembers the highest equity",
    says: "A brake on losses keeps the account's peak inside; in the next run it still brakes from the peak of the last.",
    rule: "hidden-state",
    maker: defineOverlay("peak-remembered", {limit: 0.1}, ({limit}) => {
      let peak = 0;
      return {
        adjust(targets, _, {equity}) {
          peak = Math.max(peak, equity);
          return equity < (1 - limit) * peak ? targets.map(() => 0) : targets.slice();
        }
      };
    })
  },
  {
    name: "targets-overwritten",
    title: "Targets scaled in place",
    says: "The strategy's own array is written over; a strategy that keeps it finds other weights the next day.",
    rule: "hidden-state",
    maker: defineOverlay("targets-overwritten", {}, () => ({
      adjust: (targets) => {
        for (let s = 0; s < targets.length; ++s) targets[s] *= 0.5;
        return targets;
      }
    }))
  },
  {
    name: "stop-kept-inside",
    title: "A stop that keeps the best price inside",
    says: "The stop hangs on the highest price that was ever asked about, in whichever run; the book's own best price goes unread.",
    rule: "hidden-state",
    maker: defineOverlay("stop-kept-inside", {trail: 0.05}, ({trail}) => {
      const highs = new Map<number, number>();
      return {
        adjust: (targets) => targets.slice(),
        guards: (_, {price}) =>
          Array.from(price, (value, symbol) => {
            highs.set(symbol, Math.max(highs.get(symbol) ?? 0, value));
            return {symbol, from: "best" as const, distance: trail * highs.get(symbol)!, name: "stop"};
          })
      };
    })
  },
  {
    name: "entries-forgotten",
    title: "Entry prices blanked once they are guarded",
    says: "What was paid is struck from the book when its stop is given, so that the next overlay finds no entry to count from.",
    rule: "hidden-state",
    maker: defineOverlay("entries-forgotten", {loss: 0.05}, ({loss}) => ({
      adjust: (targets) => targets.slice(),
      guards: (_, {entry}) =>
        Array.from(entry.keys())
          .filter((symbol) => entry[symbol] > 0)
          .map((symbol) => {
            const distance = loss * entry[symbol];
            entry[symbol] = NaN;
            return {symbol, from: "entry" as const, distance, name: "stop"};
          })
    }))
  },
  {
    name: "memory-written-over",
    title: "A memory that is written over",
    says: "The peak is put into the array of the bar before, which whoever compares two bars or begins again from one still holds.",
    rule: "hidden-state",
    maker: defineOverlay("memory-written-over", {limit: 0.1}, ({limit}) => ({
      remember(memory, _, {equity}) {
        const kept = memory ?? Float64Array.of(equity);
        kept[0] = Math.max(kept[0], equity);
        return kept;
      },
      adjust: (targets, _, {equity}, memory) =>
        targets.map((weight) => (memory && equity < (1 - limit) * memory[0] ? 0 : weight))
    }))
  },
  {
    name: "bars-counted-inside",
    title: "A pause counted outside of its memory",
    says: "The bars since the halt are counted in a variable that the next run goes on with: it is armed again too soon.",
    rule: "hidden-state",
    maker: defineOverlay("bars-counted-inside", {limit: 0.1, pause: 20}, ({limit, pause}) => {
      let halted = 0;
      return {
        remember(memory, _, {equity}) {
          const peak = Math.max(memory?.[0] ?? equity, equity);
          halted = halted > 0 ? (halted + 1) % pause : Number(equity < (1 - limit) * peak);
          return Float64Array.of(peak, halted);
        },
        adjust: (targets, _, __, memory) => targets.map((weight) => (memory && memory[1] > 0 ? 0 : weight))
      };
    })
  }
];
