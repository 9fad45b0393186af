import {describe, expect, it} from "vitest";
import {trade} from "../../core/backtest/backtest.js";
import {delistedAfter} from "../../core/backtest/broker.js";
import type {Action, Book, Commission, Strategy} from "../../core/plugin.js";
import {bars, capped, day, exact, flat, holding, many, plan, run, told, weights} from "./markets.js";

const gone = [NaN, NaN, NaN, NaN, NaN];
const split = (row: number, value: number): Action => ({symbol: "A", t: row * day, action: "split", value});

describe("the book", () => {
  it("has the average price paid, the best price and the age of what is held", () => {
    const rows = [flat(10), flat(10), [12, 15, 11, 13], [13, 14, 8, 9], [9, 9, 6, 7], flat(7)];
    const strategy = plan({
      0: (desk) => desk.order(0, 10),
      1: (desk) => desk.order(0, 10),
      2: (desk) => desk.order(0, -5),
      3: (desk) => desk.order(0, -25)
    });
    const trading = {
      slippage: exact,
      commission: {cost: () => 1},
      fill: "next-open",
      cash: 1000,
      delay: 0,
      shares: "whole",
      strategy
    } as const;
    const books = [...trade(bars(...rows), trading)].map(({book}) => book);
    expect(books.map(({position}) => position[0])).toEqual([0, 10, 20, 15, -10, -10]);
    expect(books.map(({entry}) => entry[0])).toEqual([NaN, 10, 11, 11, 9, 9]);
    expect(books.map(({best}) => best[0])).toEqual([NaN, 10, 15, 15, 6, 6]);
    expect(books.map(({held}) => held[0])).toEqual([0, 0, 1, 2, 0, 1]);
    expect(books.map(({cash}) => cash)).toEqual([1000, 899, 778, 842, 1066, 1066]);
    expect(books.map(({equity}) => equity)).toEqual([1000, 999, 1038, 977, 996, 996]);
    expect(books.map(({peak}) => peak)).toEqual([1000, 1000, 1038, 1038, 1038, 1038]);
  });

  it("does not change with the account, nor the account with it", () => {
    const books: Book[] = [];
    const strategy: Strategy = {
      needs: [],
      lookback: 0,
      targets(now, book) {
        books.push(book);
        if (now.t === 0) return Float64Array.of(0.5);
        for (const values of [book.position, book.price, book.entry, book.best]) values.fill(1e9);
        return null;
      }
    };
    const {equity} = run(bars(flat(10), flat(10), flat(10)), strategy, {cash: 1000});
    expect(books[0].position[0]).toBe(0);
    expect(Array.from(equity)).toEqual([1000, 1000, 1000]);
  });

  it("records what slippage cost", () => {
    const {fills} = run(bars(flat(100), flat(100)), holding(-0.5), {slippage: capped(1, 0.01)});
    expect(fills[0].price).toBe(99);
    expect(fills[0].slippage).toBe(500);
  });

  it("has its exposure, gross and net, in parts of equity", () => {
    const panel = many({A: [flat(10), flat(10)], B: [flat(20), flat(20)]});
    const {gross, net} = run(panel, holding(0.5, -0.2), {cash: 1000});
    expect(Array.from(gross)).toEqual([0, 0.7]);
    expect(net[1]).toBeCloseTo(0.3, 12);
  });
});

describe("bankruptcy", () => {
  it("closes all at the bar's close, free of charge, and ends trading", () => {
    const commission: Commission = {cost: () => 3};
    const panel = many({A: [10, 10, 30, 5].map((p) => flat(p)), B: [10, 10, 10, 50].map((p) => flat(p))});
    const {fills, equity, cash, gross} = run(panel, holding(-1, 0.5), {cash: 1000, commission});
    expect(told(fills)).toEqual([
      [1, -100, 10],
      [1, 50, 10],
      [2, 100, 30, "bankrupt"],
      [2, -50, 10, "bankrupt"]
    ]);
    expect(fills.map((fill) => fill.commission)).toEqual([3, 3, 0, 0]);
    expect(equity[2]).toBe(1000 + 1000 - 500 - 6 - 3000 + 500);
    expect(equity[3]).toBe(equity[2]);
    expect(cash[2]).toBe(equity[2]);
    expect(gross[2]).toBe(0);
  });

  it("takes no order afterwards, and drops those that wait", () => {
    const answers: unknown[] = [];
    const strategy = plan({
      0: (desk) => {
        desk.order(0, -100);
        desk.order(0, 50, {limit: 4});
      },
      2: (desk) => answers.push(desk.openOrders().length, desk.order(0, 10))
    });
    const {fills, unfilled} = run(bars(flat(10), flat(10), flat(30), flat(3)), strategy, {cash: 1000});
    expect(told(fills)).toEqual([
      [1, -100, 10],
      [2, 100, 30, "bankrupt"]
    ]);
    expect(answers).toEqual([0, null]);
    expect(unfilled).toBe(1);
  });

  it("comes at exactly nothing too", () => {
    const {equity, fills} = run(bars(flat(10), flat(10), flat(20), flat(1)), weights([[-1]]), {cash: 1000});
    expect(Array.from(equity)).toEqual([1000, 1000, 0, 0]);
    expect(fills.at(-1)!.forced).toBe("bankrupt");
  });
});

describe("a symbol without prices", () => {
  const rows = [flat(10), flat(10), flat(8), ...new Array<number[]>(delistedAfter + 1).fill(gone)];

  it("is closed at its last price and the return of a delisting, after five days", () => {
    const {fills, equity} = run(bars(...rows), weights([[1]]), {cash: 1000, delistingReturn: -0.3});
    expect(told(fills)).toEqual([
      [1, 100, 10],
      [7, -100, 8 * (1 - 0.3), "delisted"]
    ]);
    expect(Array.from(equity)).toEqual([1000, 1000, 800, 800, 800, 800, 800, 560, 560]);
  });

  it("is closed where it was sold short, to the seller's gain", () => {
    const {equity} = run(bars(...rows), weights([[-1]]), {cash: 1000, delistingReturn: -1});
    expect(equity.at(-1)).toBe(2000);
  });

  it("is held on where a price comes back on the fifth bar, and starts anew", () => {
    const halted = [flat(10), flat(10), gone, gone, gone, gone, flat(9), gone, gone, gone, gone, flat(7)];
    expect(run(bars(...halted), weights([[1]]), {cash: 1000}).fills).toHaveLength(1);
  });

  it("is held over the bars of a day, however many it misses, and closed after five days of them", () => {
    const minutes = [flat(10), flat(10), ...new Array<number[]>(40).fill(gone)];
    for (const bookless of [false, true])
      for (const aDay of [8, 100]) {
        const panel = {...bars(...minutes), times: Float64Array.from(minutes, (_, i) => (i * day) / aDay)};
        const once = {...holding(1), bookless};
        const {fills} = run(panel, once, {cash: 1000, fill: "next-close"});
        expect(fills.map(({t, forced}) => [Math.round((t / day) * aDay), forced])).toEqual(
          aDay === 8
            ? [
                [1, undefined],
                [40, "delisted"]
              ]
            : [[1, undefined]]
        );
      }
  });

  it("loses the orders that wait for it", () => {
    const strategy = plan({
      0: (desk) => {
        desk.order(0, 10);
        desk.order(0, -10, {stop: 5});
      }
    });
    const back = [...rows, flat(4), flat(4)];
    const {fills, unfilled} = run(bars(...back), strategy, {cash: 1000});
    expect(told(fills)).toEqual([
      [1, 10, 10],
      [7, -10, 8, "delisted"]
    ]);
    expect(unfilled).toBe(1);
  });

  it.each([-2, NaN, Infinity])("cannot return %d", (delistingReturn) => {
    for (const bookless of [false, true])
      expect(() => run(bars(flat(1)), {...holding(1), bookless}, {delistingReturn})).toThrow("invalid delistingReturn");
  });
});

describe("a split while orders wait", () => {
  it("puts them to new units, and keeps what is left of them whole", () => {
    const strategy = plan({
      0: (desk) => {
        desk.order(0, 5, {limit: 90});
        desk.order(0, 5, {stop: 120});
        desk.order(0, 5, {limit: 80});
      }
    });
    const actions = [split(1, 1.5)];
    const {fills} = run(bars(flat(100), [70, 81, 60, 62], flat(50)), strategy, {actions});
    expect(told(fills)).toEqual(
      [
        [1, 7, 120 / 1.5],
        [1, 7, 90 / 1.5]
      ].concat([[2, 7, 50]])
    );
  });

  it("moves a trailing stop with its distance, but not one in parts", () => {
    const rows = [flat(100), [101, 110, 100, 108], [54, 54, 53, 53], [53, 53, 52, 52], flat(52)];
    const exit = (terms: {trail: number; trailing?: "part"}) =>
      told(run(bars(...rows), plan({0: (desk) => desk.order(0, -4, terms)}), {actions: [split(2, 2)]}).fills);
    expect(exit({trail: 5})).toEqual([[3, -8, 52.5]]);
    expect(exit({trail: 0.05, trailing: "part"})).toEqual([[3, -8, 52.25]]);
  });

  it("keeps a bracket's exits to the size of what they close", () => {
    const strategy = plan({0: (desk) => desk.orderBracket(0, 10, {stop: 80, target: 150})});
    const {fills} = run(bars(flat(100), flat(100), flat(50), flat(76)), strategy, {actions: [split(2, 2)]});
    expect(told(fills)).toEqual([
      [1, 10, 100],
      [3, -20, 76, "target"]
    ]);
  });

  it("keeps exits asleep until their entry, in its new units", () => {
    const strategy = plan({0: (desk) => desk.orderBracket(0, 10, {stop: 80, target: 150}, {limit: 90})});
    const {fills} = run(bars(flat(100), flat(50), flat(44), flat(39)), strategy, {actions: [split(1, 2)]});
    expect(told(fills)).toEqual([
      [2, 20, 44],
      [3, -20, 39, "stop"]
    ]);
  });
});

describe("a symbol under another name", () => {
  it("is held on at its own price where the other has none yet", () => {
    const before = [flat(10), flat(10), flat(12), gone, gone];
    const after = [gone, gone, gone, flat(13), flat(14)];
    const actions: Action[] = [{symbol: "A", t: 3 * day, action: "rename", to: "B"}];
    const strategy = plan({0: (desk) => desk.order(0, 10)});
    const {fills, equity, cash} = run(many({A: before, B: after}), strategy, {cash: 1000, actions});
    expect(fills.map(({t, symbol, quantity, price}) => [t / day, symbol, quantity, price])).toEqual([
      [1, 0, 10, 10],
      [3, 0, -10, 12],
      [3, 1, 10, 12]
    ]);
    expect(Array.from(equity)).toEqual([1000, 1000, 1020, 1030, 1040]);
    expect(Array.from(cash)).toEqual([1000, 900, 900, 900, 900]);
  });
});
