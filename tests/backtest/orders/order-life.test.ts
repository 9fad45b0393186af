import {describe, expect, it} from "vitest";
import type {Trading} from "../../../core/backtest/backtest.js";
import {backtest} from "../../../core/backtest/backtest.js";
import type {TriggerRule} from "../../../core/backtest/rules.js";
import type {Terms} from "../../../core/plugin.js";
import {bars, capped, day, exact, flat, free, holding, one, plan, run, told} from "../markets.js";

describe("how long an order is good", () => {
  const rows = [flat(100), [100, 104, 99, 103], [103, 104, 96, 97], [97, 98, 90, 91]];

  it("is one bar, one day or for good", () => {
    expect(one(rows, 10, {limit: 98, good: "bar"})).toEqual([]);
    expect(one(rows, 10, {limit: 98, good: "day"})).toEqual([]);
    expect(one(rows, 10, {limit: 98, good: "cancelled"})).toEqual([[2, 10, 98]]);
    expect(one(rows, 10, {limit: 98})).toEqual([[2, 10, 98]]);
  });

  it("of a day lasts over the bars of one day", () => {
    const panel = bars(...rows, [91, 92, 80, 82]);
    const hours = [20, 38, 39, 40, 62].map((hour) => (hour * day) / 24);
    const at = (limit: number) =>
      run({...panel, times: Float64Array.from(hours)}, plan({0: (desk) => desk.order(0, 10, {limit, good: "day"})}))
        .fills;
    expect(at(98).map(({price}) => price)).toEqual([98]);
    expect(at(90).map(({price}) => price)).toEqual([90]);
    expect(at(89)).toEqual([]);
  });

  it("ends when it is cancelled", () => {
    let id: number | null = null;
    const give = (when: number) =>
      plan({
        0: (desk) => (id = desk.order(0, 10, {limit: 98})),
        [when]: (desk) => {
          desk.cancel(id!);
        }
      });
    const cancelled = run(bars(...rows), give(1));
    expect([cancelled.fills.length, cancelled.unfilled]).toEqual([0, 1]);
    expect(run(bars(...rows), give(2)).fills).toHaveLength(1);
  });

  it("counts the orders that ended with nothing filled", () => {
    const give = plan({
      0: (desk) => {
        desk.order(0, 10, {limit: 50, good: "bar"});
        desk.order(0, 10, {limit: 50, good: "day"});
        desk.order(0, 10, {limit: 50});
        desk.order(0, 10, {good: "bar"});
      }
    });
    expect(run(bars(...rows), give).unfilled).toBe(2);
  });
});

describe("partial fills", () => {
  const slippage = capped(0.1);

  it("go on over the bars until the order is filled, and cut the fill to the cap", () => {
    const rows = [flat(100, 50), flat(101, 40), flat(102, 35), flat(103, 5), flat(104, 1000)];
    expect(one(rows, 10, {}, {slippage})).toEqual([
      [1, 4, 101],
      [2, 3, 102],
      [4, 3, 104]
    ]);
    expect(one(rows, 10, {good: "bar"}, {slippage})).toEqual([[1, 4, 101]]);
  });

  it("share the cap of a bar among the orders in it", () => {
    const give = plan({
      0: (desk) => {
        desk.order(0, 6);
        desk.order(0, -3);
        desk.order(0, 6);
      }
    });
    const {fills} = run(bars(flat(100, 100), flat(100, 100), flat(100, 100)), give, {slippage});
    expect(told(fills)).toEqual([
      [1, 6, 100],
      [1, -3, 100],
      [1, 1, 100],
      [2, 5, 100]
    ]);
  });

  it("tell commissions what was filled and paid before", () => {
    const before: unknown[] = [];
    const commission: Trading["commission"] = {
      cost({quantity}, {filled, paid}) {
        before.push([quantity, filled, paid]);
        return 2;
      }
    };
    one([flat(100), flat(100, 40), flat(100, 40), flat(100, 40)], 10, {}, {slippage, commission});
    expect(before).toEqual([
      [4, 0, 0],
      [4, 4, 2],
      [2, 8, 4]
    ]);
  });

  it("of a stop go on as a market order", () => {
    const rows = [flat(100), [100, 100, 96, 99, 40], [105, 106, 104, 105, 1000]];
    expect(one(rows, -10, {stop: 97}, {slippage})).toEqual([
      [1, -4, 97],
      [2, -6, 105]
    ]);
  });
});

describe("orders to target weights", () => {
  it("are good for a bar, or until other targets come", () => {
    const rows = [flat(100), flat(100, 40), flat(100, 40), flat(100, 40)];
    const once = {needs: [], lookback: 0, targets: ({t}: {t: number}) => (t === 0 ? Float64Array.of(0.01) : null)};
    const slippage = capped(0.1);
    const units = (good: "bar" | "cancelled") =>
      told(run(bars(...rows), once, {slippage, good}).fills).map((row) => row[1]);
    expect(units("bar")).toEqual([4]);
    expect(units("cancelled")).toEqual([4, 4, 2]);
    const always = run(bars(...rows), holding(0.01), {slippage, good: "cancelled"});
    expect(told(always.fills).map((row) => row[1])).toEqual([4, 4, 2]);
  });

  it("wait as many bars as the delay says, with the book of the bar on which they are sent", () => {
    const {fills} = run(bars(flat(100), flat(200), flat(400), flat(400)), holding(1), {delay: 1});
    expect(told(fills)).toEqual([
      [2, 500, 400],
      [3, -250, 400]
    ]);
  });
});

describe("an algorithm", () => {
  const algorithm = plan({});

  it.each<[Partial<Trading>, string]>([
    [{delay: 1}, "delay"],
    [{fill: "same-close"}, "same-close"],
    [{overlays: [{adjust: (targets) => targets}]}, "overlays"]
  ])("is refused %o", (changes, what) => {
    expect(() => run(bars(flat(1)), algorithm, changes)).toThrow(`invalid trading: ${what}`);
  });

  it("is told of each fill before its bar, and never of a later one", () => {
    const heard: [string, number][] = [];
    const trading: Trading = {
      slippage: exact,
      commission: free,
      fill: "next-open",
      cash: 1000,
      delay: 0,
      shares: "whole",
      strategy: {
        needs: [],
        lookback: 0,
        begin: (desk) => ({
          filled: (fill, now) => heard.push([`filled ${fill.t === now.t}`, now.t / day]),
          bar(now) {
            heard.push(["bar", now.t / day]);
            if (now.t === 0) desk.order(0, 1);
          }
        })
      }
    };
    backtest(bars(flat(1), flat(1), flat(1)), trading, {periods: 252});
    expect(heard).toEqual([
      ["bar", 0],
      ["filled true", 1],
      ["bar", 1],
      ["bar", 2]
    ]);
  });

  it.each<[Terms, string]>([
    [{limit: 0}, "invalid limit: 0"],
    [{stop: -1}, "invalid stop: -1"],
    [{trail: NaN}, "invalid trail: NaN"],
    [{limit: Infinity}, "invalid limit: Infinity"]
  ])("is refused an order with %o", (terms, message) => {
    expect(() => one([flat(1), flat(1)], 1, terms)).toThrow(message);
  });

  it.each<[TriggerRule]>([["pessimistic"], ["optimistic"], ["close"]])(
    "has its waiting orders listed (%s)",
    (triggers) => {
      const seen: unknown[] = [];
      const give = plan({
        0: (desk) => {
          desk.order(0, 5, {limit: 50, tag: "low"});
          desk.order(0, -5, {stop: 40});
          seen.push(
            desk
              .openOrders()
              .map(({id, quantity, filled, limit, stop, tag}) => [id, quantity, filled, limit, stop, tag])
          );
        },
        1: (desk) => seen.push(desk.openOrders(0).length)
      });
      run(bars(flat(100), flat(100), flat(100)), give, {triggers});
      expect(seen).toEqual([
        [
          [1, 5, 0, 50, undefined, "low"],
          [2, -5, 0, undefined, 40, undefined]
        ],
        2
      ]);
    }
  );
});
