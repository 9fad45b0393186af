import type {Algorithm, Desk, Fill, Terms} from "../../../../core/plugin.js";

/** What the strategies see of a desk: prices in whole cents, positions after the fills told so far. */
interface Trader {
  readonly desk: Desk;
  readonly n: number;
  held(symbol: number): number;
  close(symbol: number, ago?: number): number;
  cancelAll(symbol: number): void;
}

interface Steps {
  bar(i: number): void;
  filled?(fill: Fill): unknown;
}

function algorithm(made: (trader: Trader) => Steps): Algorithm {
  return {
    needs: ["close"],
    lookback: 0,
    begin(desk, symbols) {
      let row = 0;
      const position = symbols.map(() => 0);
      const {bar, filled} = made({
        desk,
        n: symbols.length,
        held: (symbol) => position[symbol],
        close: (symbol, ago = 0) => Math.round(100 * desk.history("close", symbol, ago + 1)[0]),
        cancelAll(symbol) {
          for (const {id} of desk.openOrders(symbol)) desk.cancel(id);
        }
      });
      return {
        filled(fill) {
          position[fill.symbol] += fill.quantity;
          filled?.(fill);
        },
        bar() {
          bar(row++);
        }
      };
    }
  };
}

const all = ({n}: Trader) => Array.from({length: n}, (_, s) => s);
const lot = (t: Trader, s: number) => Math.floor(2_000_000 / t.close(s));
const part = (cents: number, thousandths: number) => Math.floor((cents * thousandths) / 1000);
const price = (cents: number) => cents / 100;

const markets = algorithm((t) => ({
  bar(i) {
    if (i < 10 || i % 5 !== 0) return;
    const changes = all(t).map((s) => t.close(s) / t.close(s, 10));
    const order = all(t).sort((a, b) => changes[a] - changes[b] || a - b);
    for (const [rank, s] of order.entries())
      t.desk.orderTargetPercent(s, rank === 0 ? -0.4 : rank === order.length - 1 ? 0.4 : 0);
  }
}));

const large = algorithm((t) => ({
  bar(i) {
    if (i === 5) t.desk.order(0, 3000);
    else if (i === 60) t.desk.order(0, -t.held(0) - 1500);
    else if (i === 130) t.desk.order(0, 2500, {limit: price(part(t.close(0), 990))});
  }
}));

const closes = algorithm((t) => ({
  bar(i) {
    for (const s of all(t))
      if ((i + s) % 5 === 0) t.desk.order(s, t.held(s) === 0 ? lot(t, s) : -t.held(s), {at: "close"});
  }
}));

/** In and out again every so many bars by orders with these terms. */
const inAndOut = (into: (cents: number) => Terms, out: (cents: number) => Terms) =>
  algorithm((t) => ({
    bar(i) {
      if (i % 5 !== 0) return;
      for (const s of all(t)) {
        t.cancelAll(s);
        if (t.held(s) === 0) t.desk.order(s, lot(t, s), into(t.close(s)));
        else t.desk.order(s, -t.held(s), out(t.close(s)));
      }
    }
  }));

const trails = (ofPrice: boolean) =>
  algorithm((t) => ({
    bar(i) {
      if (i % 20 !== 0) return;
      for (const s of all(t)) {
        t.cancelAll(s);
        t.desk.order(s, (i % 40 === 0 ? 1 : -1) * lot(t, s) - t.held(s), {tag: "in"});
      }
    },
    filled({symbol, tag}) {
      if (tag !== "in") return;
      const terms: Terms = ofPrice ? {trail: 0.03, trailing: "part"} : {trail: price(part(t.close(symbol), 30))};
      t.desk.order(symbol, -t.held(symbol), terms);
    }
  }));

/** The trailing stop of `trails` as plain stops that follow the closes alone, which is where backtrader's look. */
export const closeTrails = algorithm((t) => {
  const levels = new Map<number, {stop: number; readonly distance: number}>();
  return {
    bar(i) {
      for (const s of all(t)) {
        const side = Math.sign(t.held(s));
        const level = levels.get(s);
        if (level && side !== 0) {
          t.cancelAll(s);
          if (side * (t.close(s) - side * level.distance) > side * level.stop)
            level.stop = t.close(s) - side * level.distance;
          t.desk.order(s, -t.held(s), {stop: price(level.stop)});
        }
        if (i % 20 !== 0) continue;
        t.cancelAll(s);
        levels.delete(s);
        t.desk.order(s, (i % 40 === 0 ? 1 : -1) * lot(t, s) - t.held(s), {tag: "in"});
      }
    },
    filled({symbol, tag}) {
      if (tag !== "in") return levels.delete(symbol);
      const distance = part(t.close(symbol), 30);
      return levels.set(symbol, {stop: t.close(symbol) - Math.sign(t.held(symbol)) * distance, distance});
    }
  };
});

/** Exits are given when the entry is filled, for the bars that follow: so backtrader wakes a bracket's. */
const brackets = algorithm((t) => {
  const exits = new Map<number, {readonly size: number; readonly stop: number; readonly target: number}>();
  let group = 0;
  return {
    bar(i) {
      if (i % 8 !== 0) return;
      for (const s of all(t)) {
        const c = t.close(s);
        if (t.held(s) !== 0 || t.desk.openOrders(s).length > 0) continue;
        const side = i % 16 === 0 ? 1 : -1;
        const size = side * lot(t, s);
        exits.set(s, {size, stop: price(part(c, 1000 - side * 15)), target: price(part(c, 1000 + side * 15))});
        t.desk.order(s, size, {limit: price(part(c, 1000 - side * 3)), tag: "in"});
      }
    },
    filled({symbol, tag}) {
      if (tag !== "in") return;
      const {size, stop, target} = exits.get(symbol)!;
      ++group;
      t.desk.order(symbol, -size, {stop, group});
      t.desk.order(symbol, -size, {limit: target, group});
    }
  };
});

/** The same with this engine's own brackets, whose exits are there from the moment on at which the entry is filled. */
export const ownBrackets = algorithm((t) => ({
  bar(i) {
    if (i % 8 !== 0) return;
    for (const s of all(t)) {
      const c = t.close(s);
      if (t.held(s) !== 0 || t.desk.openOrders(s).length > 0) continue;
      const side = i % 16 === 0 ? 1 : -1;
      const exits = {stop: price(part(c, 1000 - side * 15)), target: price(part(c, 1000 + side * 15))};
      t.desk.orderBracket(s, side * lot(t, s), exits, {limit: price(part(c, 1000 - side * 3))});
    }
  }
}));

const groups = algorithm((t) => {
  let group = 0;
  return {
    bar(i) {
      if (i % 6 !== 0) return;
      for (const s of all(t)) {
        const c = t.close(s);
        t.cancelAll(s);
        if (t.held(s) !== 0) {
          t.desk.order(s, -t.held(s));
          continue;
        }
        ++group;
        t.desk.order(s, lot(t, s), {stop: price(part(c, 1012)), group});
        t.desk.order(s, lot(t, s), {limit: price(part(c, 988)), group});
      }
    }
  };
});

/** The strategies of the golden runs of backtrader, by the run's name: the same as `runs.py` has. */
export const backtraderStrategies: Readonly<Record<string, Algorithm>> = {
  markets,
  "markets-rate": markets,
  large,
  closes,
  limits: inAndOut(
    (c) => ({limit: price(part(c, 990))}),
    (c) => ({limit: price(part(c, 1020))})
  ),
  stops: inAndOut(
    (c) => ({stop: price(part(c, 1010))}),
    (c) => ({stop: price(part(c, 980))})
  ),
  "stop-limits": inAndOut(
    (c) => ({stop: price(part(c, 1005)), limit: price(part(c, 1008))}),
    (c) => ({stop: price(part(c, 995)), limit: price(part(c, 992))})
  ),
  trails: trails(false),
  "trails-flat": trails(false),
  "trail-parts-flat": trails(true),
  brackets,
  groups
};
