import {eachSymbol, field} from "../../base/panel.js";
import {random} from "../../base/random.js";
import {rollingMean} from "../../base/rolling.js";
import {deviation, mean} from "../../base/stats.js";
import {defineFeature} from "../../plugin.js";
import {chanceOfWild, mixture} from "./fitted.js";
import {known, simpleReturns} from "./leak.js";
import type {Planted} from "./leak.js";

/** Features that read more than they say, or remember. */
export const memory: readonly Planted[] = [
  {
    name: "all-time-high",
    title: "An all-time high with a lookback of 20",
    says: "The maximum runs from the first row on: live, with 20 rows at hand, it is another number.",
    rule: "hidden-history",
    maker: defineFeature("all-time-high", {}, () => ({
      needs: ["close"],
      lookback: 20,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          let high = -Infinity;
          return close.map((price) => price / (high = Math.max(high, Number.isNaN(price) ? high : price)));
        })
    }))
  },
  {
    name: "short-warm-up",
    title: "An exponential mean that calls its window its lookback",
    says: "After as many rows as its window an exponential mean still has a seventh of what it began with.",
    rule: "hidden-history",
    maker: defineFeature("short-warm-up", {window: 20}, ({window}) => ({
      needs: ["close"],
      lookback: window,
      tolerance: 1e-9,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          let level = NaN;
          return close.map((price) => {
            if (Number.isNaN(price)) return NaN;
            return (level = Number.isNaN(level) ? price : level + (2 / (window + 1)) * (price - level));
          });
        })
    }))
  },
  {
    name: "wide-tolerance",
    title: "A tolerance that allows everything",
    says: "The mean of all rows so far is declared to need ten, with a tolerance under which any history could hide.",
    rule: "hidden-history",
    maker: defineFeature("wide-tolerance", {}, () => ({
      needs: ["close"],
      lookback: 10,
      tolerance: 1,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          let [sum, count] = [0, 0];
          return close.map((price) => {
            if (Number.isNaN(price)) return NaN;
            sum += price;
            return sum / ++count;
          });
        })
    }))
  },
  {
    name: "running-balance",
    title: "On-balance volume since the first row",
    says: "Volume is added and taken off from the beginning of the file; where the file begins elsewhere, so does the balance.",
    rule: "hidden-history",
    maker: defineFeature("running-balance", {}, () => ({
      needs: ["close", "volume"],
      lookback: 1,
      compute: (panel) =>
        eachSymbol(panel, ["close", "volume"], (close, volume) => {
          let balance = 0;
          return close.map(
            (price, i) => (balance += i > 0 ? (Math.sign(price - close[i - 1]) || 0) * (volume[i] || 0) : 0)
          );
        })
    }))
  },
  {
    name: "rows-since-listing",
    title: "Age in rows of the file",
    says: "A name's age is counted from the first row that was loaded, and so depends on where loading began.",
    rule: "hidden-history",
    maker: defineFeature("rows-since-listing", {}, () => ({
      needs: ["close"],
      lookback: 0,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          let age = 0;
          return close.map((price) => (Number.isNaN(price) ? NaN : age++));
        })
    }))
  },
  {
    name: "volume-beside",
    title: "A mean weighted by a volume that it does not name",
    says: "The volume is used where there is one, and the plain mean where not: two features under one name.",
    rule: "undeclared-field",
    maker: defineFeature("volume-beside", {}, () => ({
      needs: ["close"],
      lookback: 9,
      compute: ({times, symbols, fields: {close, volume}}) => {
        const panel = {times, symbols, fields: {close, volume: volume ?? close.map(() => 1)}};
        return eachSymbol(panel, ["close", "volume"], (price, weight) => {
          const turnover = rollingMean(
            price.map((value, i) => value * weight[i]),
            10
          );
          const level = rollingMean(weight, 10);
          return price.map((value, i) => value / (turnover[i] / level[i]) - 1);
        });
      }
    }))
  },
  {
    name: "open-unnamed",
    title: "An opening gap that does not name the open",
    says: "It reads the open by name without listing it, and fails in the first run that loads only what is needed.",
    rule: "undeclared-field",
    maker: defineFeature("open-unnamed", {}, () => ({
      needs: ["close"],
      lookback: 1,
      compute(panel) {
        const open = field(panel, "open");
        const n = panel.symbols.length;
        return open.map((price, i) => (i < n ? NaN : price / panel.fields.close[i - n] - 1));
      }
    }))
  },
  {
    name: "cached-scaler",
    title: "A scaler kept by symbol from the first panel it saw",
    says: "Means and deviations are cached under the symbol's name; the first panel is the whole one, and every fold gets its scale.",
    rule: "hidden-state",
    maker: defineFeature("cached-scaler", {}, () => {
      const scales = new Map<string, readonly [number, number]>();
      return {
        needs: ["close"],
        lookback: 1,
        compute(panel) {
          const returns = eachSymbol(panel, ["close"], (close) => simpleReturns(close));
          const n = panel.symbols.length;
          for (const [s, symbol] of panel.symbols.entries()) {
            if (scales.has(symbol)) continue;
            const own = known(returns.filter((_, i) => i % n === s));
            scales.set(symbol, [mean(own), deviation(own)]);
          }
          return returns.map((value, i) => {
            const [level, spread] = scales.get(panel.symbols[i % n])!;
            return (value - level) / spread;
          });
        }
      };
    })
  },
  {
    name: "warm-started-regimes",
    title: "A regime model that goes on from its last fit",
    says: "To save time the estimation begins with the parameters of the fit before, which had seen other rows.",
    rule: "hidden-state",
    maker: defineFeature("warm-started-regimes", {}, () => {
      let start: readonly number[] | undefined;
      return {
        needs: ["close"],
        lookback: 60,
        compute: (panel) =>
          eachSymbol(panel, ["close"], (close) => {
            const returns = simpleReturns(close);
            return returns.map((value, i) => {
              const monday = new Date(panel.times[i]).getUTCDay() === 1;
              const window = known(returns.subarray(Math.max(0, i - 59), i + 1));
              if (!monday || window.length < 60) return NaN;
              start = mixture(window, start?.every(Number.isFinite) ? start : undefined);
              return chanceOfWild(value, start);
            });
          })
      };
    })
  },
  {
    name: "counted-seed",
    title: "Noise whose seed counts the calls",
    says: "A little noise is added against ties, from a generator that goes on from call to call.",
    rule: "hidden-state",
    maker: defineFeature("counted-seed", {}, () => {
      const noise = random(1);
      return {
        needs: ["volume"],
        lookback: 0,
        compute: ({fields: {volume}}) => volume.map((value) => value + 1e-6 * noise.uniform())
      };
    })
  },
  {
    name: "filled-in-place",
    title: "Gaps filled in the panel itself",
    says: "Missing closes are replaced in the array that was given, so that every later feature and label finds them filled.",
    rule: "hidden-state",
    maker: defineFeature("filled-in-place", {}, () => ({
      needs: ["close"],
      lookback: 0,
      compute({symbols, fields: {close}}) {
        for (let i = symbols.length; i < close.length; ++i)
          if (Number.isNaN(close[i])) close[i] = close[i - symbols.length];
        return close.slice();
      }
    }))
  },
  {
    name: "memo-by-dates",
    title: "A result kept by the dates of its panel",
    says: "To spare time the column is kept under its first and last date, so that another source's prices of the same dates get it too.",
    rule: "hidden-state",
    maker: defineFeature("memo-by-dates", {}, () => {
      const kept = new Map<string, Float64Array>();
      return {
        needs: ["close"],
        lookback: 5,
        compute(panel) {
          const key = `${panel.times[0]} ${panel.times.at(-1)} ${panel.symbols.length}`;
          const found = kept.get(key) ?? eachSymbol(panel, ["close"], (close) => simpleReturns(close, 5));
          kept.set(key, found);
          return found.slice();
        }
      };
    })
  },
  {
    name: "one-array-for-all",
    title: "One array for all answers",
    says: "The result's memory is kept and written over at the next call, so that two columns of a run are one and the same.",
    rule: "hidden-state",
    maker: defineFeature("one-array-for-all", {}, () => {
      let room = new Float64Array();
      return {
        needs: ["close"],
        lookback: 0,
        compute({fields: {close}}) {
          if (room.length !== close.length) room = new Float64Array(close.length);
          for (let i = 0; i < close.length; ++i) room[i] = Math.log(close[i]);
          return room;
        }
      };
    })
  }
];
