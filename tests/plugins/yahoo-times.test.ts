import {expect, it} from "vitest";
import {calendar} from "../../core/base/calendar.js";
import {parseDate} from "../../core/base/timeframe.js";
import {collected} from "../servers/asking.js";
import type {Listing} from "../servers/yahoo-market.js";
import {distance, query, serving} from "../servers/yahoo-serving.js";

it("asks for minutes in pages of a week, and labels them right across daylight saving", async () => {
  const {server, source} = await serving(["DST"], {now: "2023-11-17"});
  const [from, to] = ["2023-10-19", "2023-11-17"];
  const {bars, faults} = await collected(source, query("DST", "1m", from, to));
  expect(faults).toEqual([]);
  expect(bars.map(({t}) => t)).toEqual(Array.from(calendar("XNYS").labels("1m", parseDate(from), parseDate(to))));
  expect(bars).toHaveLength(21 * 390);
  const pages = server.requests.filter(({query: {interval}}) => interval === "1m");
  expect(pages.map(({query: {period1, period2}}) => Number(period2) - Number(period1))).toEqual(
    Array(4)
      .fill(7 * 86_400)
      .concat([expect.any(Number)])
  );
  // The opening moves from 13:30 to 14:30 UTC.
  expect(bars.filter(({t}) => t === Date.parse("2023-11-03T13:30Z"))).toHaveLength(1);
  expect(bars.filter(({t}) => t === Date.parse("2023-11-06T13:30Z"))).toHaveLength(0);
});

it.each(["5m", "15m", "30m", "1h"] as const)(
  "gives bars of %s, a half day's too, as traded before a split",
  async (timeframe) => {
    const split = {date: "2023-11-28", numerator: 4, denominator: 1};
    const listing = {symbol: "HALF", splits: [split]};
    const {server, source} = await serving([listing], {now: "2023-12-01"});
    const [from, to] = ["2023-11-20", "2023-12-01"];
    const {bars, actions} = await collected(source, query("HALF", timeframe, from, to));
    expect(bars.map(({t}) => t)).toEqual(
      Array.from(calendar("XNYS").labels(timeframe, parseDate(from), parseDate(to)))
    );
    const opens = server.truth("HALF").filter(({label}) => label >= parseDate(from));
    for (const {start, traded} of opens)
      expect(distance(bars.find(({t}) => t === start)!.open, traded.open)).toBeLessThan(2 ** -23);
    expect(opens[0].units).toEqual([4, 1]);
    expect(actions).toHaveLength(1);
  }
);

it.each(["1m", "30m", "1h", "1d", "1w", "1mo"] as const)(
  "goes on at any bar of %s where it was left",
  async (timeframe) => {
    const splits = [{date: "2023-12-20", numerator: 3, denominator: 1}];
    const {source} = await serving([{symbol: "PART", splits}], {now: "2023-12-29T22:00:00Z"});
    const all = query("PART", timeframe, timeframe.endsWith("m") || timeframe === "1h" ? "2023-12-05" : "2023-01-01");
    const {bars} = await collected(source, all);
    for (const middle of [bars[1].t, bars[bars.length >> 1].t, bars[bars.length - 1].t]) {
      const before = await collected(source, {...all, to: middle});
      const after = await collected(source, {...all, from: middle});
      expect([...before.bars, ...after.bars]).toEqual(bars);
    }
  }
);

it("makes no second bar of the running row and of the price at the close", async () => {
  const during = await serving(["RUN"], {now: "2023-12-29T16:07:31Z"});
  const daily = await collected(during.source, query("RUN", "1d", "2023-12-27", "2024-01-01"));
  expect(daily.bars.map(({t}) => new Date(t).getUTCDate())).toEqual([27, 28, 29]);
  const running = await collected(during.source, query("RUN", "5m", "2023-12-29", "2024-01-01"));
  expect(running.bars.map(({t}) => t % 300_000)).toEqual(running.bars.map(() => 0));
  expect(running.bars).toHaveLength(20);
  const after = await serving(["RUN"], {now: "2023-12-29T22:00:00Z"});
  const closed = await collected(after.source, query("RUN", "5m", "2023-12-29", "2024-01-01"));
  expect(closed.bars).toHaveLength(78);
});

it("knows markets that never close, and exchanges whose date is another than UTC's", async () => {
  const listings: Listing[] = [
    {symbol: "BTC-USD", calendar: "24/7", type: "CRYPTOCURRENCY"},
    {symbol: "EURUSD=X", timeZone: "Europe/London", stampOf: (label) => label - 3_600_000},
    {symbol: "BHP.AX", timeZone: "Australia/Sydney", stampOf: (label) => label - 3_600_000}
  ];
  const {server, source} = await serving(listings, {from: "2023-06-01", now: "2023-09-01"}, {calendar: "24/7"});
  expect(source.calendar).toBe("24/7");
  const [from, to] = ["2023-07-03", "2023-08-01"];
  const coin = await collected(source, query("BTC-USD", "1h", "2023-08-30", "2023-09-01"));
  expect(coin.bars.map(({t}) => t)).toEqual(
    Array.from({length: 48}, (_, i) => parseDate("2023-08-30") + 3_600_000 * i)
  );
  const minutes = await collected(source, query("BTC-USD", "1m", "2023-08-31", "2023-09-01"));
  expect(minutes.bars).toHaveLength(1440);
  for (const symbol of ["BTC-USD", "EURUSD=X", "BHP.AX"]) {
    const {bars} = await collected(source, query(symbol, "1d", from, to));
    const labels = server.truth(symbol).map(({label}) => label);
    expect(bars.map(({t}) => t)).toEqual(labels.filter((t) => t >= parseDate(from) && t < parseDate(to)));
  }
});

it("takes all there is where no dates are given, and refuses what Yahoo no longer has", async () => {
  const {server, source} = await serving(["AAA"]);
  const everything = {symbols: ["AAA"], from: -Infinity, to: Infinity};
  expect((await collected(source, {...everything, timeframe: "1d"})).bars).toHaveLength(250);
  const dateless = {...everything, from: -8.64e15, to: 8.64e15, timeframe: "15m"} as const;
  const {bars} = await collected(source, dateless);
  expect(new Set(bars.map(({t}) => Math.floor(t / 86_400_000))).size).toBeGreaterThan(36);
  const asked = server.requests.length;
  await expect(collected(source, query("AAA", "5m", "2023-10-02", "2023-12-01"))).rejects.toThrow(
    "invalid dates: yahoo has bars of AAA this short for the last 60 days only; ask for later dates or a longer timeframe"
  );
  expect(server.requests.length - asked).toBe(2);
});
