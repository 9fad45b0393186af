import {describe, expect, it} from "vitest";
import type {FillRule} from "../../../core/backtest/rules.js";
import {bars, capped, flat, holding, many, one, plan, run, told, weights} from "../markets.js";

describe("a market order", () => {
  const rows = [flat(100), [101, 108, 99, 105], [106, 110, 104, 107]];

  it.each<[FillRule, number]>([
    ["next-open", 101],
    ["next-close", 105],
    ["next-vwap", (108 + 99 + 105) / 3]
  ])("is filled on the next bar, at its %s", (fill, price) => {
    expect(one(rows, 10, {}, {fill})).toEqual([[1, 10, price]]);
    expect(one(rows, -10, {}, {fill})).toEqual([[1, -10, price]]);
  });

  it("is filled at the volume-weighted price that the panel has", () => {
    const panel = bars(...rows);
    const fields = {...panel.fields, vwap: Float64Array.of(100, 103.5, 106)};
    const {fills} = run({...panel, fields}, plan({0: (desk) => desk.order(0, 10)}), {fill: "next-vwap"});
    expect(told(fills)).toEqual([[1, 10, 103.5]]);
  });

  it("is filled at the close of the bar that decides it, where that is the rule", () => {
    const {fills, equity} = run(bars(flat(100), flat(110), flat(110)), holding(1), {fill: "same-close"});
    expect(told(fills)).toEqual([[0, 1000, 100]]);
    expect(Array.from(equity)).toEqual([100_000, 110_000, 110_000]);
  });

  it("at that close is good for it alone", () => {
    const rows = [flat(100, 0), flat(100), flat(100)];
    const {fills, unfilled} = run(bars(...rows), weights([[1]]), {fill: "same-close", slippage: capped(1)});
    expect([fills, unfilled]).toEqual([[], 1]);
  });

  it("is filled at the open or the close that it asks for, whatever the rule", () => {
    for (const fill of ["next-open", "next-close", "next-vwap"] as const) {
      expect(one(rows, 10, {at: "open"}, {fill})).toEqual([[1, 10, 101]]);
      expect(one(rows, 10, {at: "close"}, {fill})).toEqual([[1, 10, 105]]);
    }
  });

  it("with a limit, at the open or the close, is filled there or not at all", () => {
    expect(one(rows, 10, {at: "open", limit: 101})).toEqual([[1, 10, 101]]);
    expect(one(rows, 10, {at: "open", limit: 100.5, good: "bar"})).toEqual([]);
    expect(one(rows, -10, {at: "close", limit: 107})).toEqual([[2, -10, 107]]);
    expect(() => one(rows, 10, {at: "close", stop: 110})).toThrow("invalid order: at the close with a stop");
  });

  it("waits through bars without a price or without volume", () => {
    const gone = [NaN, NaN, NaN, NaN, NaN];
    expect(one([flat(100), gone, flat(100, 0), flat(103)], 10, {}, {slippage: capped(1)})).toEqual([[3, 10, 103]]);
    expect(one([flat(100), gone, flat(103)], 10, {good: "bar"})).toEqual([]);
  });

  it("is never filled on the last bar's decision", () => {
    expect(told(run(bars(flat(100), flat(100)), plan({1: (desk) => desk.order(0, 1)})).fills)).toEqual([]);
  });

  it("of several is filled in the order in which they were given", () => {
    const give = plan({
      0: (desk) => {
        desk.order(1, 1, {tag: "first"});
        desk.order(0, 2, {tag: "second"});
        desk.order(1, 3, {tag: "third"});
      }
    });
    const {fills} = run(many({A: [flat(10), flat(10)], B: [flat(20), flat(20)]}), give);
    expect(fills.map(({tag}) => tag)).toEqual(["first", "second", "third"]);
  });
});

describe("a limit order", () => {
  it("is filled at its limit where the bar reaches it", () => {
    expect(one([flat(100), [100, 104, 96, 103]], 10, {limit: 97})).toEqual([[1, 10, 97]]);
    expect(one([flat(100), [100, 104, 96, 99]], -10, {limit: 103})).toEqual([[1, -10, 103]]);
  });

  it("is filled at its limit where the bar just touches it, and waits where it does not", () => {
    expect(one([flat(100), [100, 104, 97, 103]], 10, {limit: 97})).toEqual([[1, 10, 97]]);
    expect(one([flat(100), [100, 104, 97.01, 103], [100, 100, 90, 95]], 10, {limit: 97})).toEqual([[2, 10, 97]]);
  });

  it("gets the better open of a gap", () => {
    expect(one([flat(100), [95, 98, 94, 96]], 10, {limit: 97})).toEqual([[1, 10, 95]]);
    expect(one([flat(100), [105, 106, 104, 104]], -10, {limit: 103})).toEqual([[1, -10, 105]]);
  });

  it("is tested by the close alone, and filled there, where that is the rule", () => {
    const rows = [flat(100), [100, 104, 90, 98], [99, 99, 95, 96]];
    expect(one(rows, 10, {limit: 97}, {triggers: "close"})).toEqual([[2, 10, 96]]);
    expect(one(rows, -10, {limit: 97}, {triggers: "close"})).toEqual([[1, -10, 98]]);
  });

  it("pays no more than its limit whatever the slippage, which by the close alone leaves it unfilled", () => {
    const rows = [flat(100), [100, 100, 96, 97]];
    const slippage = capped(1, 0.01);
    expect(one(rows, 10, {limit: 97}, {slippage})).toEqual([[1, 10, 97]]);
    expect(one(rows, -10, {limit: 99.5}, {slippage})).toEqual([[1, -10, 99.5]]);
    expect(one(rows, 10, {limit: 97}, {slippage, triggers: "close"})).toEqual([]);
    expect(one(rows, 10, {limit: 98}, {slippage, triggers: "close"})).toEqual([[1, 10, 97 * 1.01]]);
  });

  it("is filled within the bar where its open is missing", () => {
    expect(one([flat(100), [NaN, 92, 90, 91]], 10, {limit: 97})).toEqual([[1, 10, 92]]);
    expect(one([flat(100), [NaN, 110, 108, 109]], -10, {limit: 97})).toEqual([[1, -10, 108]]);
  });
});

describe("a stop order", () => {
  it("is filled at its stop where the bar reaches it", () => {
    expect(one([flat(100), [100, 104, 96, 103]], -10, {stop: 97})).toEqual([[1, -10, 97]]);
    expect(one([flat(100), [100, 104, 96, 99]], 10, {stop: 103})).toEqual([[1, 10, 103]]);
    expect(one([flat(100), [100, 104, 97, 103]], -10, {stop: 97})).toEqual([[1, -10, 97]]);
  });

  it("is filled at the open that gaps through it", () => {
    expect(one([flat(100), [90, 99, 88, 98]], -10, {stop: 97})).toEqual([[1, -10, 90]]);
    expect(one([flat(100), [111, 112, 99, 100]], 10, {stop: 103})).toEqual([[1, 10, 111]]);
  });

  it("is filled within the bar where its open is missing", () => {
    expect(one([flat(100), [NaN, 90, 85, 88]], -10, {stop: 97})).toEqual([[1, -10, 90]]);
    expect(one([flat(100), [NaN, 112, 108, 110]], 10, {stop: 103})).toEqual([[1, 10, 108]]);
  });

  it("is tested by the close alone, and filled there, where that is the rule", () => {
    const rows = [flat(100), [100, 104, 90, 98], [97, 98, 92, 96]];
    expect(one(rows, -10, {stop: 97}, {triggers: "close"})).toEqual([[2, -10, 96]]);
    expect(one([flat(100), [99, 120, 98, 102], [104, 104, 104, 104]], 10, {stop: 103}, {triggers: "close"})).toEqual([
      [2, 10, 104]
    ]);
  });

  it("is filled at a price as bad as slippage makes it", () => {
    expect(one([flat(100), [100, 104, 96, 103]], -10, {stop: 97}, {slippage: capped(1, 0.01)})).toEqual([
      [1, -10, 97 * 0.99]
    ]);
  });

  it("that was hit and had no volume is a market order from then on", () => {
    const rows = [flat(100), [100, 100, 96, 99, 0], [102, 103, 101, 102]];
    expect(one(rows, -10, {stop: 97}, {slippage: capped(1)})).toEqual([[2, -10, 102]]);
    expect(one(rows, -10, {stop: 97}, {slippage: capped(1), fill: "next-close", triggers: "close"})).toEqual([]);
  });
});

describe("a stop-limit order", () => {
  it("is filled at its stop, the first price at which it is a limit order", () => {
    expect(one([flat(100), [100, 106, 99, 105]], 10, {stop: 103, limit: 104})).toEqual([[1, 10, 103]]);
    expect(one([flat(100), [100, 101, 94, 95]], -10, {stop: 97, limit: 96})).toEqual([[1, -10, 97]]);
  });

  it("is not filled past its limit by a gap, and waits as a limit order", () => {
    const rows = [flat(100), [110, 112, 108, 109], [109, 111, 103, 104]];
    expect(one(rows, 10, {stop: 103, limit: 105})).toEqual([[2, 10, 105]]);
  });

  it("of which a gap hits the stop is a limit order from the open on", () => {
    expect(one([flat(100), [110, 112, 104, 109]], 10, {stop: 103, limit: 105})).toEqual([[1, 10, 105]]);
    expect(one([flat(100), [90, 99, 88, 98]], -10, {stop: 97, limit: 96})).toEqual([[1, -10, 96]]);
    expect(one([flat(100), [104, 112, 102, 109]], 10, {stop: 103, limit: 105})).toEqual([[1, 10, 104]]);
  });

  it("whose limit is better than its stop waits for the price to come back", () => {
    const rows = [flat(100), [100, 106, 99, 105], [104, 104, 101, 103]];
    expect(one(rows, 10, {stop: 103, limit: 102})).toEqual([[2, 10, 102]]);
  });

  it("remembers by the close alone that its stop was hit", () => {
    const rows = [flat(100), flat(106), flat(101)];
    expect(one(rows, 10, {stop: 103, limit: 104}, {triggers: "close"})).toEqual([[2, 10, 101]]);
  });
});

describe("a trailing stop", () => {
  it("follows the highest price and never goes back", () => {
    const rows = [flat(100), [101, 110, 100, 108], [108, 109, 106, 107], [107, 108, 104, 106]];
    expect(one(rows, -10, {trail: 5})).toEqual([[3, -10, 105]]);
  });

  it("follows the lowest price where it buys", () => {
    const rows = [flat(100), [99, 100, 90, 92], [92, 94, 91, 93], [93, 97, 92, 96]];
    expect(one(rows, 10, {trail: 5})).toEqual([[3, 10, 95]]);
  });

  it("counts its distance as a part of the best price where it is to", () => {
    const rows = [flat(100), [100, 200, 99, 190], [190, 191, 170, 175]];
    expect(one(rows, -10, {trail: 0.1, trailing: "part"})).toEqual([[2, -10, 180]]);
  });

  it("is filled at the open that gaps through it", () => {
    const rows = [flat(100), [101, 110, 100, 108], [99, 102, 95, 100]];
    expect(one(rows, -10, {trail: 5})).toEqual([[2, -10, 99]]);
  });

  it("is not hit by a low that came before the high that raised it, for all that is known", () => {
    expect(one([flat(100), [101, 120, 98, 119], flat(119)], -10, {trail: 5})).toEqual([]);
  });

  it("follows the closes alone where that is the rule", () => {
    const rows = [flat(100), [101, 120, 99, 104], [104, 104, 90, 100], [100, 101, 97, 98]];
    expect(one(rows, -10, {trail: 5}, {triggers: "close"})).toEqual([[3, -10, 98]]);
  });
});
