import {describe, expect, it} from "vitest";
import {calendar} from "../../../core/base/calendar.js";
import {openingRange} from "../../../plugins/algorithms/opening-range.js";
import type {Ohlc} from "./running.js";
import {barsOf, flat, rounded, run} from "./running.js";

/** Half hours of New York: 13 a session, and 7 on the day after Thanksgiving. */
const labels = (day: number, days = 1) => calendar("XNYS").labels("30m", day, day + days * 864e5);
const monday = labels(Date.UTC(2021, 0, 4));
/** The first two bars range from 98 to 102. */
const opening: Ohlc[] = [
  [100, 101, 98, 99],
  [99, 102, 99, 100]
];
const session = (bars: readonly Ohlc[], count = 13, rest: Ohlc = flat(100)) => [
  ...opening,
  ...bars,
  ...Array.from({length: count - 2 - bars.length}, () => rest)
];
const options = {timeframe: "30m", bars: 2, risk: 0.04} as const;
const trade = (bars: readonly Ohlc[], times = monday, more: object = {}) =>
  run(openingRange({...options, ...more}), barsOf([bars], times));

describe("opening-range", () => {
  it("waits on both sides of the range until it is left", () => {
    const {given, fills} = trade(session([]));
    // 0.04 of 1,000 over a range of 4.
    expect(given).toEqual([
      {
        row: 1,
        symbol: 0,
        quantity: expect.closeTo(1000 / 102, 9) as number,
        stop: 102,
        group: 2,
        good: "day",
        tag: "entry"
      },
      expect.objectContaining({
        row: 1,
        quantity: expect.closeTo(-1000 / 102, 9) as number,
        stop: 98,
        group: 1,
        tag: "stop"
      }),
      expect.objectContaining({row: 1, quantity: -10, stop: 98, group: 2, tag: "entry"}),
      expect.objectContaining({row: 1, quantity: 10, stop: 102, group: 1, tag: "stop"})
    ]);
    expect(fills).toEqual([]);
    expect(trade(session([]), monday, {short: false}).given.length).toBe(2);
  });

  it("buys above, and is flat at the session's last close", () => {
    const bars = session([flat(101), [101, 103, 101, 103]], 13, flat(104));
    expect(trade(bars).fills).toEqual([
      {row: 3, symbol: 0, quantity: rounded(1000 / 102), price: 102, tag: "entry"},
      {row: 12, symbol: 0, quantity: -rounded(1000 / 102), price: 104, tag: "close"}
    ]);
  });

  it("sells below, and its stop is the range's other end", () => {
    const bars = session([[99, 99, 97, 97], flat(97), [97, 103, 97, 103]]);
    expect(trade(bars).fills).toEqual([
      {row: 2, symbol: 0, quantity: -10, price: 98, tag: "entry"},
      {row: 4, symbol: 0, quantity: 10, price: 102, tag: "stop"}
    ]);
  });

  it("leaves once, where the stop is hit in the last bar", () => {
    const bars = [...session([[101, 103, 101, 103]], 12, flat(103)), [103, 103, 97, 97] as const];
    const {fills} = trade(bars);
    expect(fills.map(({row, price, tag}) => [row, price, tag])).toEqual([
      [2, 102, "entry"],
      [12, 98, "stop"]
    ]);
  });

  it("does not enter in the last bar, and begins anew the next day", () => {
    const times = labels(Date.UTC(2021, 0, 4), 2);
    const late = [...session([], 12), [100, 110, 100, 110] as const];
    const {fills} = run(openingRange(options), barsOf([[...late, ...session([flat(105)], 13, flat(106))]], times));
    expect(fills.map(({row, price, tag}) => [row, price, tag])).toEqual([
      [15, 105, "entry"],
      [25, 106, "close"]
    ]);
  });

  it("knows of early closes", () => {
    const friday = labels(Date.UTC(2021, 10, 26));
    expect(friday.length).toBe(7);
    const {fills} = trade(session([[101, 103, 101, 103]], 7, flat(104)), friday);
    expect(fills.map(({row, tag}) => [row, tag])).toEqual([
      [2, "entry"],
      [6, "close"]
    ]);
  });

  it("leaves a session alone of which a first bar is missing, and bars of another length", () => {
    const missing: Ohlc[] = [flat(NaN), ...session([[101, 103, 101, 103]]).slice(1)];
    expect(trade(missing).given).toEqual([]);
    expect(trade(session([[101, 103, 101, 103]]), monday, {timeframe: "1h"}).given).toEqual([]);
  });

  it("refuses options that make no sense", () => {
    expect(() => openingRange({timeframe: "1d"})).toThrow("unknown opening-range timeframe: 1d");
    expect(() => openingRange({calendar: "XPAR"})).toThrow("unknown opening-range calendar: XPAR");
    expect(() => openingRange({bars: 0})).toThrow("invalid opening-range bars: 0");
  });
});
