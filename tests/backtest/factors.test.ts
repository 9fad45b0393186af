import {describe, expect, it} from "vitest";
import {factorRows, factorsOf, factorText} from "../../core/backtest/account/factors.js";
import type {Action} from "../../core/plugin.js";
import {apart, closesOf, day, holding, reinvested} from "./holding.js";
import {backtest} from "../../core/backtest/backtest.js";

const dates = ["06-05", "06-06", "06-09", "06-10", "06-11"];

describe("a factor file", () => {
  it("says what prices and volumes are multiplied by, from which day on", () => {
    const panel = closesOf(dates, {B: [20, 20, 20, 20, 20], A: [null, 100, 24, 25, 25]});
    const actions: Action[] = [
      {action: "split", t: day("06-09"), symbol: "A", value: 4},
      {action: "dividend", t: day("06-11"), symbol: "A", value: 5},
      {action: "dividend", t: day("06-05"), symbol: "B", value: 5},
      {action: "dividend", t: day("06-12"), symbol: "B", value: 5}
    ];
    const rows = factorRows(panel, factorsOf(panel, actions));
    expect(rows).toEqual([
      {symbol: "B", t: day("06-05"), price: 1, units: 1},
      {symbol: "A", t: day("06-06"), price: 0.8 / 4, units: 4},
      {symbol: "A", t: day("06-09"), price: 0.8, units: 1},
      {symbol: "A", t: day("06-11"), price: 1, units: 1}
    ]);
    expect(factorText(rows)).toBe(
      "symbol,date,price,units\nB,2014-06-05,1,1\nA,2014-06-06,0.2,4\nA,2014-06-09,0.8,1\nA,2014-06-11,1,1\n"
    );
  });

  it("goes on through a merger as what holders were given", () => {
    const panel = closesOf(dates, {A: [20, 22, null, null, null], B: [40, 40, 21, 18, 19]});
    const split: Action = {action: "split", t: day("06-09"), symbol: "B", value: 2};
    const dividend: Action = {action: "dividend", t: day("06-10"), symbol: "B", value: 2.1};
    const merger: Action = {action: "merger", t: day("06-09"), symbol: "A", value: 0.5, to: "B", cash: 12};
    const {price, units} = factorsOf(panel, [dividend, merger, split]);
    // On the day of the merger a unit of B is worth 40 / 2, so that a unit of A is 0.5 + 12 / 20 of it.
    expect(price[0]).toBeCloseTo(0.9 / 1.1, 12);
    expect(units[0]).toBe(0.5);
    expect([price[1], units[1]]).toEqual([0.45, 2]);
    const stock: Action = {action: "merger", t: day("06-09"), symbol: "A", value: 1.1, to: "B"};
    const factors = factorsOf(panel, [dividend, stock, split]);
    const held = [20 * factors.price[0], 22 * factors.price[2], 21 * factors.price[5], 18, 19];
    const {equity} = backtest(
      panel,
      holding([1, 0], {dividends: "reinvest"}),
      {periods: 252, actions: [dividend, stock, split]},
      0
    );
    expect(apart(equity, held)).toBeLessThan(1e-13);
  });

  it("ends with a merger for cash alone, or into what has no price or is not there", () => {
    const panel = closesOf(dates, {A: [20, 22, null, null, null], B: [null, null, null, 18, 19]});
    const merger = {action: "merger", t: day("06-09"), symbol: "A"} as const;
    const given: readonly Partial<Action>[] = [{cash: 22}, {value: 1, to: "C"}, {value: 1, to: "B"}];
    for (const each of given) expect(factorsOf(panel, [{...merger, ...each}]).price[0]).toBe(1);
  });

  it("follows one merger after the other, and no circle", () => {
    const panel = closesOf(dates, {
      A: [10, null, null, null, null],
      B: [20, 20, null, null, null],
      C: [5, 5, 5, 5, 10]
    });
    const one: Action = {action: "merger", t: day("06-06"), symbol: "A", value: 0.5, to: "B"};
    const two: Action = {action: "merger", t: day("06-09"), symbol: "B", value: 4, to: "C"};
    const {price, units} = factorsOf(panel, [one, two]);
    expect([price[0], units[0]]).toEqual([0.5, 2]);
    const back: Action = {action: "merger", t: day("06-10"), symbol: "C", value: 1, to: "A"};
    expect(Number.isFinite(factorsOf(panel, [one, two, back]).price[0])).toBe(true);
  });

  it("refuses a dividend that is not below the price", () => {
    const panel = closesOf(dates, {A: [5, 5, 5, 5, 5]});
    expect(() => factorsOf(panel, [{action: "dividend", t: day("06-06"), symbol: "A", value: 5}])).toThrow(
      "invalid dividend: 5 of A on 2014-06-06 is not below the close before it, 5"
    );
  });

  it("gives the returns of one who puts dividends back in, also of many symbols", () => {
    const panel = closesOf(dates, {A: [10, 11, 6, 6, 6], B: [30, 31, 29, 30, 32]});
    const actions: Action[] = [
      {action: "split", t: day("06-09"), symbol: "A", value: 2},
      {action: "dividend", t: day("06-10"), symbol: "A", value: 0.2},
      {action: "dividend", t: day("06-09"), symbol: "B", value: 1}
    ];
    const {price} = factorsOf(panel, actions);
    const {close} = panel.fields;
    const level = (s: number, row: number) => (price[row * 2 + s] * close[row * 2 + s]) / (price[s] * close[s]);
    const both = dates.map((_, row) => level(0, row) + level(1, row));
    expect(apart(reinvested(panel, actions).equity, both)).toBeLessThan(1e-13);
  });
});
