import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {closedTrades, gathered, winsAndLosses} from "../../core/evaluate/trade-figures.js";
import type {Split, Trade} from "../../core/evaluate/trades.js";
import {roundTrips} from "../../core/evaluate/trades.js";
import type {Fill, Result} from "../../core/plugin.js";

const fill = (t: number, quantity: number, price: number, {symbol = 0, commission = 0} = {}): Fill => {
  return {t, symbol, quantity, price, commission, slippage: 0};
};
const times = Float64Array.from({length: 40}, (_, i) => i);
const profitOf = (trades: readonly Trade[]) => trades.reduce((sum, {profit}) => sum + profit, 0);
const brief = (trades: readonly Trade[]) =>
  trades.map(({quantity, entry, exit, profit}) => [quantity, entry, exit, profit]);

/** Fills of three symbols, one a symbol and bar, in the order of their bars. */
const someFills = fc
  .array(
    fc.record({
      symbol: fc.nat(2),
      quantity: fc.integer({min: -9, max: 9}).filter((q) => q !== 0),
      price: fc.integer({min: 1, max: 99}),
      commission: fc.integer({min: 0, max: 5})
    }),
    {maxLength: 40}
  )
  .map((list) => list.map((each, t): Fill => ({...each, t, slippage: 0})));

describe("positions", () => {
  it("are numbered from flat to flat, each symbol by itself, and turn over through zero", () => {
    const trades = roundTrips(
      [
        fill(1, 10, 100),
        fill(2, 5, 1, {symbol: 1}),
        fill(3, -4, 100),
        fill(4, -10, 100),
        fill(5, 4, 100),
        fill(6, 1, 9)
      ],
      [100, 1]
    );
    expect(trades.map(({symbol, opened, closed, side, position}) => [symbol, opened, closed, side, position])).toEqual([
      [0, 1, 3, "long", 0],
      [0, 1, 4, "long", 0],
      [1, 2, null, "long", 0],
      [0, 4, 5, "short", 1],
      [0, 6, null, "long", 2]
    ]);
  });

  it("are flat where fractions leave only their rounding", () => {
    const fills = [fill(1, 0.1, 10), fill(2, 0.2, 10), fill(3, -0.3, 11), fill(4, 0.7, 10), fill(5, -0.7, 12)];
    const trades = roundTrips(fills, [10]);
    expect(trades.map(({position, closed}) => [position, closed])).toEqual([
      [0, 3],
      [0, 3],
      [1, 5]
    ]);
  });

  it("hold however many bars lie between, and a trade that is open until the last", () => {
    const trades = roundTrips([fill(3, 2, 10), fill(9, -1, 10)], [10], {times});
    expect(trades.map(({bars}) => bars)).toEqual([6, 36]);
    expect(roundTrips([fill(3, 2, 10)], [10])[0].bars).toBeNull();
    expect(() => roundTrips([fill(3.5, 2, 10)], [10], {times})).toThrow("invalid fill: no bar at 3.5");
  });

  it("refuse fills that are none", () => {
    expect(() => roundTrips([fill(1, 0, 10)], [10])).toThrow("invalid fill: 0 units at 10; expected numbers");
    expect(() => roundTrips([fill(1, NaN, 10)], [10])).toThrow("invalid fill: NaN units");
    expect(() => roundTrips([fill(1, 1, Infinity)], [10])).toThrow("at Infinity");
  });
});

describe("splits", () => {
  it("change a lot's units, price and share of the commission", () => {
    const fills = [fill(1, 10, 100, {commission: 20}), fill(5, -20, 30), fill(7, -20, 30)];
    const trades = roundTrips(fills, [1], {splits: [{t: 5, symbol: 0, ratio: 4}]});
    expect(brief(trades)).toEqual([
      [20, 25, 30, 100 - 10],
      [20, 25, 30, 100 - 10]
    ]);
    expect(trades[0].return).toBe(90 / 500);
  });

  it("take effect before the fills of their bar and on their symbol alone, and on what is open at the end", () => {
    const splits = [
      {t: 9, symbol: 0, ratio: 0.5},
      {t: 3, symbol: 1, ratio: 3},
      {t: 50, symbol: 0, ratio: 100}
    ];
    const trades = roundTrips([fill(1, 8, 10), fill(3, 6, 10, {symbol: 1})], [30, 10], {splits, times});
    expect(brief(trades)).toEqual([
      [4, 20, 30, 40],
      [6, 10, 10, 0]
    ]);
    expect(() => roundTrips([], [], {splits: [{t: 1, symbol: 0, ratio: 0}]})).toThrow("invalid split: 0 for one");
  });

  it("earn what the same trades earn in units of the last day", () => {
    const ratios = fc.constantFrom(0.25, 0.5, 2, 4);
    fc.assert(
      fc.property(someFills, fc.array(fc.tuple(fc.nat(40), fc.nat(2), ratios), {maxLength: 5}), (fills, list) => {
        const splits = list.map(([t, symbol, ratio]): Split => ({t: t + 0.5, symbol, ratio}));
        const later = (t: number, symbol: number) =>
          splits.reduce((all, split) => (split.symbol === symbol && split.t > t ? all * split.ratio : all), 1);
        const raw = fills.map((each): Fill => {
          const units = later(each.t, each.symbol);
          return {...each, quantity: each.quantity / units, price: each.price * units};
        });
        const own = roundTrips(raw, [50, 50, 50], {splits});
        const adjusted = roundTrips(fills, [50, 50, 50]);
        expect(own.length).toBe(adjusted.length);
        own.forEach((trade, i) => {
          expect(trade.profit).toBeCloseTo(adjusted[i].profit, 9);
          expect(trade.return).toBeCloseTo(adjusted[i].return, 9);
        });
      })
    );
  });
});

describe("what counts as one trade", () => {
  const fills = [fill(1, 4, 10, {commission: 4}), fill(2, 6, 20), fill(5, -7, 30), fill(6, -3, 40), fill(8, -2, 10)];

  it("is a lot, an exit or a position", () => {
    const trips = roundTrips(fills, [10], {times});
    expect(brief(gathered(trips, "lot", times))).toEqual([
      [4, 10, 30, 76],
      [3, 20, 30, 30],
      [3, 20, 40, 60],
      [2, 10, 10, 0]
    ]);
    expect(brief(gathered(trips, "exit", times))).toEqual([
      [7, 100 / 7, 30, 106],
      [3, 20, 40, 60],
      [2, 10, 10, 0]
    ]);
    const [whole, open] = gathered(trips, "position", times);
    expect(whole).toMatchObject({quantity: 10, entry: 16, exit: 33, profit: 166, opened: 1, closed: 6, bars: 5});
    expect(whole.return).toBe(166 / 160);
    expect(open).toMatchObject({side: "short", closed: null, bars: 31});
  });

  it("never counts partial fills twice", () => {
    const parts = fc.array(fc.integer({min: 1, max: 9}), {minLength: 1, maxLength: 6});
    fc.assert(
      fc.property(parts, parts, (bought, sold) => {
        const total = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0);
        const entries = bought.map((units, i) => fill(i, units * total(sold), 10));
        const exits = sold.map((units, i) => fill(10 + i, -units * total(bought), 11));
        const trades = gathered(roundTrips([...entries, ...exits], [1]), "position");
        expect(trades.length).toBe(1);
        expect(trades[0].return).toBeCloseTo(0.1, 12);
      })
    );
  });

  it("leaves out of a backtest's trades what is open, and adds up the rest", () => {
    const none = new Float64Array(40);
    const account = {equity: none, cash: none, gross: none, net: none, unfilled: 0, periods: 252, symbols: ["A"]};
    const trades = closedTrades({...account, times, fills} satisfies Result);
    expect(trades.length).toBe(1);
    expect(winsAndLosses(trades)).toEqual({won: 166, lost: 0});
    const raw = {...account, times, fills: [fill(1, 5, 40), fill(9, -10, 30)], splits: [{t: 4, symbol: 0, ratio: 2}]};
    expect(closedTrades(raw).map(({profit}) => profit)).toEqual([100]);
  });
});

describe("laws", () => {
  it("earns by any count what cash flows and the units left say", () => {
    fc.assert(
      fc.property(someFills, (fills) => {
        const cash = fills.reduce((sum, f) => sum - f.quantity * f.price - f.commission, 0);
        const left = fills.reduce((sum, f) => sum + f.quantity * (50 + f.symbol), 0);
        const trips = roundTrips(fills, [50, 51, 52]);
        for (const by of ["lot", "exit", "position"] as const)
          expect(profitOf(gathered(trips, by))).toBeCloseTo(cash + left, 6);
      })
    );
  });

  it("makes the same trades in whatever order the fills of different symbols in a bar come", () => {
    fc.assert(
      fc.property(someFills, fc.array(fc.nat(9), {minLength: 24, maxLength: 24}), (fills, keys) => {
        const bars = fills.map((each, i): Fill => ({...each, t: Math.floor(i / 5)}));
        const key = ({t, symbol}: Fill) => 10 * t + keys[3 * t + symbol];
        const moved = [...bars].sort((a, b) => key(a) - key(b) || a.symbol - b.symbol);
        expect(roundTrips(moved, [50, 51, 52], {times})).toEqual(roundTrips(bars, [50, 51, 52], {times}));
      })
    );
  });

  it("needs no time for how long the queue of lots is", () => {
    const count = 200_000;
    const fills = [
      ...Array.from({length: count}, (_, t) => fill(t, 1, 10)),
      ...Array.from({length: count}, (_, t) => fill(count + t, -1, 11))
    ];
    const start = process.cpuUsage();
    expect(roundTrips(fills, [1]).length).toBe(count);
    const {user, system} = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(4);
  });
});
