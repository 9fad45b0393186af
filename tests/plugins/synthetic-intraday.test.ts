import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {CalendarName} from "../../core/base/calendar.js";
import {calendar} from "../../core/base/calendar.js";
import {random} from "../../core/base/random.js";
import {deviation, mean} from "../../core/base/stats.js";
import {formatDate, parseDate} from "../../core/base/timeframe.js";
import type {Bar} from "../../core/plugin.js";
import {barChecker} from "../../core/store/intake/checks.js";
import {minutesOf} from "../../core/synthetic/minutes.js";
import {monthOf, weekOf} from "../../core/synthetic/sessions.js";
import type {Options} from "./synthetic-items.js";
import {bars, everything} from "./synthetic-items.js";

const intraday = ["1m", "5m", "15m", "30m", "1h", "4h"] as const;

/** Bars with one label joined: first open, highest high, lowest low, last close, sum of volumes. */
function joined(list: readonly Bar[], labelOf: (t: number) => number): Bar[] {
  const out: Bar[] = [];
  for (const bar of list) {
    const t = labelOf(bar.t);
    const last = out.at(-1);
    if (last?.t !== t) out.push({...bar, t});
    else {
      const {open, high, low, volume} = last;
      const [top, bottom] = [Math.max(high, bar.high), Math.min(low, bar.low)];
      out[out.length - 1] = {...bar, t, open, high: top, low: bottom, volume: volume + bar.volume};
    }
  }
  return out;
}

// Half a day on 2018-11-23 and 2018-12-24, none on 2018-12-05; clocks go back on 2018-11-04.
const markets: readonly (readonly [CalendarName, Options])[] = [
  ["XNYS", {calendar: "XNYS", symbols: 2, rows: 60, start: "2018-10-15"}],
  ["24/7", {calendar: "24/7", symbols: 2, rows: 25, start: "2018-10-20", model: "gbm", volatility: 0.8, jumps: 30}],
  ["XNYS", {calendar: "XNYS", symbols: 2, rows: 30, start: "2018-11-01", actions: true, regimes: "six"}]
];

describe.each(markets)("bars within the sessions of %s, %j", (name, options) => {
  const sessions = calendar(name);
  const days = bars(options);

  it.each(intraday)("of %s join to the days exactly, on the calendar's labels", async (timeframe) => {
    const list = await bars(options, {timeframe});
    const daily = await days;
    const dayOf = (t: number) => sessions.labelAt("1d", t);
    for (const symbol of ["S1", "S2"]) {
      const own = list.filter((bar) => bar.symbol === symbol);
      const expected = daily.filter((bar) => bar.symbol === symbol);
      expect(joined(own, dayOf)).toEqual(expected);
      const [first, last] = [expected[0].t, expected.at(-1)!.t];
      const labels = sessions.labels(timeframe, sessions.hours(first)!.open, sessions.hours(last)!.close);
      expect(own.map(({t}) => t)).toEqual(Array.from(labels));
    }
    const check = barChecker({...everything, timeframe});
    expect(list.map(check).filter((wrong) => wrong !== null)).toEqual([]);
    expect(list.every(({volume}) => Number.isInteger(volume))).toBe(true);
  });

  it("of every length are made of the same minutes", async () => {
    const minutes = await bars(options, {timeframe: "1m", symbols: ["S2"]});
    for (const timeframe of ["5m", "15m", "30m", "1h", "4h"] as const) {
      const list = await bars(options, {timeframe, symbols: ["S2"]});
      expect(joined(minutes, (t) => sessions.labelAt(timeframe, t))).toEqual(list);
    }
  });

  it("are the same in parts as in one", async () => {
    for (const timeframe of ["5m", "4h"] as const) {
      const list = await bars(options, {timeframe});
      const middle = list[Math.floor(list.length / 3)].t;
      for (const cut of [middle, middle + 60_000]) {
        const early = await bars(options, {timeframe, to: cut});
        const late = await bars(options, {timeframe, from: cut});
        const both = ["S1", "S2"].flatMap((symbol) => [...early, ...late].filter((bar) => bar.symbol === symbol));
        expect(both).toEqual(list);
      }
    }
  });
});

it("half days have half the minutes", async () => {
  const list = await bars(markets[0][1], {timeframe: "1m", symbols: ["S1"]});
  const on = (date: string) => list.filter(({t}) => formatDate(t) === date).length;
  expect([on("2018-11-21"), on("2018-11-23"), on("2018-12-05")]).toEqual([390, 210, 0]);
});

it("weeks and months are the days joined", async () => {
  const options: Options = {symbols: 2, rows: 300, calendar: "XNYS"};
  const daily = await bars(options);
  const xnys = calendar("XNYS");
  for (const [timeframe, labelOf] of [
    ["1w", weekOf],
    ["1mo", monthOf]
  ] as const) {
    const list = await bars(options, {timeframe});
    expect(list).toEqual(
      ["S1", "S2"].flatMap((each) =>
        joined(
          daily.filter(({symbol}) => symbol === each),
          labelOf
        )
      )
    );
    const own = list.filter(({symbol}) => symbol === "S1").map(({t}) => t);
    expect(own).toEqual(Array.from(xnys.labels(timeframe, own[0], own.at(-1)! + 1)));
  }
  const plain = await bars({symbols: 1, rows: 20, start: "2015-01-05", calendar: "weekdays"}, {timeframe: "1w"});
  expect(plain.map(({t}) => formatDate(t))).toEqual(["2015-01-05", "2015-01-12", "2015-01-19", "2015-01-26"]);
});

describe("within a session", () => {
  const minutes = bars({calendar: "XNYS", symbols: 4, rows: 100}, {timeframe: "1m"});
  const place = (list: readonly Bar[]) => list.map((bar, i) => [bar, i % 390] as const);

  it("trade crowds at the opening and the close", async () => {
    const list = place(await minutes);
    const volume = (from: number, to: number) =>
      mean(list.filter(([, i]) => i >= from && i < to).map(([bar]) => bar.volume));
    expect(volume(0, 30)).toBeGreaterThan(2 * volume(180, 210));
    expect(volume(360, 390)).toBeGreaterThan(2 * volume(180, 210));
  });

  it("prices move most minutes, and more at its ends", async () => {
    const list = place(await minutes);
    expect(list.filter(([bar]) => bar.open === bar.close).length / list.length).toBeLessThan(0.05);
    expect(list.filter(([bar]) => bar.high > bar.low).length / list.length).toBeGreaterThan(0.95);
    const swing = (from: number, to: number) =>
      deviation(list.filter(([, i]) => i >= from && i < to).map(([bar]) => Math.log(bar.close / bar.open)));
    expect(swing(0, 30)).toBeGreaterThan(1.3 * swing(180, 210));
  });
});

it("any session's minutes join to it, however odd its prices are", () => {
  const ticks = fc.array(fc.integer({min: 1, max: 2_000_000}), {minLength: 4, maxLength: 4});
  const narrow = fc.tuple(fc.integer({min: 1, max: 1_000_000}), fc.array(fc.nat(3), {minLength: 4, maxLength: 4}));
  const prices = fc.oneof(
    ticks,
    narrow.map(([base, more]) => more.map((each) => base + each))
  );
  fc.assert(
    fc.property(prices, fc.integer({min: 1, max: 400}), fc.nat(1e9), fc.nat(), (given, n, volume, seed) => {
      const [low, ...rest] = given.toSorted((a, b) => a - b).map((tick) => tick / 1e4);
      const [open, close] = given.slice(0, 2).map((tick) => tick / 1e4);
      const day = {opens: 0, closes: n * 60_000, open, high: rest[2], low, close, volume, crowded: seed % 2 === 0};
      const {length, t, ...columns} = minutesOf(day, random(seed));
      const list = Array.from(t, (each, i) => {
        const {open: o, high: h, low: l, close: c, volume: v} = columns;
        return {t: each, symbol: "S", open: o[i], high: h[i], low: l[i], close: c[i], volume: v[i]};
      });
      expect(length).toBe(n);
      expect(joined(list, () => 0)).toEqual([{t: 0, symbol: "S", open, high: rest[2], low, close, volume}]);
      const check = barChecker(everything);
      expect(list.map(check).find((wrong) => wrong !== null)).toBeUndefined();
    })
  );
});

it("weekdays have no hours", async () => {
  const weekdays = {symbols: 1, rows: 5, calendar: "weekdays"};
  await expect(bars(weekdays, {timeframe: "1h"})).rejects.toThrow(
    "invalid calendar: weekdays has no 1h bars; set calendar to XNYS or 24/7"
  );
  expect(parseDate("2015-01-05")).toBe((await bars(weekdays))[0].t);
});
