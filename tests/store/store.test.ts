import {readFile} from "node:fs/promises";
import {join} from "node:path";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {field} from "../../core/base/panel.js";
import {parseDate} from "../../core/base/timeframe.js";
import type {Bar} from "../../core/plugin.js";
import {datasetNames, datasetSummary, datasetVersion, verify} from "../../core/store/disk/datasets.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {exportPanel} from "../../core/store/reading/export.js";
import {barFields, loadPanel} from "../../core/store/reading/load.js";
import {samples} from "../../plugins/sources/samples.js";
import {synthetic} from "../../plugins/sources/synthetic.js";
import {bar, effectsAt, everything, freshFolder, sourceOf, tree} from "./homes.js";

/** The files of a home that hold data: segments by their hash. */
async function segments(home: string): Promise<Record<string, string>> {
  const files = await tree(home);
  return Object.fromEntries(Object.entries(files).filter(([name]) => name.endsWith(".parquet")));
}

describe("ingest", () => {
  it("takes the samples, and adds nothing the second time", async () => {
    const home = await freshFolder();
    const first = await ingest(home, samples(), everything, effectsAt(1));
    expect(first).toMatchObject({dataset: "samples/1d", unchanged: 0, quarantined: 0, symbols: 2});
    expect(first.added).toBe(first.read);
    const second = await ingest(home, samples(), everything, effectsAt(2));
    expect(second).toMatchObject({added: 0, unchanged: first.read, version: first.version});
    expect(await verify(home, "samples/1d")).toEqual({dataset: "samples/1d", damaged: []});
    const {times, fields} = await loadPanel(home, {dataset: "samples/1d", symbols: ["AAPL"]});
    expect(times.length).toBe(1260);
    expect(times[0]).toBe(parseDate("2013-05-13"));
    expect([fields.open[0], fields.close[0], fields.volume[0]]).toEqual([64.501427, 64.96286, 79237200]);
  });

  it("gives the same version and the same bytes in another home at another time", async () => {
    const [a, b] = [await freshFolder(), await freshFolder()];
    const source = synthetic({symbols: 5, rows: 300});
    const first = await ingest(a, source, everything, effectsAt(1));
    const second = await ingest(b, source, everything, effectsAt(987_654_321));
    expect(second.version).toBe(first.version);
    expect(await segments(b)).toEqual(await segments(a));
    expect(Object.keys(await segments(a))).toHaveLength(1);
    expect(await datasetSummary(a, "synthetic/1d")).toMatchObject({synthetic: true, source: "synthetic", files: 1});
  });

  it("gives another version to one changed byte", async () => {
    const [a, b] = [await freshFolder(), await freshFolder()];
    const first = await ingest(a, sourceOf([bar(1, "A", 10)]), everything, effectsAt());
    const second = await ingest(b, sourceOf([bar(1, "A", 10, {volume: 101})]), everything, effectsAt());
    expect(second.version).not.toBe(first.version);
  });

  it("keeps a bar's correction beside the old one", async () => {
    const home = await freshFolder();
    const old = await ingest(home, sourceOf([bar(1, "A", 10), bar(2, "A", 11)]), everything, effectsAt(100));
    const before = await segments(home);
    const fixed = await ingest(home, sourceOf([bar(1, "A", 10), bar(2, "A", 12)]), everything, effectsAt(200));
    expect(fixed).toMatchObject({read: 2, added: 1, unchanged: 1});
    expect(await segments(home)).toMatchObject(before);
    const close = async (more: object) => [...(await loadPanel(home, {dataset: "made/1d", ...more})).fields.close];
    expect(await close({})).toEqual([10, 12]);
    expect(await close({asOf: 100})).toEqual([10, 11]);
    expect(await close({asOf: 199})).toEqual([10, 11]);
    expect(await close({asOf: 200})).toEqual([10, 12]);
    expect(await close({version: old.version})).toEqual([10, 11]);
    expect(await close({version: fixed.version})).toEqual([10, 12]);
    expect(await datasetVersion(home, "made/1d")).toBe(fixed.version);
    await expect(loadPanel(home, {dataset: "made/1d", asOf: 99})).rejects.toThrow(
      /^missing bars: made\/1d had none by/
    );
    await expect(loadPanel(home, {dataset: "made/1d", asOf: 99, symbols: ["A"]})).rejects.toThrow(/^missing bars/);
    const back = await ingest(home, sourceOf([bar(2, "A", 11)]), everything, effectsAt(300));
    expect(back.added).toBe(1);
    expect(await close({})).toEqual([10, 11]);
  });

  it("adds later days and other symbols to what is there", async () => {
    const home = await freshFolder();
    await ingest(home, sourceOf([bar(1, "A", 10)]), everything, effectsAt(1));
    await ingest(home, sourceOf([bar(2, "A", 11), bar(2, "B", 5)]), everything, effectsAt(2));
    const panel = await loadPanel(home, {dataset: "made/1d"});
    expect(panel.symbols).toEqual(["A", "B"]);
    expect([...panel.fields.close]).toEqual([10, NaN, 11, 5]);
  });

  it("writes nothing once it is cancelled", async () => {
    const home = await freshFolder();
    const controller = new AbortController();
    controller.abort();
    await expect(ingest(home, samples(), everything, effectsAt(1, controller.signal))).rejects.toThrow();
    expect(await tree(home)).toEqual({});
  });

  it("counts its datasets by their manifests", async () => {
    const home = await freshFolder();
    expect(await datasetNames(home)).toEqual([]);
    await ingest(home, sourceOf([bar(1, "A", 10)], "b"), everything, effectsAt());
    await ingest(home, sourceOf([bar(1, "A", 10)], "a"), {...everything, timeframe: "1h"}, effectsAt());
    expect(await datasetNames(home)).toEqual(["a/1h", "b/1d"]);
  });
});

describe("loadPanel", () => {
  const bars = [bar(1, "B", 5), bar(3, "B", 7), bar(1, "A", 10, {adjusted: 9}), bar(2, "A", 11), bar(2, "C", 1)];
  const request = {dataset: "made/1d"};

  it("has a row for each time and a column for each symbol, NaN where there is no bar", async () => {
    const home = await freshFolder();
    await ingest(home, sourceOf(bars), everything, effectsAt());
    const panel = await loadPanel(home, request);
    expect([...panel.times]).toEqual(["2020-01-01", "2020-01-02", "2020-01-03"].map(parseDate));
    expect(panel.symbols).toEqual(["A", "B", "C"]);
    expect([...field(panel, "close")]).toEqual([10, 5, NaN, 11, NaN, 1, NaN, 7, NaN]);
    expect([...field(panel, "high")]).toEqual([11, 6, NaN, 12, NaN, 2, NaN, 8, NaN]);
    expect([...field(panel, "adjusted")]).toEqual([9, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN]);
    expect(Object.keys(panel.fields)).toEqual([...barFields]);
  });

  it("takes the symbols in the order asked for, and only the days and fields asked for", async () => {
    const home = await freshFolder();
    await ingest(home, sourceOf(bars), everything, effectsAt());
    const both = await loadPanel(home, {...request, symbols: ["B", "A", "B"], fields: ["close"]});
    expect(both.symbols).toEqual(["B", "A"]);
    expect(both.fields).toEqual({close: Float64Array.of(5, 10, NaN, 11, 7, NaN)});
    const span = {from: parseDate("2020-01-02"), to: parseDate("2020-01-03")};
    const day = await loadPanel(home, {...request, ...span, fields: ["close"]});
    expect([...day.times]).toEqual([span.from]);
    expect([...day.fields.close]).toEqual([11, NaN, 1]);
  });

  it("refuses what it does not have", async () => {
    const home = await freshFolder();
    await expect(loadPanel(home, request)).rejects.toThrow("missing dataset: made/1d; run tapebook ingest made");
    await ingest(home, sourceOf(bars), everything, effectsAt());
    const load = (more: object) => expect(loadPanel(home, {...request, ...more})).rejects;
    await load({symbols: ["A", "X"]}).toThrow("unknown symbol: X; made/1d has A, B, C");
    await load({symbols: ["../A"]}).toThrow("unknown symbol: ../A; made/1d has A, B, C");
    await load({symbols: ["A'); DROP TABLE bars; --"]}).toThrow("unknown symbol: A');");
    const t = parseDate("2020-01-02");
    await load({from: t, to: t}).toThrow("invalid dates: from 2020-01-02 to 2020-01-02 holds no day");
    await load({symbols: ["C"], from: parseDate("2021-01-01")}).toThrow("missing bars: made/1d has none of C from");
    await load({version: "0".repeat(64)}).toThrow("missing version: made/1d has none that starts with 000000000000");
    await load({version: "../../x"}).toThrow("invalid version: ../../x");
    for (const dataset of ["made", "../x/1d", "made/1d/x", "made/2d", ""])
      await load({dataset}).toThrow(`invalid dataset: ${dataset}`);
  });
});

it("loads what was ingested, bit for bit", async () => {
  const price = fc.double({min: 1e-6, max: 1e12, noNaN: true});
  const volume = fc.double({min: 0, max: 1e15, noNaN: true});
  const cell = fc.record({
    symbol: fc.constantFrom("A", "BRK.B", "^X", "BTC/USD"),
    day: fc.integer({min: 0, max: 40}),
    prices: fc.tuple(price, price, price, price),
    volume,
    adjusted: fc.option(price, {nil: undefined})
  });
  const cells = fc.uniqueArray(cell, {minLength: 1, maxLength: 60, selector: ({symbol, day}) => `${symbol}${day}`});
  const property = fc.asyncProperty(cells, async (given) => {
    const home = await freshFolder();
    const bars = given.map(({symbol, day, prices, volume, adjusted}): Bar => {
      const [low, open, close, high] = [...prices].sort((a, b) => a - b);
      return {t: 86_400_000 * (18_000 + day), symbol, open, high, low, close, volume, adjusted};
    });
    bars.sort((a, b) => a.t - b.t);
    const half = Math.floor(bars.length / 2);
    for (const part of [bars.slice(0, half), bars.slice(half)])
      if (part.length > 0) await ingest(home, sourceOf(part), everything, effectsAt());
    const {times, symbols, fields} = await loadPanel(home, {dataset: "made/1d"});
    let found = 0;
    for (const each of bars) {
      const at = times.indexOf(each.t) * symbols.length + symbols.indexOf(each.symbol);
      for (const name of barFields) expect(fields[name][at]).toBe(each[name] ?? NaN);
      ++found;
    }
    expect(fields.close.filter((value) => !Number.isNaN(value)).length).toBe(found);
  });
  await fc.assert(property, {numRuns: 20, seed: 7});
});

it("exports into folders that exist, under names that say the form", async () => {
  const home = await freshFolder();
  await ingest(home, sourceOf([bar(1, "BRK.B", 10), bar(1, "^GSPC", 0.1)]), everything, effectsAt());
  const panel = await loadPanel(home, {dataset: "made/1d", fields: ["close"]});
  const path = join(home, "it's.csv");
  expect(await exportPanel(panel, path)).toBe(2);
  expect(await readFile(path, "utf8")).toBe(
    "symbol,t,close\nBRK.B,2020-01-01T00:00:00Z,10.0\n^GSPC,2020-01-01T00:00:00Z,0.1\n"
  );
  await expect(exportPanel(panel, join(home, "none", "x.csv"))).rejects.toThrow(
    /^missing folder: .*none; make it first$/
  );
  await expect(exportPanel(panel, join(home, "x.xlsx"))).rejects.toThrow(
    /^invalid path: .*; expected a file that ends in/
  );
});
