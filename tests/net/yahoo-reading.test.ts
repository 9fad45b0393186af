import fc from "fast-check";
import {expect, it} from "vitest";
import {readChart} from "../../core/net/yahoo/chart.js";
import {firstOfMonth, isTimeZone, localDate, mondayOf} from "../../core/net/yahoo/days.js";
import {asTraded, merged, splitsOf} from "../../core/net/yahoo/units.js";

const day = 86_400_000;
const at = (text: string) => Date.parse(text);

it("gives back what was traded, whatever splits followed, and keeps the order of prices", () => {
  const ratio = fc.integer({min: 1, max: 1500});
  const splits = fc.array(fc.record({t: fc.integer({min: 0, max: 300}), numerator: ratio, denominator: ratio}), {
    maxLength: 8
  });
  const price = fc.double({min: 0.01, max: 1e5, noNaN: true});
  fc.assert(
    fc.property(splits, price, price, fc.integer({min: 0, max: 300}), (given, low, high, date) => {
      const later = given.filter(({t}) => t > date);
      const factor = later.reduce((product, {numerator, denominator}) => product * (numerator / denominator), 1);
      const [least, most] = [Math.min(low, high), Math.max(low, high)].map((each) => each / factor);
      const row = {stamp: 0, open: least, high: most, low: least, close: most, volume: 600 * factor};
      const traded = asTraded(row, given, date);
      expect(traded.low / Math.min(low, high)).toBeCloseTo(1, 9);
      expect(traded.high / Math.max(low, high)).toBeCloseTo(1, 9);
      expect(traded.volume / 600).toBeCloseTo(1, 9);
      expect(traded.low).toBe(traded.open);
      expect(traded.low).toBeLessThanOrEqual(traded.close);
      expect(traded.close).toBe(traded.high);
    })
  );
});

it("takes splits of one date for one", () => {
  const ratio = (stamp: string, numerator: number, denominator: number) => ({stamp: at(stamp), numerator, denominator});
  const splits = [
    ratio("2024-06-10T13:30Z", 10, 1),
    ratio("2021-07-20T13:30Z", 4, 1),
    ratio("2024-06-10T14:00Z", 3, 2)
  ];
  expect(splitsOf({splits, timeZone: "America/New_York"})).toEqual([
    {t: at("2021-07-20"), numerator: 4, denominator: 1},
    {t: at("2024-06-10"), numerator: 30, denominator: 2}
  ]);
});

it("makes one row of several", () => {
  const row = (stamp: number, open: number, close: number) => {
    return {stamp, open, high: Math.max(open, close) + 1, low: Math.min(open, close) - 1, close, volume: stamp};
  };
  const rows = [row(1, 10, 12), row(2, 12, 15), row(4, 15, 8)];
  expect(merged(rows)).toEqual({stamp: 1, open: 10, high: 16, low: 7, close: 8, volume: 7});
  expect(
    merged([
      {...rows[0], adjusted: 3},
      {...rows[1], adjusted: 4}
    ]).adjusted
  ).toBe(4);
});

it("knows the date of an instant in a time zone, and its week and month", () => {
  expect(localDate("America/New_York", at("2024-03-10T03:59Z"))).toBe(at("2024-03-09"));
  expect(localDate("Australia/Sydney", at("2024-01-02T23:00Z"))).toBe(at("2024-01-03"));
  expect(localDate("Europe/London", at("2024-07-01T23:00Z"))).toBe(at("2024-07-02"));
  expect([isTimeZone("Asia/Tokyo"), isTimeZone("Nowhere/Town")]).toEqual([true, false]);
  for (let date = at("1969-12-20"); date < at("1970-02-10"); date += day) {
    expect(new Date(mondayOf(date)).getUTCDay()).toBe(1);
    expect((date - mondayOf(date)) / day).toBeLessThan(7);
    expect(mondayOf(date)).toBeLessThanOrEqual(date);
  }
  expect(firstOfMonth(at("2024-02-29"))).toBe(at("2024-02-01"));
});

/** An answer as the client hands it on, some of it another. */
function answer(more: object = {}): object {
  const quote = {open: [1, null], high: [3, null], low: [1, null], close: [2, null], volume: [9, null]};
  const meta = {exchangeTimezoneName: "America/New_York", regularMarketTime: 1_700_000_000};
  return {meta, timestamp: [1_577_975_400, 1_578_061_800], indicators: {quote: [quote]}, ...more};
}

it("reads rows, sessions and events whether the client has turned seconds into dates or not", () => {
  const regular = [[{start: 10, end: new Date(20_000)}]];
  const meta = {exchangeTimezoneName: "UTC", regularMarketTime: new Date(7000), tradingPeriods: {regular}};
  const events = {
    splits: {1: {date: 1, numerator: 2, denominator: 1}},
    dividends: {2: {date: new Date(2000), amount: 3}}
  };
  const chart = readChart(answer({meta, events}));
  expect(chart).toMatchObject({
    latest: 7000,
    sessions: [{start: 10_000, end: 20_000}],
    splits: [{stamp: 1000, numerator: 2, denominator: 1}],
    dividends: [{stamp: 2000, amount: 3}]
  });
  expect(chart.rows[0]).toEqual({stamp: 1_577_975_400_000, open: 1, high: 3, low: 1, close: 2, volume: 9});
  expect(chart.rows[1].close).toBe(null);
  expect(readChart(answer()).latest).toBe(1_700_000_000_000);
});

it.each<[string, object, RegExp]>([
  ["no time zone", {meta: {}}, /^unexpected meta\.exchangeTimezoneName /],
  ["a time zone that is none", {meta: {exchangeTimezoneName: "Mars/Base"}}, /unknown time zone/],
  ["columns of other lengths", {timestamp: [1, 2, 3]}, /not of one length/],
  ["prices as text", {indicators: {quote: [{open: ["1"]}]}}, /^unexpected indicators\.quote\.0\.open/],
  [
    "a split of nothing",
    {events: {splits: {1: {date: 1, numerator: 0, denominator: 1}}}},
    /^unexpected events\.splits/
  ],
  ["no columns", {indicators: {quote: []}}, /^unexpected indicators\.quote \(it is empty\)$/]
])("refuses %s", (_, more, message) => {
  expect(() => readChart(answer(more))).toThrow(message);
});
