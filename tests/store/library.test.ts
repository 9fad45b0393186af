import {describe, expect, it} from "vitest";
import {calendar} from "../../core/base/calendar.js";
import {isBar} from "../../core/base/market-data.js";
import {Outage} from "../../core/base/outage.js";
import {parseDate} from "../../core/base/timeframe.js";
import type {Item, Plugin, Query} from "../../core/plugin.js";
import {defineSource} from "../../core/plugin.js";
import {readCoverage} from "../../core/store/intake/coverage.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {datasetManifest} from "../../core/store/disk/manifest.js";
import {withDataset} from "../../core/store/reading/read.js";
import {readRows} from "../../core/store/disk/duck.js";
import {effectsAt, freshFolder, sourceOf} from "./homes.js";

const sessions = calendar("XNYS").sessions(parseDate("2020-01-01"), parseDate("2021-01-01"));
const names = (n: number) => Array.from({length: n}, (_, i) => `S${String(i).padStart(3, "0")}`);
/** In the evening of 2020-06-30, and so on. */
const evening = (date: string) => parseDate(date) + 23 * 3_600_000;

function* year(symbol: string, {from, to}: Query, until = Infinity): Generator<Item> {
  for (const t of sessions) {
    if (t < from || t >= Math.min(to, until)) continue;
    const close = 10 + ((t / 86_400_000) % 7);
    yield {t, symbol, open: close, high: close + 1, low: close - 1, close, volume: 100};
  }
}

/** A source over a network, so to speak: every query is remembered, and some symbols fail. */
function vendor(
  asked: Query[],
  fails: (symbol: string, nth: number) => Error | null = () => null,
  {name = "vendor", until = Infinity}: {readonly name?: string; readonly until?: number} = {}
): Plugin<"source"> {
  return defineSource(name, {}, () => ({
    concurrency: 4,
    async *bars(query) {
      const [symbol, ...more] = query.symbols ?? [];
      expect(more).toEqual([]);
      asked.push(query);
      await new Promise((resolve) => setTimeout(resolve, 1));
      const error = fails(symbol, asked.filter(({symbols}) => symbols?.[0] === symbol).length);
      const items = [...year(symbol, query, until)];
      yield* error ? items.slice(0, 3) : items;
      if (error) throw error;
    }
  }))();
}

const query = (n: number): Query => ({symbols: names(n), from: parseDate("2020-01-01"), to: Infinity, timeframe: "1d"});
const rowsIn = (home: string, dataset = "vendor/1d") =>
  withDataset(home, {dataset}, async (connection) => {
    const [{n}] = await readRows(connection, "SELECT count(*)::DOUBLE AS n FROM bars");
    return Number(n);
  });
const count = (from: string, to: string) => sessions.filter((t) => t >= parseDate(from) && t < parseDate(to)).length;

describe("a library of symbols", () => {
  it("is asked for symbol by symbol, and not again for what was fetched", async () => {
    const home = await freshFolder();
    const asked: Query[] = [];
    const first = await ingest(home, vendor(asked), query(150), effectsAt(evening("2020-06-30")));
    expect(first).toMatchObject({symbols: 150, skipped: 0, failures: [], sources: {vendor: 150}});
    expect(asked).toHaveLength(150);
    expect(await rowsIn(home)).toBe(150 * count("2020-01-01", "2020-07-01"));
    const second = await ingest(home, vendor(asked), query(150), effectsAt(evening("2020-06-30") + 3_600_000));
    expect(second).toMatchObject({read: 0, added: 0, skipped: 150, version: first.version});
    expect(asked).toHaveLength(150);
    const third = await ingest(home, vendor(asked), query(151), effectsAt(evening("2020-07-06")));
    expect(third).toMatchObject({added: 150 * 3 + count("2020-01-01", "2020-07-07"), symbols: 151});
    const dates = asked.slice(150).map(({from}) => from);
    expect(new Set(dates)).toEqual(new Set([parseDate("2020-01-01"), parseDate("2020-06-30")]));
    const again = await ingest(home, vendor(asked), query(2), effectsAt(evening("2020-07-06")), {again: true});
    expect(again).toMatchObject({added: 0, read: 2 * count("2020-01-01", "2020-07-07")});
  });

  it("sees that a vendor revised its last bar, when it asks for the next", async () => {
    const home = await freshFolder();
    await ingest(home, vendor([]), query(1), effectsAt(evening("2020-06-29")));
    const last = parseDate("2020-06-29");
    const revising = vendor([]);
    const source: Plugin<"source"> = {
      ...revising,
      async *bars(asked, context) {
        for await (const item of revising.bars(asked, context))
          yield isBar(item) && item.t === last ? {...item, volume: 101} : item;
      }
    };
    expect(await ingest(home, source, query(1), effectsAt(evening("2020-06-29")))).toMatchObject({read: 0, skipped: 1});
    expect(await ingest(home, source, query(1), effectsAt(evening("2020-06-30")))).toMatchObject({added: 2});
    const {times, fields} = await loadPanel(home, {dataset: "vendor/1d"});
    expect(fields.volume[times.indexOf(last)]).toBe(101);
    expect(fields.volume[times.indexOf(last) - 1]).toBe(100);
  });

  it("has closed bars only", async () => {
    const home = await freshFolder();
    const noon = parseDate("2020-06-30") + 16 * 3_600_000;
    await ingest(home, vendor([]), query(1), effectsAt(noon));
    const {times} = await loadPanel(home, {dataset: "vendor/1d"});
    expect(times.at(-1)).toBe(parseDate("2020-06-29"));
  });

  it("asks again for the days of the last week that a vendor was late with, and not for older ones", async () => {
    const home = await freshFolder();
    const asked: Query[] = [];
    const late = vendor(asked, () => null, {until: parseDate("2020-06-25")});
    await ingest(home, late, query(1), effectsAt(evening("2020-06-30")));
    const filled = await ingest(home, vendor(asked), query(1), effectsAt(evening("2020-06-30")));
    expect(filled.added).toBe(count("2020-06-25", "2020-07-01"));
    expect(asked[1].from).toBeLessThanOrEqual(parseDate("2020-06-25"));
    const gone = vendor(asked, () => null, {until: parseDate("2020-06-25")});
    const other = {...query(1), symbols: ["DEAD"]};
    await ingest(home, gone, other, effectsAt(evening("2020-08-31")));
    await ingest(home, gone, other, effectsAt(evening("2020-08-31")));
    expect(asked.at(-1)!.from).toBeGreaterThanOrEqual(parseDate("2020-08-24"));
  });

  it("goes on without those that fail, lists them with the reason, and takes nothing of them", async () => {
    const home = await freshFolder();
    const fails = (symbol: string) =>
      symbol === "S003" ? new Error("unknown symbol: S003") : symbol === "S007" ? new Outage("no answer") : null;
    const done = await ingest(home, vendor([], fails), query(10), effectsAt(evening("2020-06-30")));
    expect(done.failures).toEqual([
      {symbol: "S003", reason: "vendor: unknown symbol: S003"},
      {symbol: "S007", reason: "vendor: no answer"}
    ]);
    expect(done.symbols).toBe(8);
    expect((await loadPanel(home, {dataset: "vendor/1d"})).symbols).not.toContain("S003");
    const next = await ingest(home, vendor([]), query(10), effectsAt(evening("2020-06-30")));
    expect(next).toMatchObject({symbols: 2, skipped: 8, failures: []});
  });

  it("has the same version however its symbols came", async () => {
    const [a, b] = [await freshFolder(), await freshFolder()];
    await ingest(a, vendor([]), query(70), effectsAt(evening("2020-06-30")));
    const {version} = await ingest(a, vendor([]), query(140), effectsAt(evening("2020-07-30")));
    const reversed = {...query(140), symbols: names(140).reverse()};
    expect((await ingest(b, vendor([]), reversed, effectsAt(evening("2020-07-30")))).version).toBe(version);
    expect((await datasetManifest(b, "vendor/1d")).segments.length).not.toBe(
      (await datasetManifest(a, "vendor/1d")).segments.length
    );
  });

  it("stores what is whole when it is cancelled, and goes on from there", async () => {
    const home = await freshFolder();
    const controller = new AbortController();
    const asked: Query[] = [];
    const fails = () => {
      if (asked.length === 30) controller.abort();
      return null;
    };
    const cancelled = ingest(
      home,
      vendor(asked, fails),
      query(100),
      effectsAt(evening("2020-06-30"), controller.signal)
    );
    await expect(cancelled).rejects.toThrow();
    const fetched = (await readCoverage(home, "vendor/1d")).size;
    expect(fetched).toBeGreaterThan(20);
    expect(fetched).toBeLessThan(31);
    expect(await rowsIn(home)).toBe(fetched * count("2020-01-01", "2020-07-01"));
    const next = await ingest(home, vendor([]), query(100), effectsAt(evening("2020-06-30")));
    expect(next).toMatchObject({skipped: fetched, symbols: 100 - fetched});
    expect(await rowsIn(home)).toBe(100 * count("2020-01-01", "2020-07-01"));
  });

  it("gives up where the vendor is out of reach for one symbol after the other", async () => {
    const home = await freshFolder();
    const asked: Query[] = [];
    const dead = vendor(asked, (symbol) => (symbol < "S010" ? null : new Outage("no answer")));
    const done = await ingest(home, dead, query(200), effectsAt(evening("2020-06-30")));
    expect(done.failures).toHaveLength(190);
    expect(asked.length).toBeLessThan(50);
    expect(done.failures.at(-1)!.reason).toMatch(/^vendor: not asked for: \d+ symbols before it failed in a row$/);
  });

  it("throws, with nothing written, where all fail", async () => {
    const home = await freshFolder();
    const fails = (symbol: string) => new Error(`unknown symbol: ${symbol}`);
    const one = ingest(home, vendor([], fails), query(1), effectsAt(evening("2020-06-30")));
    await expect(one).rejects.toThrow(/^unknown symbol: S000$/);
    const two = ingest(home, vendor([], fails), query(2), effectsAt(evening("2020-06-30")));
    await expect(two).rejects.toThrow(/^missing bars: all 2 symbols failed; S000: vendor: unknown symbol: S000$/);
    const none = ingest(home, vendor([]), {...query(1), symbols: undefined}, effectsAt(evening("2020-06-30")));
    await expect(none).rejects.toThrow("missing symbols: vendor gives no list of all");
    await expect(datasetManifest(home, "vendor/1d")).rejects.toThrow("missing dataset");
  });
});

describe("a chain of sources", () => {
  it("asks the next for what one fails to give, says so, and remembers who gave what", async () => {
    const home = await freshFolder();
    const effects = effectsAt(evening("2020-06-30"));
    const first = vendor([], (symbol) => (symbol < "S002" ? new Outage("no answer") : null));
    const second = vendor([], (symbol) => (symbol === "S001" ? new Error("unknown symbol: S001") : null), {
      name: "spare"
    });
    const done = await ingest(home, [first, second], query(5), effects);
    expect(done).toMatchObject({
      dataset: "vendor/1d",
      sources: {vendor: 3, spare: 1},
      failures: [{symbol: "S001", reason: "vendor: no answer; spare: unknown symbol: S001"}]
    });
    expect(effects.logged).toContain("vendor failed for S000: no answer; trying spare");
    const {segments} = await datasetManifest(home, "vendor/1d");
    expect(segments.map(({origin, symbols}) => [origin?.source, symbols])).toEqual([
      ["vendor", ["S002", "S003", "S004"]],
      ["spare", ["S000"]]
    ]);
  });

  it("asks the next for everything where one that gives all at once fails", async () => {
    const home = await freshFolder();
    const effects = effectsAt(evening("2020-06-30"));
    const broken = defineSource("broken", {}, () => ({
      async *bars() {
        await Promise.resolve();
        throw new Error("missing file: prices.csv");
      }
    }))();
    const all = {...query(2), symbols: undefined};
    const spare = sourceOf([...year("A", query(1))] as never, "spare");
    const done = await ingest(home, [broken, spare], all, effects);
    expect(done).toMatchObject({dataset: "broken/1d", symbols: 1, sources: {spare: 1}, failures: []});
    expect(effects.logged).toEqual(["broken failed: missing file: prices.csv; trying spare"]);
    const other = {...effects, logged: []};
    await expect(ingest(home, [broken], all, other)).rejects.toThrow("missing file: prices.csv");
  });

  it("refuses to mix made-up with real prices, and calendars", async () => {
    const home = await freshFolder();
    const real = sourceOf([], "real");
    const made = {...sourceOf([], "made"), synthetic: true};
    const crypto = {...sourceOf([], "crypto"), calendar: "24/7" as const};
    const effects = effectsAt();
    await expect(ingest(home, [real, made], query(1), effects)).rejects.toThrow("invalid sources: real, made mix real");
    await expect(ingest(home, [real, crypto], query(1), effects)).rejects.toThrow("have different calendars");
  });
});
