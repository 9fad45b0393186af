import {spawn} from "node:child_process";
import {once} from "node:events";
import {createInterface} from "node:readline";
import {expect, it, vi} from "vitest";
import {loader} from "../../core/lab/home.js";
import {Absent} from "../../core/base/absent.js";
import {calendar} from "../../core/base/calendar.js";
import {parseDate} from "../../core/base/timeframe.js";
import type {Bar} from "../../core/plugin.js";
import {barChecker} from "../../core/store/intake/checks.js";
import {yahoo} from "../../plugins/sources/yahoo.js";
import {collected, contextOf} from "../servers/asking.js";
import type {Listing, Session} from "../servers/yahoo-market.js";
import {distance, query, serving} from "../servers/yahoo-serving.js";

const prices = ["open", "high", "low", "close"] as const;

/** Expects a bar as it was traded, as near as single precision in today's units allows. */
function expectTraded(bar: Bar, {traded, units: [above, below], adjusted, label}: Session): void {
  expect(bar.t).toBe(label);
  for (const name of prices) {
    const stated = Math.fround((traded[name] * below) / above);
    expect(distance(bar[name], (stated * above) / below)).toBeLessThan(1e-9);
    expect(distance(bar[name], traded[name])).toBeLessThan(2 ** -23);
  }
  expect(distance(bar.volume, traded.volume)).toBeLessThan(1e-9);
  expect(bar.adjusted).toBe(adjusted);
}

const thrice: Listing = {
  symbol: "THRICE",
  splits: [
    {date: "2023-03-15", numerator: 7, denominator: 1},
    {date: "2023-06-14", numerator: 3, denominator: 2},
    {date: "2023-10-11", numerator: 1, denominator: 10}
  ],
  dividends: [
    {date: "2023-02-15", amount: 0.91},
    {date: "2023-06-14", amount: 0.13},
    {date: "2023-11-15", amount: 1.27}
  ]
};

it("gives bars as they were traded, through three splits", async () => {
  const {server, source} = await serving([thrice]);
  const {bars, faults} = await collected(source, query("THRICE"));
  const truth = server.truth("THRICE");
  expect(faults).toEqual([]);
  expect(bars).toHaveLength(250);
  for (const [i, bar] of bars.entries()) expectTraded(bar, truth[i]);
  const check = barChecker(query("THRICE"));
  expect(bars.map(check)).toEqual(bars.map(() => null));
  expect(server.requests).toHaveLength(1);
});

it("counts splits after the dates asked for", async () => {
  const {server, source} = await serving([thrice]);
  const {bars, actions} = await collected(source, query("THRICE", "1d", "2023-02-01", "2023-03-01"));
  const truth = server.truth("THRICE").filter(({label}) => label >= bars[0].t);
  expect(bars).toHaveLength(19);
  for (const [i, bar] of bars.entries()) expectTraded(bar, truth[i]);
  expect(truth[0].units).toEqual([7 * 3, 2 * 10]);
  expect(actions).toEqual([
    {action: "dividend", t: parseDate("2023-02-15"), symbol: "THRICE", value: expect.closeTo(0.91, 12) as number}
  ]);
});

it("gives what befell a symbol up to a week before the dates asked for, since Yahoo may have listed it late", async () => {
  const {source} = await serving([thrice]);
  const on = async (from: string) => (await collected(source, query("THRICE", "1d", from))).actions[0].t;
  expect(await on("2023-03-22")).toBe(parseDate("2023-03-15"));
  expect(await on("2023-03-23")).toBe(parseDate("2023-06-14"));
});

it("gives splits and dividends by their ex-dates, in the cash that was paid", async () => {
  const {source} = await serving([thrice]);
  const {actions} = await collected(source, query("THRICE"));
  expect(actions.map(({action, t, value}) => [action, new Date(t).toISOString().slice(0, 10), value])).toEqual([
    ["dividend", "2023-02-15", expect.closeTo(0.91, 12)],
    ["split", "2023-03-15", 7],
    ["split", "2023-06-14", 1.5],
    ["dividend", "2023-06-14", expect.closeTo(0.13, 12)],
    ["split", "2023-10-11", 0.1],
    ["dividend", "2023-11-15", expect.closeTo(1.27, 12)]
  ]);
});

it.each(["1w", "1mo"] as const)(
  "makes bars of %s of whole weeks and months, in their first day's units",
  async (timeframe) => {
    const {server, source} = await serving([thrice]);
    const {bars} = await collected(source, query("THRICE", timeframe, "2023-01-04"));
    const labels = calendar("XNYS").labels(timeframe, parseDate("2023-01-04"), parseDate("2024-01-01"));
    expect(bars.map(({t}) => t)).toEqual(Array.from(labels));
    const {labelAt} = calendar("XNYS");
    for (const bar of bars) {
      const days = server.truth("THRICE").filter(({start}) => labelAt(timeframe, start) === bar.t);
      const {units} = days[0];
      const factor = ({units: [above, below]}: Session) => (units[0] / units[1]) * (below / above);
      expect(distance(bar.open, days[0].traded.open)).toBeLessThan(2 ** -23);
      const last = days[days.length - 1];
      expect(distance(bar.close, last.traded.close * factor(last))).toBeLessThan(2 ** -23);
      expect(distance(bar.high, Math.max(...days.map((day) => day.traded.high * factor(day))))).toBeLessThan(2 ** -23);
      expect(distance(bar.low, Math.min(...days.map((day) => day.traded.low * factor(day))))).toBeLessThan(2 ** -23);
      const volume = days.reduce((sum, day) => sum + day.traded.volume / factor(day), 0);
      expect(distance(bar.volume, volume)).toBeLessThan(1e-9);
      expect(bar.adjusted).toBe(last.adjusted);
    }
  }
);

it("tells rows without a price from bars", async () => {
  const {source} = await serving([{symbol: "HOLE", holes: ["2023-05-10", "2023-05-11"]}]);
  const {bars, faults} = await collected(source, query("HOLE", "1d", "2023-05-08", "2023-05-13"));
  expect(bars.map(({t}) => new Date(t).getUTCDate())).toEqual([8, 9, 12]);
  expect(faults).toHaveLength(2);
  expect(faults[0]).toEqual({
    kind: "missing",
    fault: "missing open, high, low, close, volume",
    origin: "yahoo HOLE 2023-05-10T13:30:00.000Z",
    row: '{"open":null,"high":null,"low":null,"close":null,"volume":null}',
    symbol: "HOLE",
    t: parseDate("2023-05-10")
  });
  const late = await serving([{symbol: "HOLE", holes: ["2023-12-28"]}]);
  const minutes = await collected(late.source, query("HOLE", "1h", "2023-12-27", "2023-12-30"));
  expect(minutes.bars).toHaveLength(14);
  expect(minutes.faults).toHaveLength(7);
  expect(minutes.faults[1]).toMatchObject({
    fault: "missing open, high, low, close, volume",
    origin: "yahoo HOLE 2023-12-28T15:30:00.000Z",
    t: Date.parse("2023-12-28T15:30Z")
  });
});

it("yields nothing of a symbol for a time when it was not traded", async () => {
  const {source} = await serving([
    {symbol: "GONE", to: "2023-03-01"},
    {symbol: "NEW", from: "2023-11-01"}
  ]);
  expect((await collected(source, query("GONE", "1d", "2023-06-01"))).bars).toEqual([]);
  expect((await collected(source, query("GONE"))).bars).toHaveLength(40);
  expect((await collected(source, query("NEW", "1d", "2023-01-01", "2023-06-01"))).bars).toEqual([]);
});

it("finds instruments by name", async () => {
  const {source} = await serving([
    {symbol: "AAA", name: "Apples"},
    {symbol: "BBB", name: "Pears", type: "ETF"}
  ]);
  expect(await source.search!("pear", contextOf())).toEqual([
    {symbol: "BBB", name: "Pears", exchange: "NASDAQ", type: "etf"}
  ]);
  await expect(source.search!(" ", contextOf())).rejects.toThrow(/^missing text: /);
});

it("says what is wrong with a question", async () => {
  const {server, source} = await serving(["AAA"]);
  await expect(collected(source, query("NOPE"))).rejects.toThrow(
    "unknown symbol: NOPE; yahoo says: No data found, symbol may be delisted"
  );
  await expect(collected(source, query("../x"))).rejects.toThrow(/^invalid symbol: \.\.\/x; /);
  await expect(collected(source, {...query("AAA"), symbols: undefined})).rejects.toThrow(/^missing symbols: /);
  await expect(collected(source, query("AAA", "4h"))).rejects.toThrow(/^invalid timeframe: yahoo has no bars of 4h; /);
  expect(server.requests.map(({about}) => about)).toEqual(["NOPE"]);
  const several = source.bars({...query("AAA"), symbols: ["NOPE", "AAA", "NEITHER"]}, contextOf());
  let count = 0;
  const all = (async () => {
    for await (const item of several) count += "close" in item ? 1 : 0;
  })();
  await expect(all).rejects.toThrow(
    new Absent(["NOPE", "NEITHER"], "unknown symbols: NOPE, NEITHER; yahoo has no data of them")
  );
  expect(count).toBe(250);
  expect(() => yahoo({url: "localhost"})).toThrow(
    "invalid yahoo option: url is localhost; expected an origin such as http://localhost:8080"
  );
  expect(() => yahoo({url: "http://me:hush@localhost"})).toThrow(
    /^invalid yahoo option: url; expected an origin (?!.*hush)/
  );
  expect(() => yahoo({calendar: "XLON"})).toThrow(/calendar is XLON; expected XNYS or 24\/7$/);
  for (const options of [{attempts: 0}, {concurrency: 1.5}, {rate: 0}, {timeout: 0}, {wait: -1}])
    expect(() => yahoo(options)).toThrow(/^invalid yahoo option: /);
});

it("prints nothing, asks one host alone, and keeps within its limits", async () => {
  const names = Array.from({length: 12}, (_, i) => `P${i}`);
  const troubles = () => ({kind: "slow", milliseconds: 15}) as const;
  const {server, source} = await serving(names, {troubles}, {concurrency: 3});
  const printers = (["log", "info", "warn", "error", "dir"] as const).map((name) => vi.spyOn(console, name));
  const global = vi.spyOn(globalThis, "fetch");
  await Promise.all(names.map((name) => collected(source, query(name))));
  await collected(source, query("NOPE")).catch(() => {});
  for (const printer of printers) expect(printer).not.toHaveBeenCalled();
  expect(new Set(global.mock.calls.map(([input]) => new URL(input as URL).origin))).toEqual(new Set([server.url]));
  vi.restoreAllMocks();
  expect(server.peak()).toBe(3);
  expect(server.requests[0].headers["user-agent"]).toMatch(/yahoo-finance2/);
  expect(server.requests[0].headers.cookie ?? "").toBe("");
});

it("serves as a process of its own that ends with its input", async () => {
  const child = spawn(process.execPath, ["--import", loader, "tests/servers/yahoo.ts", "--symbols", "3"], {
    stdio: ["pipe", "pipe", "inherit"]
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const {url, symbols} = JSON.parse(line) as {url: string; symbols: string[]};
  expect(symbols).toEqual(["Y0000", "Y0001", "Y0002"]);
  const source = yahoo({url, rate: Infinity});
  const {bars} = await collected(source, query("Y0001", "1d", "2020-01-01", "2025-01-01"));
  expect(bars).toHaveLength(1258);
  child.stdin.end();
  expect(await once(child, "exit")).toEqual([0, null]);
});
