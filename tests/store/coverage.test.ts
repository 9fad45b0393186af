import {copyFile, cp, readdir, readFile, rm, truncate, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {calendar} from "../../core/base/calendar.js";
import {parseDate} from "../../core/base/timeframe.js";
import type {Item, Plugin, Query} from "../../core/plugin.js";
import {defineSource} from "../../core/plugin.js";
import {withLock} from "../../core/store/disk/lock.js";
import {datasetFolder, segmentFile} from "../../core/store/disk/manifest.js";
import {datasetManifest} from "../../core/store/disk/manifest.js";
import {compact} from "../../core/store/disk/merge.js";
import {repair} from "../../core/store/disk/repair.js";
import {addCoverage, readCoverage} from "../../core/store/intake/coverage.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {effectsAt, freshFolder} from "./homes.js";

const dataset = "vendor/1d";
const sessions = calendar("XNYS").sessions(parseDate("2020-01-01"), parseDate("2020-07-01"));
const evening = (date: string) => parseDate(date) + 23 * 3_600_000;
const count = (to: string) => sessions.filter((t) => t < parseDate(to)).length;

/** A source that is asked symbol by symbol; `before` is done before it answers. */
function vendor(asked: Query[] = [], before: (query: Query) => Promise<unknown> = () => Promise.resolve()) {
  return defineSource("vendor", {}, () => ({
    concurrency: 1,
    async *bars(query) {
      asked.push(query);
      await before(query);
      for (const symbol of query.symbols ?? [])
        for (const t of sessions)
          if (t >= query.from && t < query.to)
            yield {t, symbol, open: 10, high: 20, low: 9, close: 10 + (t % 7), volume: 1} satisfies Item;
    }
  }))();
}

const query = (symbols: readonly string[], from = "2020-01-01"): Query => {
  return {symbols, from: parseDate(from), to: Infinity, timeframe: "1d"};
};
const take = (
  home: string,
  date: string,
  symbols = ["A", "B"],
  source: Plugin<"source"> = vendor(),
  more: {from?: string; again?: boolean} = {}
) => ingest(home, source, query(symbols, more.from), effectsAt(evening(date)), {again: more.again});
const file = (home: string, name: string) => join(datasetFolder(home, dataset), name);

/** How many bars there are of each symbol. */
async function bars(home: string): Promise<Record<string, number>> {
  const {symbols, fields} = await loadPanel(home, {dataset, fields: ["close"]});
  const n = symbols.length;
  return Object.fromEntries(
    symbols.map((symbol, s) => [symbol, fields.close.filter((value, i) => i % n === s && !Number.isNaN(value)).length])
  );
}

describe("what was fetched", () => {
  it("is never more than the manifest has, when an older one is put back", async () => {
    const home = await freshFolder();
    await take(home, "2020-03-02");
    await cp(file(home, "manifest.json"), file(home, "old.json"));
    await take(home, "2020-04-01");
    await copyFile(file(home, "old.json"), file(home, "manifest.json"));
    const asked: Query[] = [];
    await take(home, "2020-05-01", ["A", "B"], vendor(asked));
    expect(asked.map(({from}) => from)).toEqual([parseDate("2020-01-01"), parseDate("2020-01-01")]);
    expect(await bars(home)).toEqual({A: count("2020-05-02"), B: count("2020-05-02")});
  });

  it("is never more than the manifest has, when the newest of its history is damaged with it", async () => {
    const home = await freshFolder();
    await take(home, "2020-03-02");
    const {version} = await take(home, "2020-04-01");
    await truncate(file(home, "manifest.json"), 10);
    await truncate(file(home, join("manifests", `${version}.json`)), 10);
    await take(home, "2020-05-01");
    await take(home, "2020-05-01");
    expect(await bars(home)).toEqual({A: count("2020-05-02"), B: count("2020-05-02")});
  });

  it("comes back with a manifest that was removed, and goes with a dataset that was", async () => {
    const home = await freshFolder();
    const {version} = await take(home, "2020-03-02");
    await rm(file(home, "manifest.json"));
    const asked: Query[] = [];
    await take(home, "2020-04-01", ["A", "B"], vendor(asked));
    expect(await bars(home)).toEqual({A: count("2020-04-02"), B: count("2020-04-02")});
    expect([...(await loadPanel(home, {dataset, version})).times]).toHaveLength(count("2020-03-03"));
    await rm(file(home, "manifest.json"));
    await rm(file(home, "manifests"), {recursive: true});
    for (const name of await readdir(datasetFolder(home, dataset)))
      if (name.endsWith(".parquet")) await rm(file(home, name));
    await take(home, "2020-04-01");
    expect(await bars(home)).toEqual({A: count("2020-04-02"), B: count("2020-04-02")});
  });

  it.each([
    ["cut off", (text: string) => text.slice(0, -20)],
    ["empty", () => ""],
    ["changed by a digit", (text: string) => text.replace(/,(\d{13})/, (_, to: string) => `,${Number(to) + 1e9}`)]
  ])("is fetched again where its file is %s", async (_, harm) => {
    const home = await freshFolder();
    await take(home, "2020-03-02");
    const text = await readFile(file(home, "coverage.json"), "utf8");
    expect(harm(text)).not.toBe(text);
    await writeFile(file(home, "coverage.json"), harm(text));
    await take(home, "2020-03-10");
    expect(await bars(home)).toEqual({A: count("2020-03-11"), B: count("2020-03-11")});
  });

  it("is not claimed of what a repair took away while it was being added to", async () => {
    const home = await freshFolder();
    await take(home, "2020-03-02");
    const [{hash}] = (await datasetManifest(home, dataset)).segments;
    const asked: Query[] = [];
    const harm = async ({symbols}: Query) => {
      if (symbols?.[0] !== "A") return;
      await take(home, "2020-03-02", ["C"]);
      await writeFile(segmentFile(home, dataset, hash), "damaged");
      await repair(home, dataset, effectsAt(evening("2020-03-03")));
    };
    await take(home, "2020-04-01", ["A", "B"], vendor(asked, harm));
    await take(home, "2020-04-01", ["A", "B", "C"]);
    const all = count("2020-04-02");
    expect(await bars(home)).toEqual({A: all, B: all, C: all});
  });

  it("outlasts merges, repairs of other symbols and rows of other sources", async () => {
    const home = await freshFolder();
    await take(home, "2020-03-02", ["A"]);
    await take(home, "2020-03-02", ["B"]);
    await compact(home, dataset, effectsAt());
    await take(home, "2020-03-02", ["C"]);
    const {segments} = await datasetManifest(home, dataset);
    await rm(segmentFile(home, dataset, segments[2].hash));
    await repair(home, dataset, effectsAt());
    const asked: Query[] = [];
    expect(await take(home, "2020-03-02", ["A", "B", "C"], vendor(asked))).toMatchObject({skipped: 2, symbols: 1});
    expect(asked.map(({symbols}) => symbols)).toEqual([["C"]]);
  });

  it("is no less after a part of it was fetched again", async () => {
    const home = await freshFolder();
    await take(home, "2020-04-01", ["A"]);
    const before = await readCoverage(home, dataset);
    await take(home, "2020-04-01", ["A"], vendor(), {from: "2020-03-02", again: true});
    expect(await readCoverage(home, dataset)).toEqual(before);
    await take(home, "2020-04-01", ["A"], vendor(), {from: "2019-12-01"});
    expect(await readCoverage(home, dataset)).toEqual(
      new Map([["A", {from: parseDate("2019-12-01"), to: before.get("A")!.to}]])
    );
  });

  it("does not join spans with a hole between them", async () => {
    const home = await freshFolder();
    await take(home, "2020-03-02", ["A"]);
    const [from, to] = [parseDate("2021-01-01"), parseDate("2021-02-01")];
    await withLock(home, dataset, () => addCoverage(home, dataset, new Map([["A", [{from, to}]]])));
    expect(await readCoverage(home, dataset)).toEqual(new Map([["A", {from, to}]]));
  });

  it("is nothing for symbols that are named as what every object has", async () => {
    const home = await freshFolder();
    await take(home, "2020-03-02", ["A", "constructor", "toString"]);
    expect(await bars(home)).toMatchObject({constructor: count("2020-03-03"), toString: count("2020-03-03")});
  });
});

it("says that a file is damaged where there is nothing to fetch", async () => {
  const home = await freshFolder();
  await take(home, "2020-03-02");
  const [{hash}] = (await datasetManifest(home, dataset)).segments;
  await rm(segmentFile(home, dataset, hash));
  await expect(take(home, "2020-03-02")).rejects.toThrow(/^invalid segment: .* tapebook data --repair sets it aside/);
  await repair(home, dataset, effectsAt());
  await take(home, "2020-03-02");
  expect(await bars(home)).toEqual({A: count("2020-03-03"), B: count("2020-03-03")});
});

it("puts aside hundreds of thousands of rows of one symbol", {timeout: 60_000}, async () => {
  const home = await freshFolder();
  const faulty = defineSource("vendor", {}, () => ({
    concurrency: 1,
    async *bars(asked) {
      yield* vendor().bars(asked, undefined as never);
      for (let i = 0; i < 150_000; ++i)
        yield {kind: "missing", fault: "missing close", origin: `row ${i}`, row: ""} satisfies Item;
    }
  }))();
  expect(await take(home, "2020-03-02", ["A"], faulty)).toMatchObject({quarantined: 150_000, symbols: 1, failures: []});
});
