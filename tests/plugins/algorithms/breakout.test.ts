import {describe, expect, it} from "vitest";
import {breakout} from "../../../plugins/algorithms/breakout.js";
import type {Ohlc} from "./running.js";
import {barsOf, path, rounded, run} from "./running.js";

/** After row 2 the channel of three bars is 9 … 12, and the true range of the last bar 1. */
const begin: Ohlc[] = [
  [10, 11, 9, 10],
  [10, 12, 10, 11],
  [11, 11.5, 10.5, 11]
];
const options = {window: 3, range: 1, stop: 2, risk: 0.1, most: 1} as const;
const trade = (later: readonly Ohlc[], more: Partial<Parameters<typeof breakout>[0]> = {}) =>
  run(breakout({...options, ...more}), barsOf([[...begin, ...later]]));

describe("breakout", () => {
  it("waits on both sides of the channel, with a stop behind each, and sizes by the stop", () => {
    const {given} = trade([]);
    // Of 1,000 a tenth is risked: 100 / (2 · 1) units, which are worth less than 1,000 at 12.
    const [buy, below, sell, above] = given.filter(({row}) => row === 2);
    expect(buy).toMatchObject({quantity: 50, stop: 12, good: "bar", tag: "entry"});
    expect(below).toMatchObject({quantity: -50, trail: 2, tag: "stop"});
    expect(sell).toMatchObject({quantity: -50, stop: 9, good: "bar", tag: "entry"});
    expect(above).toMatchObject({quantity: 50, trail: 2, tag: "stop"});
    expect(buy.group).toBe(sell.group);
    expect(below.parent).not.toBe(above.parent);
    expect(trade([], {most: 0.3}).given.filter(({row}) => row === 2)[0].quantity).toBeCloseTo(300 / 12, 12);
    expect(trade([], {short: false}).given.filter(({row}) => row === 2).length).toBe(2);
  });

  it("enters at the high and follows with the stop", () => {
    const {fills} = trade([
      [11.2, 12.5, 11, 12.4],
      [12.4, 14, 12.1, 13.8],
      [13, 13, 11.5, 11.8]
    ]);
    // The best price until row 4 is 14, so the stop of row 5 is 12.
    expect(fills).toEqual([
      {row: 3, symbol: 0, quantity: 50, price: 12, tag: "entry"},
      {row: 5, symbol: 0, quantity: -50, price: 12, tag: "stop"}
    ]);
  });

  it("enters at the low and follows with the stop", () => {
    const {fills} = trade([
      [10, 10, 8.5, 8.6],
      [8.6, 8.8, 6, 6.5],
      [7, 8.4, 7, 8]
    ]);
    expect(fills).toEqual([
      {row: 3, symbol: 0, quantity: -50, price: 9, tag: "entry"},
      {row: 5, symbol: 0, quantity: 50, price: 8, tag: "stop"}
    ]);
  });

  it("is on one side alone of a bar that reaches both, and stopped in it", () => {
    const {fills, result} = trade([
      [10.5, 12.5, 8.5, 9],
      [9, 9, 9, 9]
    ]);
    expect(fills).toEqual([
      {row: 3, symbol: 0, quantity: 50, price: 12, tag: "entry"},
      {row: 3, symbol: 0, quantity: -50, price: 10, tag: "stop"}
    ]);
    expect(result.equity[3]).toBe(900);
  });

  it("goes in with a gap, and out with one", () => {
    const {fills} = trade([
      [13, 13.2, 12.8, 13],
      [10, 10.5, 9.8, 10]
    ]);
    expect(fills).toEqual([
      {row: 3, symbol: 0, quantity: 50, price: 13, tag: "entry"},
      {row: 4, symbol: 0, quantity: -50, price: 10, tag: "stop"}
    ]);
  });

  it("takes its gain at the target, and the stop is gone with it", () => {
    const {fills} = trade(
      [
        [11.2, 13.5, 11, 12.4],
        [12.4, 14, 12.1, 13.8],
        [13, 13, 2, 2]
      ],
      {target: 1, short: false}
    );
    // What is placed within row 3 waits for the next bar, which reaches 12 + 1.
    expect(fills).toEqual([
      {row: 3, symbol: 0, quantity: 50, price: 12, tag: "entry"},
      {row: 4, symbol: 0, quantity: -50, price: 13, tag: "target"}
    ]);
  });

  it("leaves at the stop alone of a bar that reaches the target too", () => {
    const {fills, waiting} = trade(
      [
        [11.2, 12.5, 11, 12.4],
        [12.4, 14, 9, 9.5]
      ],
      {target: 1, short: false}
    );
    expect(fills.map(({row, quantity, price, tag}) => [row, quantity, price, tag])).toEqual([
      [3, 50, 12, "entry"],
      [4, -50, 10, "stop"]
    ]);
    expect(waiting.map(({tag, parent}) => [tag, parent === undefined])).toEqual([
      ["entry", true],
      ["stop", false],
      ["target", false]
    ]);
  });

  it("gives no entry while it holds, and is never without a stop", () => {
    const bars = [path(400, 3, {noise: 0.004}), path(400, 4, {noise: 0.004})];
    const {given, fills} = run(breakout({target: 4}), barsOf(bars));
    const held = [0, 0];
    const open = new Map<number, number>();
    expect(fills.length).toBeGreaterThan(20);
    for (const {symbol, quantity, tag, row} of fills) {
      if (tag === "entry") open.set(symbol, row);
      const before = held[symbol];
      held[symbol] = rounded(before + quantity);
      if (tag !== "entry") {
        expect(held[symbol], `row ${row}`).toBeCloseTo(0, 6);
        const during = given.filter((each) => each.symbol === symbol && each.tag === "entry");
        expect(during.filter((each) => each.row >= open.get(symbol)! && each.row < row)).toEqual([]);
      } else expect(before, `row ${row}`).toBeCloseTo(0, 6);
    }
  });

  it("guards what remains of a position that something else has cut", () => {
    const {given, waiting, result} = run(
      breakout({...options, most: 5, risk: 1, stop: 4, short: false}),
      barsOf([[...begin, [11.2, 12.5, 11, 12.4], [12, 12, 9.5, 9.6], [9.6, 9.7, 9.5, 9.6]]]),
      {margin: {initial: 0.5, maintenance: 0.4}}
    );
    // 2,000 / 12 units are bought; at 9.6 equity is 600 and must be half of what is kept: 125 units.
    expect(result.fills.map(({forced}) => forced)).toEqual([undefined, "margin-call"]);
    const [stop, ...others] = given.filter(({row}) => row === 4);
    expect(others).toEqual([]);
    expect(stop.tag).toBe("stop");
    expect(stop.trail).toBeCloseTo(4 * 2.9, 9);
    expect(stop.quantity).toBeCloseTo(-125, 9);
    expect(given.filter(({row}) => row === 5)).toEqual([]);
    expect(waiting.map(({quantity, trail}) => [rounded(quantity), rounded(trail!)])).toEqual([[-125, 11.6]]);
  });

  it("refuses options that make no sense", () => {
    expect(() => breakout({stop: 0})).toThrow("invalid breakout stop: 0");
    expect(() => breakout({window: 0})).toThrow("invalid breakout window: 0");
    expect(() => breakout({risk: 2})).toThrow("invalid breakout risk: 2");
  });
});
