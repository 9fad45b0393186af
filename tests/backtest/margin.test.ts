import {describe, expect, it} from "vitest";
import type {Trading} from "../../core/backtest/backtest.js";
import type {Margin} from "../../core/backtest/account/margin.js";
import type {Commission, Financing} from "../../core/plugin.js";
import {bars, capped, day, flat, holding, many, plan, run, told, weights} from "./markets.js";

const half: Margin = {initial: 0.5, maintenance: 0.25};
const cashOnly: Margin = {initial: 1, maintenance: 0};

describe("the initial margin", () => {
  it("cuts a purchase to what equity covers, and says so", () => {
    const {fills, rejections} = run(bars(flat(10), flat(10)), holding(3), {cash: 1000, margin: half});
    expect(told(fills)).toEqual([[1, 200, 10]]);
    expect(rejections).toEqual([
      {t: day, symbol: 0, quantity: 100, rule: "margin", reason: "more than the initial margin allows"}
    ]);
  });

  it("counts short positions as it counts long ones", () => {
    expect(told(run(bars(flat(10), flat(10)), holding(-3), {cash: 1000, margin: half}).fills)).toEqual([[1, -200, 10]]);
    const both = run(many({A: [flat(10), flat(10)], B: [flat(20), flat(20)]}), holding(1.5, -1.5), {
      cash: 1000,
      margin: half
    });
    expect(both.fills.map(({quantity}) => quantity)).toEqual([150, -25]);
  });

  it("always allows what makes a position smaller, and cuts only what turns it", () => {
    const rows = [flat(10), flat(10), flat(7), flat(7), flat(7)];
    const strategy = plan({
      0: (desk) => desk.order(0, 200),
      1: (desk) => desk.order(0, 1, {good: "bar"}),
      2: (desk) => desk.order(0, -300)
    });
    // At 7 the equity is 400: after the 200 are sold, 800 / 7 = 114.28 may be sold short, all that was asked.
    expect(told(run(bars(...rows), strategy, {cash: 1000, margin: half}).fills)).toEqual([
      [1, 200, 10],
      [3, -300, 7]
    ]);
    const deeper = plan({0: (desk) => desk.order(0, 200), 2: (desk) => desk.order(0, -400)});
    expect(told(run(bars(...rows), deeper, {cash: 1000, margin: half}).fills)).toEqual([
      [1, 200, 10],
      [3, -314, 7]
    ]);
  });

  it("counts the commission as spent", () => {
    const commission: Commission = {cost: () => 55};
    const {fills, cash} = run(bars(flat(10), flat(10)), holding(2), {cash: 1000, margin: cashOnly, commission});
    expect(told(fills)).toEqual([[1, 94, 10]]);
    expect(cash.at(-1)).toBe(5);
  });

  it("leaves an account without it on unlimited credit, as Zipline does", () => {
    expect(told(run(bars(flat(10), flat(10)), holding(30), {cash: 1000}).fills)).toEqual([[1, 3000, 10]]);
  });
});

describe("a margin call", () => {
  const bought = weights([[2]]);

  it("comes when equity is below the maintenance margin, and closes a part of each position at the close", () => {
    const rows = [flat(10), flat(10), [7, 7, 6.5, 6.6], flat(6.6)];
    // 200 · 6.6 − 1,000 = 320 of 1,320 is 24.2 %: 320 / 0.5 = 640 may stay, and 680 / 6.6 = 103.03 go.
    const {fills, equity} = run(bars(...rows), bought, {cash: 1000, margin: half});
    expect(told(fills)).toEqual([
      [1, 200, 10],
      [2, -104, 6.6, "margin-call"]
    ]);
    expect(equity[2]).toBeCloseTo(320, 9);
  });

  it("does not come at the maintenance margin itself", () => {
    const rows = [flat(10), flat(10), flat(20 / 3 + 1e-9), flat(7)];
    expect(run(bars(...rows), bought, {cash: 1000, margin: half}).fills).toHaveLength(1);
  });

  it("closes all positions by the same part, long and short", () => {
    const panel = many({A: [flat(10), flat(10), flat(6), flat(6)], B: [flat(20), flat(20), flat(21), flat(21)]});
    const {fills} = run(panel, weights([[1, -1]]), {cash: 1000, margin: half, shares: "fractional"});
    // 100 · 6 − 50 · 21 + 1,000 = 550 over 600 + 1,050: 33 %, no call.
    expect(fills).toHaveLength(2);
    const worse = many({A: [flat(10), flat(10), flat(4), flat(4)], B: [flat(20), flat(20), flat(22), flat(22)]});
    const called = run(worse, weights([[1, -1]]), {cash: 1000, margin: half, shares: "fractional"});
    // 400 − 1,100 + 1,000 = 300 over 1,500 is 20 %: 600 of 1,500 may stay.
    expect(called.fills.slice(2).map(({symbol, quantity}) => [symbol, quantity])).toEqual([
      [0, -60],
      [1, 30]
    ]);
    expect(called.gross[2]).toBeCloseTo(2, 12);
  });

  it("closes no more than the volume allows, and goes on the next day", () => {
    const rows = [flat(10), flat(10, 10_000), flat(6.6, 500), flat(6.6, 500), flat(6.6, 500), flat(6.6)];
    const {fills} = run(bars(...rows), bought, {cash: 1000, margin: half, slippage: capped(0.1)});
    expect(told(fills)).toEqual([
      [1, 200, 10],
      [2, -50, 6.6, "margin-call"]
    ]);
    // 150 · 6.6 = 990 with the same 320 of equity is 32 %.
    const deep = [flat(10), flat(10, 10_000), flat(5.5, 500), flat(5.5, 500), flat(5.5, 5000)];
    const calls = run(bars(...deep), bought, {cash: 1000, margin: half, slippage: capped(0.1)});
    expect(told(calls.fills).map((row) => [row[0], row[1]])).toEqual([
      [1, 200],
      [2, -50],
      [3, -50],
      // 100 left, worth 550, and 100 of equity: all but 200 / 5.5 of them.
      [4, -64]
    ]);
  });

  it("comes after no close that is missing or no number", () => {
    const rows = [flat(10), flat(10), [7, 7, 6.5, Infinity], flat(6.6)];
    expect(told(run(bars(...rows), bought, {cash: 1000, margin: half}).fills)).toEqual([
      [1, 200, 10],
      [3, -104, 6.6, "margin-call"]
    ]);
  });
});

describe("settlement", () => {
  const turn = plan({
    0: (desk) => desk.order(0, 100),
    1: (desk) => desk.order(0, -100),
    2: (desk) => desk.order(1, 100)
  });
  const panel = many({
    A: new Array(8).fill(flat(10)) as number[][],
    B: new Array(8).fill(flat(10)) as number[][]
  });
  const filledAt = (settlement: number, changes: Partial<Trading> = {}, times = panel.times) =>
    run({...panel, times}, turn, {cash: 1000, margin: {...cashOnly, settlement}, ...changes}).fills.at(-1)!.t;

  it("keeps what was sold from being spent before so many sessions", () => {
    expect([0, 1, 2, 3].map((sessions) => filledAt(sessions) / day)).toEqual([3, 3, 4, 5]);
  });

  it("counts sessions and not their bars", () => {
    const times = Float64Array.from({length: 8}, (_, i) => (Math.floor(i / 2) + (i % 2) / 4) * day);
    expect([1, 2].map((sessions) => filledAt(sessions, {}, times) / day)).toEqual([2, 3]);
  });

  it("says why it cut an order", () => {
    const {rejections} = run(panel, turn, {cash: 1000, margin: {...cashOnly, settlement: 2}});
    expect(rejections).toEqual([
      {t: 3 * day, symbol: 1, quantity: 100, rule: "margin", reason: "more than settled cash and margin allow"}
    ]);
  });

  it("leaves what was never spent to be spent, and a short to be closed", () => {
    const strategy = plan({
      0: (desk) => {
        desk.order(0, 40);
        desk.order(1, -20);
      },
      1: (desk) => {
        desk.order(0, -40);
        desk.order(1, 20);
      },
      2: (desk) => desk.order(1, 80)
    });
    const {fills} = run(panel, strategy, {cash: 1000, margin: {...cashOnly, settlement: 3}});
    expect(fills.map(({t, symbol, quantity}) => [t / day, symbol, quantity])).toEqual([
      [1, 0, 40],
      [1, 1, -20],
      [2, 0, -40],
      [2, 1, 20],
      [3, 1, 60],
      [5, 1, 20]
    ]);
  });
});

describe("a margin that is none is refused", () => {
  it.each<[Margin, string]>([
    [{initial: 0, maintenance: 0}, "invalid initial margin: 0"],
    [{initial: 2, maintenance: 0}, "invalid initial margin: 2"],
    [{initial: 0.5, maintenance: 0.6}, "invalid maintenance margin: 0.6"],
    [{initial: 0.5, maintenance: -0.1}, "invalid maintenance margin: -0.1"],
    [{...half, settlement: 0.5}, "invalid settlement: 0.5"],
    [{initial: NaN, maintenance: 0}, "invalid initial margin: NaN"]
  ])("%o", (margin, message) => {
    expect(() => run(bars(flat(1)), holding(1), {margin})).toThrow(message);
  });
});

describe("financing", () => {
  it("is charged on the book of the bar before for the days until this one, before anything is filled", () => {
    const asked: unknown[] = [];
    const interest: Financing = {
      charges(book, now, days) {
        asked.push([book.cash, book.position[0], now.t / day, days]);
        return [{what: "cash-interest", amount: book.cash * 0.01 * days}];
      }
    };
    const panel = {...bars(flat(10), flat(10), flat(10)), times: Float64Array.of(0, day, 4 * day)};
    const {postings, cash, equity} = run(panel, weights([[0.5]]), {cash: 1000, financing: [interest]});
    expect(asked).toEqual([
      [1000, 0, 1, 1],
      [510, 50, 4, 3]
    ]);
    expect(postings).toEqual([
      {t: day, what: "cash-interest", amount: 10},
      {t: 4 * day, what: "cash-interest", amount: expect.closeTo(15.3, 12) as number}
    ]);
    expect(cash[2]).toBeCloseTo(1000 + 10 - 500 + 15.3, 9);
    expect(equity[2]).toBeCloseTo(1025.3, 9);
  });

  it("that is no amount is refused, and nothing keeps no posting", () => {
    const charging = (amount: number): Financing => ({charges: () => [{what: "borrow", amount}]});
    const charged = (amount: number) => run(bars(flat(1), flat(1)), holding(0), {financing: [charging(amount)]});
    expect(() => charged(NaN)).toThrow("invalid charge: NaN of borrow");
    expect(charged(0).postings).toBeUndefined();
  });
});
