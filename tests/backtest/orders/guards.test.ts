import {describe, expect, it} from "vitest";
import type {Trading} from "../../../core/backtest/backtest.js";
import {trade} from "../../../core/backtest/backtest.js";
import type {Guard, Overlay} from "../../../core/plugin.js";
import {bars, capped, day, exact, flat, free, guarding, holding, run, told, weights} from "../markets.js";

const stop: Guard = {symbol: 0, from: "entry", distance: 5, name: "stop-loss"};
const trail: Guard = {symbol: 0, from: "best", distance: 5, name: "trail"};

/** Never enters again on the side that a guard closed. */
const waiting: Overlay = {
  adjust: (targets, _, {stopped}) => targets.map((w, s) => (stopped[s] !== 0 && Math.sign(w) === stopped[s] ? 0 : w))
};

function guarded(guards: readonly Guard[], changes: Partial<Trading> = {}) {
  return {fill: "next-close", overlays: [waiting, guarding(...guards)], ...changes} as const;
}

describe("a guard", () => {
  it("is filled at its stop, a distance from the average price paid", () => {
    const {fills, equity} = run(bars(flat(100), flat(100), [99, 99, 94, 96], flat(96)), holding(1), guarded([stop]));
    expect(told(fills)).toEqual([
      [1, 1000, 100],
      [2, -1000, 95, "stop-loss"]
    ]);
    expect(equity.at(-1)).toBe(95_000);
  });

  it("is filled at the open that gaps through it", () => {
    const rows = [flat(100), flat(100), [90, 99, 88, 96], flat(96)];
    expect(told(run(bars(...rows), holding(1), guarded([stop])).fills)[1]).toEqual([2, -1000, 90, "stop-loss"]);
  });

  it("lies above a short position", () => {
    const rows = [flat(100), flat(100), [101, 106, 100, 100], flat(96)];
    expect(told(run(bars(...rows), holding(-1), guarded([stop])).fills)[1]).toEqual([2, 1000, 105, "stop-loss"]);
    const gap = [flat(100), flat(100), [109, 110, 100, 100], flat(96)];
    expect(told(run(bars(...gap), holding(-1), guarded([stop])).fills)[1]).toEqual([2, 1000, 109, "stop-loss"]);
  });

  it("goes by the close alone where that is the rule", () => {
    const rows = [flat(100), flat(100), [99, 99, 94, 96], [96, 97, 93, 94], flat(94)];
    expect(told(run(bars(...rows), weights([[1]]), guarded([stop], {triggers: "close"})).fills)).toEqual([
      [1, 1000, 100],
      [3, -1000, 94, "stop-loss"]
    ]);
  });

  it("counts from the average of what was paid", () => {
    const rows = [flat(100), flat(100), flat(110), [106, 107, 99.5, 101], flat(101)];
    const twice = weights([[0.5], [1], null, null]);
    const {fills} = run(bars(...rows), twice, guarded([stop], {cash: 1000, shares: "fractional"}));
    const entry = (100 * 5 + 110 * 5) / 10;
    expect(told(fills)[2]).toEqual([3, -10, entry - 5, "stop-loss"]);
  });

  it("takes away the strategy's orders of the bar", () => {
    const rows = [flat(100), flat(100), [99, 99, 94, 96], flat(96)];
    const {fills} = run(bars(...rows), weights([[1], [0.5], null]), guarded([stop]));
    expect(told(fills)).toEqual([
      [1, 1000, 100],
      [2, -1000, 95, "stop-loss"]
    ]);
  });

  it("says that it closed a side until the strategy wants another", () => {
    const rows = [flat(100), flat(100), [99, 99, 94, 96], flat(96), flat(96), flat(96), flat(96)];
    const strategy = weights([[1], [1], [1], [1], [0], [1], [1]]);
    const trading = {slippage: exact, commission: free, cash: 100_000, delay: 0, shares: "whole", strategy} as const;
    const marks = [...trade(bars(...rows), {...trading, ...guarded([stop])})];
    expect(marks.map(({book}) => book.stopped[0])).toEqual([0, 0, 1, 1, 1, 0, 0]);
    expect(told(marks.flatMap(({fills}) => fills)).map((row) => [row[0], row[1]])).toEqual([
      [1, 1000],
      [2, -1000],
      [6, 989]
    ]);
  });

  it("protects a position in the bar of its entry, if that is at the open", () => {
    const rows = [flat(100), [100, 101, 94, 100], flat(100)];
    const opened = run(bars(...rows), weights([[1]]), guarded([stop], {fill: "next-open"}));
    expect(told(opened.fills)).toEqual([
      [1, 1000, 100],
      [1, -1000, 95, "stop-loss"]
    ]);
    const closed = run(bars(...rows), weights([[1]]), guarded([stop]));
    expect(told(closed.fills)).toEqual([[1, 1000, 100]]);
  });

  it("closes over several bars what the volume does not allow in one", () => {
    const rows = [flat(100), flat(100, 100_000), [99, 99, 94, 96, 6000], [94, 96, 93, 96, 6000], flat(94)];
    const {fills} = run(bars(...rows), weights([[1]]), guarded([stop], {slippage: capped(0.1)}));
    expect(told(fills)).toEqual([
      [1, 1000, 100],
      [2, -600, 95, "stop-loss"],
      [3, -400, 94, "stop-loss"]
    ]);
  });

  it("has a distance in the units of its day, which a split changes", () => {
    const rows = [flat(100), flat(100), [50, 51, 48, 50], [49, 49, 46, 47], flat(47)];
    const actions = [{symbol: "A", t: 2 * day, action: "split", value: 2}] as const;
    const dated: Overlay = {
      adjust: (targets) => targets,
      guards: ({t}) => [{...stop, distance: t >= 2 * day ? 2.5 : 5}]
    };
    const {fills} = run(bars(...rows), weights([[1]]), {...guarded([]), overlays: [dated], actions});
    expect(told(fills)).toEqual([
      [1, 1000, 100],
      [3, -2000, 47.5, "stop-loss"]
    ]);
  });
});

describe("a guard from the best price", () => {
  it("follows it and never goes back", () => {
    const rows = [flat(100), flat(100), [101, 110, 100, 108], [108, 109, 106, 107], [107, 107, 104, 104], flat(104)];
    expect(told(run(bars(...rows), weights([[1]]), guarded([trail])).fills)).toEqual([
      [1, 1000, 100],
      [4, -1000, 105, "trail"]
    ]);
  });

  it("stays where it is when its distance grows or is missing", () => {
    const rows = [flat(100), flat(100), [101, 110, 100, 108], flat(108), flat(108), [107, 107, 104, 106], flat(104)];
    const distances = [5, 5, 5, 20, NaN, 20, 20];
    const wide: Overlay = {
      adjust: (targets) => targets,
      guards: ({t}) => [{...trail, distance: distances[t / day]}]
    };
    const {fills} = run(bars(...rows), weights([[1]]), {...guarded([]), overlays: [wide]});
    expect(told(fills)).toEqual([
      [1, 1000, 100],
      [5, -1000, 105, "trail"]
    ]);
  });

  it("knows only the close of the bar in whose close the position was opened", () => {
    const rows = [flat(100), [100, 120, 90, 100], [99, 99, 96, 98], [96, 97, 94, 95], flat(95)];
    expect(told(run(bars(...rows), weights([[1]]), guarded([trail])).fills)).toEqual([
      [1, 1000, 100],
      [3, -1000, 95, "trail"]
    ]);
  });

  it("follows the low of a short position", () => {
    const rows = [flat(100), flat(100), [99, 100, 90, 92], [92, 96, 91, 95], flat(95)];
    expect(told(run(bars(...rows), weights([[-1]]), guarded([trail])).fills)).toEqual([
      [1, -1000, 100],
      [3, 1000, 95, "trail"]
    ]);
  });

  it("begins anew with a position on the other side", () => {
    const rows = [flat(100), flat(100), [101, 120, 100, 118], [118, 119, 117, 118], [118, 119, 117, 118], flat(118)];
    const {fills} = run(bars(...rows), weights([[1], null, [-1], null, null, null]), guarded([trail]));
    expect(told(fills)).toEqual([
      [1, 1000, 100],
      [3, -2000, 118]
    ]);
  });

  it("begins anew with a position opened again", () => {
    const rows = [flat(100), flat(100), [101, 120, 100, 118], flat(118), flat(80), [80, 80, 76, 77], [77, 77, 74, 75]];
    const {fills} = run(bars(...rows), weights([[1], null, [0], [1], null, null, null]), guarded([trail]));
    expect(told(fills)).toEqual([
      [1, 1000, 100],
      [3, -1000, 118],
      [4, 1000, 80],
      [6, -1000, 75, "trail"]
    ]);
  });

  it("is put to new units by a split", () => {
    const rows = [flat(100), flat(100), [101, 110, 100, 108], [54, 54, 53, 53], [53, 53, 51, 51], flat(51)];
    const actions = [{symbol: "A", t: 3 * day, action: "split", value: 2}] as const;
    const dated: Overlay = {
      adjust: (targets) => targets,
      guards: ({t}) => [{...trail, distance: t >= 3 * day ? 2.5 : 5}]
    };
    const {fills} = run(bars(...rows), weights([[1]]), {...guarded([]), overlays: [dated], actions});
    expect(told(fills)).toEqual([
      [1, 1000, 100],
      [4, -2000, 52.5, "trail"]
    ]);
  });
});
