import {describe, expect, it} from "vitest";
import {calendar} from "../../../core/base/calendar.js";
import {scheduledRebalance} from "../../../plugins/algorithms/scheduled-rebalance.js";
import {barsOf, flat, run} from "./running.js";

/** The sessions of New York from 4 January to 16 April 2021, and prices that stay. */
const times = calendar("XNYS").sessions(Date.UTC(2021, 0, 4), Date.UTC(2021, 3, 17));
const still = (...prices: number[]) => prices.map((price) => Array.from(times, () => flat(price)));
const always = (...values: number[]) => values.map((value) => Array.from(times, () => value));
const dateOf = (row: number) => new Date(times[row]).toISOString().slice(0, 10);
const panelOf = (prices: number[], others: Record<string, number[]> = {}) =>
  barsOf(still(...prices), times, Object.fromEntries(Object.entries(others).map(([k, v]) => [k, always(...v)])));

/** The days on which it looked at the pipeline. */
const dates = (options: Parameters<typeof scheduledRebalance>[0]) => {
  const {result} = run(scheduledRebalance(options), panelOf([10, 20]));
  const {screened} = result.records!;
  return Array.from(screened.keys())
    .filter((row) => screened[row] === 2)
    .map(dateOf);
};

describe("scheduled-rebalance", () => {
  it("acts on the appointed sessions, holidays heeded", () => {
    expect(dates({})).toEqual(["2021-01-04", "2021-02-01", "2021-03-01", "2021-04-01"]);
    expect(dates({offset: 1})).toEqual(["2021-01-05", "2021-02-02", "2021-03-02", "2021-04-05"]);
    expect(dates({from: "end"})).toEqual(["2021-01-29", "2021-02-26", "2021-03-31"]);
    // Martin Luther King's day, Washington's birthday and Good Friday.
    expect(dates({every: "week"}).slice(0, 8)).toEqual([
      "2021-01-04",
      "2021-01-11",
      "2021-01-19",
      "2021-01-25",
      "2021-02-01",
      "2021-02-08",
      "2021-02-16",
      "2021-02-22"
    ]);
    expect(dates({every: "week", from: "end"}).slice(-3)).toEqual(["2021-04-01", "2021-04-09", "2021-04-16"]);
    expect(dates({every: "day"}).length).toBe(times.length);
  });

  it("holds equal parts, bought on the bar after", () => {
    const {fills, result} = run(scheduledRebalance({gross: 0.8}), panelOf([10, 20, 40, 50]));
    expect(fills.map(({row, symbol, quantity}) => [row, symbol, quantity])).toEqual([
      [1, 0, 20],
      [1, 1, 10],
      [1, 2, 5],
      [1, 3, 4]
    ]);
    expect(result.gross.at(-1)).toBeCloseTo(0.8, 12);
  });

  it("holds what passes the screen, and sells what no longer does", () => {
    const passes = [times.map((_, row) => (row < 10 ? 1 : 0)), times.map((_, row) => (row < 10 ? NaN : 2))].map(
      (each) => Array.from(each)
    );
    const panel = barsOf(still(10, 20), times, {liquid: passes});
    const {fills} = run(scheduledRebalance({screen: "liquid"}), panel);
    const february = times.indexOf(Date.UTC(2021, 1, 1));
    expect(fills.map(({row, symbol, quantity}) => [row, symbol, quantity])).toEqual([
      [1, 0, 100],
      [february + 1, 0, -100],
      [february + 1, 1, 50]
    ]);
  });

  it("weighs by a field, negative for short", () => {
    const {fills} = run(scheduledRebalance({by: "score"}), panelOf([10, 10, 10, 10], {score: [3, -1, NaN, 0]}));
    // Sales come first.
    expect(fills.map(({symbol, quantity}) => [symbol, quantity])).toEqual([
      [1, -25],
      [0, 75]
    ]);
  });

  it("takes the best by a field, in equal parts, and the first of equals", () => {
    const {given} = run(scheduledRebalance({by: "score", best: 2}), panelOf([10, 10, 10, 10], {score: [1, 5, NaN, 1]}));
    expect(given.filter(({row}) => row === 0).map(({symbol, quantity}) => [symbol, quantity])).toEqual([
      [0, 0.5],
      [1, 0.5]
    ]);
  });

  it("sells before it buys", () => {
    const first = Array.from(times, (_, row) => flat(row < 3 ? 10 : 30));
    const {fills} = run(scheduledRebalance(), barsOf([first, still(10)[0]], times));
    const february = fills.filter(({row}) => row > 1);
    // 50 units each; at 30 and 10 equity is 2,000, and half of it is 33⅓ and 100 units.
    expect(february.slice(0, 2).map(({symbol}) => symbol)).toEqual([0, 1]);
    expect(february[0].quantity).toBeCloseTo(-50 / 3, 6);
    expect(february[1].quantity).toBeCloseTo(50, 6);
  });

  it("leaves alone what has no close on the day, and cancels what waits", () => {
    const february = times.indexOf(Date.UTC(2021, 1, 1));
    const gone = Array.from(times, (_, row) => flat(row === february ? NaN : 10));
    const {fills} = run(scheduledRebalance(), barsOf([gone, still(10)[0]], times));
    expect(fills.filter(({symbol}) => symbol === 0).map(({row}) => row)).toEqual([1]);
    // Bars without a volume fill nothing: what was ordered in January waits until February, and no longer.
    const thin = run(scheduledRebalance(), panelOf([10, 20]), {
      slippage: {
        fill: ({quantity}, price, now) => (now.t < times[february] ? null : {price, quantity})
      }
    });
    expect(thin.fills.map(({row, quantity}) => [row, quantity])).toEqual([
      [february, 50],
      [february, 25]
    ]);
    expect(thin.result.unfilled).toBe(0);
    const later = run(scheduledRebalance(), panelOf([10, 20]), {
      slippage: {fill: ({quantity}, price, now) => (now.t <= times[february] ? null : {price, quantity})}
    });
    expect(later.fills.map(({row, quantity}) => [row, quantity])).toEqual([
      [february + 1, 50],
      [february + 1, 25]
    ]);
    expect(later.result.unfilled).toBe(2);
  });

  it("refuses options that make no sense", () => {
    expect(() => scheduledRebalance({every: "year"})).toThrow("unknown scheduled-rebalance every: year");
    expect(() => scheduledRebalance({best: 3})).toThrow("invalid scheduled-rebalance best: 3 without a field");
    expect(() => scheduledRebalance({offset: -1})).toThrow("invalid scheduled-rebalance offset: -1");
  });
});
