import {once} from "node:events";
import {readdirSync, readFileSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {Outage} from "../../core/base/outage.js";
import {parseDate} from "../../core/base/timeframe.js";
import type {Query} from "../../core/plugin.js";
import {barChecker} from "../../core/store/intake/checks.js";
import {yahoo} from "../../plugins/sources/yahoo.js";
import {realData, unlessMissing} from "../data.js";
import {collected, contextOf} from "../servers/asking.js";

const {path: folder, missing} = realData("api-fixtures", "yahoo");
const files = missing ? [] : readdirSync(folder).filter((name) => name.endsWith(".json"));
const charts = files.filter((name) => /^(chart|historical)-/.test(name) && !name.includes("notimestamp"));

interface Recording {
  readonly request: {readonly url: string};
  readonly response: {readonly status: number; readonly headers: Record<string, string>; readonly bodyJson: unknown};
}

interface Recorded {
  readonly chart: {
    readonly result: readonly {
      readonly timestamp?: readonly number[];
      readonly indicators: {readonly quote: readonly Record<string, readonly number[]>[]};
    }[];
  };
}

describe.skipIf(missing)(`Yahoo's answers as recorded ${unlessMissing}`, () => {
  let playing: Recording;
  const server = createServer((_, response) => {
    const {status, headers, bodyJson} = playing.response;
    const {"content-length": _length, ...others} = headers;
    response.writeHead(status, others).end(JSON.stringify(bodyJson));
  });
  let url = "";
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  /** What the source makes of a recording. */
  async function played(file: string, more: Partial<Query> = {}) {
    playing = JSON.parse(readFileSync(join(folder, file), "utf8")) as Recording;
    const {pathname, searchParams} = new URL(playing.request.url);
    const symbol = decodeURIComponent(pathname.split("/").pop()!);
    const interval = searchParams.get("interval");
    const timeframe = interval === "1m" ? "1m" : interval === "1h" ? "1h" : "1d";
    const query: Query = {symbols: [symbol], timeframe, from: -Infinity, to: Infinity, ...more};
    const source = yahoo({url, rate: Infinity, attempts: 1});
    return {symbol, query, ...(await collected(source, query))};
  }

  it.each(charts)("%s", async (file) => {
    const {symbol, query, bars, faults} = await played(file);
    const [{timestamp = []}] = (playing.response.bodyJson as Recorded).chart.result;
    expect(faults).toEqual([]);
    expect(bars).toHaveLength(timestamp.length);
    const check = barChecker(query);
    let before = -Infinity;
    for (const bar of bars) {
      expect(check(bar)).toBe(null);
      expect(bar.symbol).toBe(symbol);
      expect(bar.t).toBeGreaterThan(before);
      expect(bar.t % 86_400_000).toBe(0);
      // Not one of the recorded prices lies outside its range, not even by rounding.
      expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
      expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
      before = bar.t;
    }
  });

  it("gives Apple's split, dividend and prices of 2020", async () => {
    const {bars, actions} = await played("chart-AAPL-2020-08-31-to-2020-11-07.json");
    expect(actions).toEqual([
      {action: "split", t: parseDate("2020-08-31"), symbol: "AAPL", value: 4},
      {action: "dividend", t: parseDate("2020-11-06"), symbol: "AAPL", value: 0.205}
    ]);
    expect(bars[0].t).toBe(parseDate("2020-08-31"));
    expect(bars[0].close).toBeCloseTo(129.04, 2);
    const weekly = await played("chart-AAPL-2020-08-31-to-2020-11-07.json", {timeframe: "1w"});
    expect(weekly.bars.map(({t}) => (t / 86_400_000 - 4) % 7)).toEqual(Array(10).fill(0));
    const week = bars.slice(0, 5);
    expect(weekly.bars[0]).toMatchObject({
      open: week[0].open,
      high: Math.max(...week.map(({high}) => high)),
      close: week[4].close,
      volume: week.reduce((sum, {volume}) => sum + volume, 0)
    });
  });

  it("gives Nvidia's prices before its split in units of then", async () => {
    const {bars, actions} = await played("historical-via-chart-NVDA-split-2021-02-01-to-2022-01-31.csv.json");
    expect(actions).toEqual([{action: "split", t: parseDate("2021-07-20"), symbol: "NVDA", value: 4}]);
    const close = (date: string) => bars.find(({t}) => t === parseDate(date))!.close;
    // The recording ends before the split of ten for one in 2024, which its prices are adjusted for: 751.19 and 186.12.
    expect(close("2021-07-19") * 10).toBeCloseTo(751.19, 2);
    expect(close("2021-07-20") * 10).toBeCloseTo(186.12, 2);
  });

  it("gives Microsoft's dividends and every day of Tesla", async () => {
    const {actions} = await played("historical-via-chart-MSFT-dividends-2021-02-01-to-2022-01-31.csv.json");
    expect(actions.map(({t, value}) => [new Date(t).toISOString().slice(0, 10), value])).toEqual([
      ["2021-02-17", 0.56],
      ["2021-05-19", 0.56],
      ["2021-08-18", 0.56],
      ["2021-11-17", 0.62]
    ]);
    const {bars} = await played("historical-via-chart-dividends-TSLA-no-dividends.json");
    expect(bars).toHaveLength(3303);
    expect(bars[0].t).toBe(parseDate("2010-06-29"));
    expect(bars[3302].t).toBe(parseDate("2023-08-11"));
  });

  it.each(files.filter((name) => name.includes("notimestamp")))("%s is nonsense, and no bar", async (file) => {
    await expect(played(file)).rejects.toThrow(Outage);
  });

  it("finds what a search found", async () => {
    playing = JSON.parse(readFileSync(join(folder, "search-AAPL.json"), "utf8")) as Recording;
    const found = await yahoo({url, attempts: 1}).search!("AAPL", contextOf());
    expect(found).toHaveLength(6);
    expect(found[0]).toEqual({symbol: "AAPL", name: "Apple Inc.", exchange: "NASDAQ", type: "equity"});
  });
});
