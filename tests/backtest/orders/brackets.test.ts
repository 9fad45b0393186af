import {describe, expect, it} from "vitest";
import type {Trading} from "../../../core/backtest/backtest.js";
import type {Terms} from "../../../core/plugin.js";
import {bars, capped, flat, plan, run, told} from "../markets.js";

const exits = {stop: 95, target: 110};

/** The fills of a bracket of ten units given at the close of row 0. */
function bracket(rows: readonly (readonly number[])[], changes: Partial<Trading> = {}, terms: Terms = {}, units = 10) {
  const sides = units > 0 ? exits : {stop: 105, target: 90};
  return told(run(bars(...rows), plan({0: (desk) => desk.orderBracket(0, units, sides, terms)}), changes).fills);
}

describe("a bracket", () => {
  it("places its exits when the entry is filled, and one cancels the other", () => {
    const target = [flat(100), flat(100), [100, 112, 99, 111], [100, 100, 80, 90]];
    expect(bracket(target)).toEqual([
      [1, 10, 100],
      [2, -10, 110, "target"]
    ]);
    const stop = [flat(100), flat(100), [99, 100, 94, 96], [100, 120, 99, 119]];
    expect(bracket(stop)).toEqual([
      [1, 10, 100],
      [2, -10, 95, "stop"]
    ]);
  });

  it("of a short position lies the other way", () => {
    expect(bracket([flat(100), flat(100), [100, 101, 89, 91], flat(200)], {}, {}, -10)).toEqual([
      [1, -10, 100],
      [2, 10, 90, "target"]
    ]);
    expect(bracket([flat(100), flat(100), [108, 109, 80, 91], flat(50)], {}, {}, -10)).toEqual([
      [1, -10, 100],
      [2, 10, 108, "stop"]
    ]);
  });

  it("with both exits in one bar takes the stop, unless it is to be optimistic or to go by the close", () => {
    const rows = [flat(100), flat(100), [100, 112, 94, 96], flat(94)];
    expect(bracket(rows)).toEqual([
      [1, 10, 100],
      [2, -10, 95, "stop"]
    ]);
    expect(bracket(rows, {triggers: "optimistic"})).toEqual([
      [1, 10, 100],
      [2, -10, 110, "target"]
    ]);
    expect(bracket(rows, {triggers: "close"})).toEqual([
      [1, 10, 100],
      [3, -10, 94, "stop"]
    ]);
  });

  it("takes the exit that the open is beyond, whatever comes later in the bar", () => {
    const rows = [flat(100), flat(100), [113, 114, 90, 91]];
    expect(bracket(rows)).toEqual([
      [1, 10, 100],
      [2, -10, 113, "target"]
    ]);
    expect(bracket([flat(100), flat(100), [93, 120, 92, 119]], {triggers: "optimistic"})).toEqual([
      [1, 10, 100],
      [2, -10, 93, "stop"]
    ]);
  });

  it("may be stopped in the bar of its entry: at the open, and within it if that is to be feared", () => {
    const opened = [flat(100), [100, 101, 94, 96], flat(120)];
    for (const triggers of ["pessimistic", "optimistic"] as const)
      expect(bracket(opened, {triggers})).toEqual([
        [1, 10, 100],
        [1, -10, 95, "stop"]
      ]);
    const within = [flat(100), [104, 105, 94, 104], flat(104), flat(120)];
    expect(bracket(within, {}, {limit: 99})).toEqual([
      [1, 10, 99],
      [1, -10, 95, "stop"]
    ]);
    expect(bracket(within, {triggers: "optimistic"}, {limit: 99})).toEqual([
      [1, 10, 99],
      [3, -10, 120, "target"]
    ]);
  });

  it("whose stop entry and stop lie in one bar is stopped, if that is to be feared", () => {
    const rows = [flat(100), [100, 105, 94, 104], flat(104), flat(94)];
    expect(bracket(rows, {}, {stop: 103})).toEqual([
      [1, 10, 103],
      [1, -10, 95, "stop"]
    ]);
    expect(bracket(rows, {triggers: "optimistic"}, {stop: 103})).toEqual([
      [1, 10, 103],
      [3, -10, 94, "stop"]
    ]);
  });

  it("takes no target in the bar of an entry within it, but one placed at the open", () => {
    const within = [flat(100), [104, 112, 98, 104], flat(104)];
    for (const triggers of ["pessimistic", "optimistic"] as const)
      expect(bracket(within, {triggers}, {limit: 99})).toEqual([[1, 10, 99]]);
    expect(bracket([flat(100), [104, 112, 98, 104]])).toEqual([
      [1, 10, 104],
      [1, -10, 110, "target"]
    ]);
  });

  it("that is entered at the close waits for the next bar", () => {
    const rows = [flat(100), [100, 120, 90, 100], [100, 105, 99, 104], flat(94)];
    for (const triggers of ["pessimistic", "optimistic", "close"] as const)
      expect(bracket(rows, {triggers, fill: "next-close"})).toEqual([
        [1, 10, 100],
        [3, -10, 94, "stop"]
      ]);
  });

  it("has as many units in its exits as were filled, and takes from both what one fills", () => {
    const slippage = capped(0.1);
    const rows = [flat(100), flat(100, 40), [100, 111, 99, 110, 30], [100, 101, 94, 96, 1000], flat(100)];
    expect(bracket(rows, {slippage}, {good: "bar"})).toEqual([
      [1, 4, 100],
      [2, -3, 110, "target"],
      [3, -1, 95, "stop"]
    ]);
  });

  it("grows with an entry that is filled over several bars", () => {
    const rows = [flat(100), flat(100, 40), flat(100, 60), [112, 113, 111, 112, 1000], flat(120)];
    expect(bracket(rows, {slippage: capped(0.1)})).toEqual([
      [1, 4, 100],
      [2, 6, 100],
      [3, -10, 112, "target"]
    ]);
  });

  it("leaves nothing behind when its entry is cancelled or never filled", () => {
    const waiting: number[] = [];
    let id: number | null = null;
    const give = plan({
      0: (desk) => {
        id = desk.orderBracket(0, 10, exits, {limit: 50});
        desk.orderBracket(0, 10, exits, {limit: 50, good: "bar"});
        waiting.push(desk.openOrders().length);
      },
      1: (desk) => {
        waiting.push(desk.openOrders().length);
        desk.cancel(id!);
        waiting.push(desk.openOrders().length);
      }
    });
    const {fills, unfilled} = run(bars(flat(100), flat(100), [100, 120, 80, 100]), give);
    expect([fills.length, unfilled, waiting]).toEqual([0, 2, [6, 3, 0]]);
  });

  it("is as large as the controls let its entry be", () => {
    const rows = [flat(100), flat(100), flat(112), flat(80), flat(120)];
    expect(bracket(rows, {controls: {maxOrderUnits: 4}})).toEqual([
      [1, 4, 100],
      [2, -4, 112, "target"]
    ]);
  });

  it("has two exits of which either may be cancelled alone", () => {
    const give = plan({
      0: (desk) => desk.orderBracket(0, 10, exits),
      1: (desk) => {
        desk.cancel(desk.openOrders().find(({tag}) => tag === "stop")!.id);
      }
    });
    expect(told(run(bars(flat(100), flat(100), flat(80), flat(111)), give).fills)).toEqual([
      [1, 10, 100],
      [3, -10, 111, "target"]
    ]);
  });

  it("sets an account on the path of its fills", () => {
    const rows = [flat(100), flat(100), [100, 112, 94, 96], flat(96)];
    const {equity, cash} = run(bars(...rows), plan({0: (desk) => desk.orderBracket(0, 10, exits)}));
    expect(Array.from(equity)).toEqual([100_000, 100_000, 99_950, 99_950]);
    expect(Array.from(cash)).toEqual([100_000, 99_000, 99_950, 99_950]);
  });
});

describe("orders of one group", () => {
  it("cancel one another whatever they are", () => {
    const give = plan({
      0: (desk) => {
        desk.order(0, 10, {limit: 90, group: 7});
        desk.order(0, 10, {stop: 110, group: 7});
        desk.order(0, 10, {limit: 91, group: 8});
      }
    });
    expect(told(run(bars(flat(100), [100, 111, 99, 105], [92, 92, 80, 85]), give).fills)).toEqual([
      [1, 10, 110],
      [2, 10, 91]
    ]);
  });
});

describe("an order with a parent", () => {
  it("is good from the bar after that which makes it one", () => {
    const give = (good: "bar" | "day") =>
      plan({
        0: (desk) => {
          const parent = desk.order(0, 10, {limit: 95})!;
          desk.order(0, -10, {limit: 105, good, parent, tag: "out"});
        }
      });
    const later = [flat(100), flat(100), [96, 97, 94, 96], [100, 106, 99, 105]];
    for (const good of ["bar", "day"] as const) {
      expect(told(run(bars(...later), give(good)).fills)).toEqual([
        [2, 10, 95],
        [3, -10, 105, "out"]
      ]);
      const missed = run(bars(...later.slice(0, 3), flat(100), flat(106)), give(good));
      expect([missed.fills.length, missed.unfilled]).toEqual([1, good === "bar" ? 1 : 1]);
    }
  });
});
