import {random} from "../../base/random.js";
import {defineAlgorithm} from "../../plugin.js";
import type {Planted} from "./leak.js";

/** Algorithms that know more than their run has shown them, or change what they are shown. */
export const algorithms: readonly Planted[] = [
  {
    name: "closes-of-the-last-run",
    title: "Tomorrow's closes, from the run before",
    says: "Each close is noted by its time in a table that outlives the run; the second backtest buys what is about to rise.",
    rule: "hidden-state",
    maker: defineAlgorithm("closes-of-the-last-run", {}, () => {
      const closes = new Map<string, number>();
      return {
        needs: ["close"],
        lookback: 1,
        begin: (desk, symbols) => ({
          bar(now) {
            for (const [s, symbol] of symbols.entries()) {
              const close = now.at("close", s);
              closes.set(`${symbol} ${now.t}`, close);
              const next = closes.get(`${symbol} ${now.t + 864e5}`) ?? now.at("close", s, 1);
              desk.orderTargetPercent(s, next > close ? 1 / symbols.length : 0);
            }
          }
        })
      };
    })
  },
  {
    name: "inventory-carried-over",
    title: "Inventory counted outside of the run",
    says: "Units bought are added up beside begin, so the next run believes that it holds what the last one held.",
    rule: "hidden-state",
    maker: defineAlgorithm("inventory-carried-over", {most: 300}, ({most}) => {
      let held = 0;
      return {
        needs: ["close"],
        lookback: 0,
        begin: (desk) => ({
          filled({quantity}) {
            held += quantity;
          },
          bar() {
            if (held < most) desk.order(0, 10);
            else desk.order(0, -most);
          }
        })
      };
    })
  },
  {
    name: "first-price-by-name",
    title: "A first price that is kept by the symbol's name",
    says: "Gains are counted from the first close that was ever seen of a name, in whichever run: another run buys by it.",
    rule: "hidden-state",
    maker: defineAlgorithm("first-price-by-name", {}, () => {
      const firsts = new Map<string, number>();
      return {
        needs: ["close"],
        lookback: 0,
        begin: (desk, symbols) => ({
          bar(now) {
            for (const [s, symbol] of symbols.entries()) {
              const close = now.at("close", s);
              if (close > 0 && !firsts.has(symbol)) firsts.set(symbol, close);
              desk.orderTargetPercent(s, close > firsts.get(symbol)! ? 1 / symbols.length : 0);
            }
          }
        })
      };
    })
  },
  {
    name: "begun-once",
    title: "Scheduled in the first run alone",
    says: "A flag keeps the schedule from being set up twice, so every run after the first rebalances never.",
    rule: "hidden-state",
    maker: defineAlgorithm("begun-once", {}, () => {
      let begun = false;
      return {
        needs: ["close"],
        lookback: 0,
        begin(desk, symbols) {
          if (!begun)
            desk.schedule({every: "week"}, () => {
              for (const s of symbols.keys()) desk.orderTargetPercent(s, 1 / symbols.length);
            });
          begun = true;
          return {};
        }
      };
    })
  },
  {
    name: "dice-rolled-on",
    title: "A stream of random numbers that runs on",
    says: "The generator is seeded once and not with each run, so no run can be repeated: the best of many is reported.",
    rule: "hidden-state",
    maker: defineAlgorithm("dice-rolled-on", {seed: 1}, ({seed}) => {
      const {uniform} = random(seed);
      return {
        needs: ["close"],
        lookback: 0,
        begin: (desk, symbols) => ({
          bar() {
            for (const s of symbols.keys()) if (uniform() < 0.1) desk.orderTargetPercent(s, uniform() / symbols.length);
          }
        })
      };
    })
  },
  {
    name: "one-desk-for-all",
    title: "One place for the desk of all runs",
    says: "Begin resets what it keeps, but beside itself: of two runs at a time the second takes the orders of the first.",
    rule: "hidden-state",
    maker: defineAlgorithm("one-desk-for-all", {window: 5}, ({window}) => {
      let closes: number[] = [];
      return {
        needs: ["close"],
        lookback: 4,
        begin(desk) {
          closes = [];
          return {
            bar(now) {
              const close = now.at("close", 0);
              if (!(close > 0)) return;
              closes = [...closes, close].slice(-window);
              desk.orderTargetPercent(0, close >= Math.max(...closes) ? 1 : 0);
            }
          };
        }
      };
    })
  },
  {
    name: "volume-unasked",
    title: "History of a field that it does not name",
    says: "Orders are cut to a part of the mean volume of a week, though volume is not among its needs.",
    rule: "undeclared-field",
    maker: defineAlgorithm("volume-unasked", {part: 0.001}, ({part}) => ({
      needs: ["close"],
      lookback: 4,
      begin: (desk, symbols) => ({
        bar() {
          for (const s of symbols.keys()) {
            const known = desk.history("volume", s, 5).filter((value) => value > 0);
            desk.orderTarget(s, (part * known.reduce((sum, value) => sum + value, 0)) / 5);
          }
        }
      })
    }))
  },
  {
    name: "screened-unseen",
    title: "A pipeline's screen that it does not name",
    says: "The universe is cut down by a field that stands in the screen and nowhere else: another run may not have it.",
    rule: "undeclared-field",
    maker: defineAlgorithm("screened-unseen", {}, () => ({
      needs: ["close"],
      lookback: 0,
      begin(desk) {
        desk.schedule({every: "week", from: "end"}, () => {
          const passed = desk.pipeline(["close"], "signal");
          for (const {symbol} of passed) desk.orderTargetPercent(symbol, 1 / passed.length);
        });
        return {};
      }
    }))
  },
  {
    name: "position-corrected",
    title: "Positions corrected in the book",
    says: "What was ordered is written into the book at once, so that targets given later on the bar start from it.",
    rule: "hidden-state",
    maker: defineAlgorithm("position-corrected", {}, () => ({
      needs: ["close"],
      lookback: 1,
      begin: (desk, symbols) => ({
        bar(now, {position}) {
          for (const s of symbols.keys()) {
            if (!(now.at("close", s) > now.at("close", s, 1))) continue;
            desk.order(s, 10);
            position[s] += 10;
          }
        }
      })
    }))
  }
];
