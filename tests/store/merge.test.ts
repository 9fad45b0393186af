import {rm, writeFile} from "node:fs/promises";
import {describe, expect, it} from "vitest";
import {amend} from "../../core/store/intake/amend.js";
import {datasetSummary, verify} from "../../core/store/disk/datasets.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {withLock} from "../../core/store/disk/lock.js";
import {datasetManifest, segmentFile} from "../../core/store/disk/manifest.js";
import {compact, merge} from "../../core/store/disk/merge.js";
import {repair} from "../../core/store/disk/repair.js";
import {rowsSql, unitsOf} from "../../core/store/disk/units.js";
import {bar, effectsAt, everything, freshFolder, sourceOf, tree} from "./homes.js";

const dataset = "made/1d";
const closes = async (home: string, more: object = {}) => [...(await loadPanel(home, {dataset, ...more})).fields.close];
const parquet = async (home: string) => Object.keys(await tree(home)).filter((name) => name.endsWith(".parquet"));

/** Three days, the second corrected twice, and the versions after each ingest. */
async function corrected() {
  const home = await freshFolder();
  const versions: string[] = [];
  const take = async (now: number, ...bars: ReturnType<typeof bar>[]) => {
    versions.push((await ingest(home, sourceOf(bars), everything, effectsAt(now))).version);
  };
  await take(100, bar(1, "A", 10), bar(2, "A", 11));
  await take(200, bar(2, "A", 12));
  await take(300, bar(2, "A", 11));
  await take(400, bar(3, "A", 13), bar(3, "B", 5));
  return {home, versions};
}

describe("a merge", () => {
  it("changes nothing that can be read, now, as of before or of a version", async () => {
    const {home, versions} = await corrected();
    const readAll = async () => ({
      now: await closes(home),
      asOf: await Promise.all([100, 200, 300, 399].map((asOf) => closes(home, {asOf}))),
      versions: await Promise.all(versions.map((version) => closes(home, {version})))
    });
    const before = await readAll();
    expect(before.asOf).toEqual([
      [10, 11],
      [10, 12],
      [10, 11],
      [10, 11]
    ]);
    expect(await parquet(home)).toHaveLength(4);
    const manifest = await compact(home, dataset, effectsAt(500));
    expect(manifest.version).toBe(versions.at(-1));
    expect(await parquet(home)).toHaveLength(1);
    expect(await readAll()).toEqual(before);
    expect((await verify(home, dataset)).damaged).toEqual([]);
    const same = await ingest(home, sourceOf([bar(3, "A", 13)]), everything, effectsAt(600));
    expect(same).toMatchObject({added: 0, version: versions.at(-1)});
    await ingest(home, sourceOf([bar(1, "A", 9), bar(6, "A", 14)]), everything, effectsAt(700));
    expect(await closes(home, {symbols: ["A"]})).toEqual([9, 11, 13, 14]);
    expect(await closes(home, {symbols: ["A"], asOf: 650})).toEqual([10, 11, 13]);
    await compact(home, dataset, effectsAt(800));
    expect(await closes(home, {symbols: ["A"]})).toEqual([9, 11, 13, 14]);
    expect(await closes(home, {version: versions[1]})).toEqual([10, 12]);
    expect(await datasetSummary(home, dataset)).toMatchObject({symbols: ["A", "B"], rows: 8});
  });

  it("happens by itself where there are many files", async () => {
    const home = await freshFolder();
    let version = "";
    for (let n = 0; n < 70; ++n) {
      const t = bar(1, "A", 1).t + n * 86_400_000;
      ({version} = await ingest(home, sourceOf([bar(1, "A", 10 + n, {t})]), everything, effectsAt(n)));
    }
    expect((await parquet(home)).length).toBeLessThan(10);
    expect(await closes(home)).toEqual(Array.from({length: 70}, (_, n) => 10 + n));
    expect(await closes(home, {asOf: 20})).toHaveLength(21);
    const other = await freshFolder();
    const all = Array.from({length: 70}, (_, n) => bar(1, "A", 10 + n, {t: bar(1, "A", 1).t + n * 86_400_000}));
    expect((await ingest(other, sourceOf(all), everything, effectsAt())).version).toBe(version);
  }, 60_000);
});

describe("a repair", () => {
  it("sets a damaged file aside, names what it held, and the next ingest fills the hole", async () => {
    const {home, versions} = await corrected();
    const {segments} = await datasetManifest(home, dataset);
    await writeFile(segmentFile(home, dataset, segments[3].hash), "garbage");
    await expect(closes(home)).rejects.toThrow(/^invalid segment: .*tapebook data --repair to go on without it$/);
    const repaired = await repair(home, dataset, effectsAt(500));
    expect(repaired.files).toMatchObject([{hash: segments[3].hash, rows: 2, symbols: ["A", "B"], sources: ["made"]}]);
    expect(await closes(home)).toEqual([10, 11]);
    expect((await verify(home, dataset)).damaged).toEqual([]);
    expect(Object.keys(await tree(home)).filter((name) => name.includes("damaged/"))).toHaveLength(1);
    const all = [bar(1, "A", 10), bar(2, "A", 11), bar(3, "A", 13), bar(3, "B", 5)];
    const done = await ingest(home, sourceOf(all), everything, effectsAt(600));
    expect(done).toMatchObject({added: 2, version: versions.at(-1)});
  });

  it("does so for merged files too", async () => {
    const {home} = await corrected();
    await ingest(home, sourceOf([bar(6, "B", 6)]), everything, effectsAt(450));
    const {merged} = await compact(home, dataset, effectsAt(500));
    await ingest(home, sourceOf([bar(7, "B", 7)]), everything, effectsAt(600));
    await rm(segmentFile(home, dataset, merged![0].hash));
    const repaired = await repair(home, dataset, effectsAt(700));
    expect(repaired.files).toMatchObject([{rows: 7, symbols: ["A", "B"]}]);
    expect(await closes(home)).toEqual([7]);
    expect(await repair(home, dataset, effectsAt(800))).toEqual({dataset, files: [], readable: true});
  });

  it("takes away a dataset of which nothing is left, so that it can be ingested anew", async () => {
    const home = await freshFolder();
    const bars = [bar(1, "A", 10)];
    const {version} = await ingest(home, sourceOf(bars), everything, effectsAt());
    const [{hash}] = (await datasetManifest(home, dataset)).segments;
    await rm(segmentFile(home, dataset, hash));
    expect(await repair(home, dataset, effectsAt())).toMatchObject({readable: false});
    await expect(closes(home)).rejects.toThrow("missing dataset");
    expect((await ingest(home, sourceOf(bars), everything, effectsAt())).version).toBe(version);
  });
});

describe("an amendment", () => {
  it("withdraws and replaces bars, and lasts when the same bars come again", async () => {
    const home = await freshFolder();
    const bars = [bar(1, "A", 10), bar(2, "A", 1000), bar(3, "A", 11)];
    await ingest(home, sourceOf(bars), everything, effectsAt(100));
    const faults = [{kind: "price", fault: "spike", origin: "policy", row: "", symbol: "A", t: bars[1].t}] as const;
    const withdrawn = [{symbol: "A", t: bars[1].t}];
    await amend(home, dataset, {bars: [bar(3, "A", 12)], withdrawn, actions: [], faults}, effectsAt(200));
    expect(await closes(home)).toEqual([10, 12]);
    expect(await closes(home, {asOf: 150})).toEqual([10, 1000, 11]);
    await ingest(home, sourceOf(bars), everything, effectsAt(300));
    expect(await closes(home)).toEqual([10, 12]);
    await compact(home, dataset, effectsAt(350));
    await ingest(home, sourceOf(bars), everything, effectsAt(400));
    expect(await closes(home)).toEqual([10, 12]);
    expect(await closes(home, {asOf: 150})).toEqual([10, 1000, 11]);
    await ingest(home, sourceOf([bar(2, "A", 10.5)]), everything, effectsAt(500));
    expect(await closes(home)).toEqual([10, 10.5, 12]);
  });
});

describe("a version", () => {
  it("is the same where a bar that is gone is withdrawn once more, and another when it comes back", async () => {
    const home = await freshFolder();
    const {version} = await ingest(home, sourceOf([bar(1, "A", 10), bar(2, "A", 11)]), everything, effectsAt(100));
    const withdrawn = [{symbol: "A", t: bar(2, "A", 11).t}];
    const none = {bars: [], withdrawn: [], actions: [], faults: []};
    const gone = await amend(home, dataset, {...none, withdrawn}, effectsAt(200));
    expect(gone.manifest.version).not.toBe(version);
    const again = await amend(home, dataset, {...none, withdrawn}, effectsAt(300));
    expect(again).toMatchObject({manifest: {version: gone.manifest.version}, added: {bars: 0}});
    const back = await amend(home, dataset, {...none, bars: [bar(2, "A", 11)]}, effectsAt(400));
    expect(back.manifest.segments.at(-1)).toMatchObject({rows: 1, replaced: 1});
    expect(await closes(home)).toEqual([10, 11]);
    expect(await closes(home, {version: gone.manifest.version})).toEqual([10]);
  });
});

it("does not say of rows that they were known before those that came earlier, when the clock was put back", async () => {
  const home = await freshFolder();
  await ingest(home, sourceOf([bar(1, "A", 10)]), everything, effectsAt(200));
  const effects = effectsAt(100);
  await ingest(home, sourceOf([bar(1, "A", 11)]), everything, effects);
  expect(effects.logged.join()).toMatch(/^the clock stands at 1970-01-01T00:00:00.100Z, before the last ingest/);
  await expect(closes(home, {asOf: 150})).rejects.toThrow("missing bars: made/1d had none by 1970-01-01");
  expect(await closes(home, {asOf: 200})).toEqual([11]);
});

it("happens sooner where files list many symbols, but not for a few more than the oldest does", async () => {
  const home = await freshFolder();
  for (let n = 1; n < 6; ++n)
    await ingest(home, sourceOf([bar(n, "A", 10), bar(n, "B", 10), bar(n, "C", 10)]), everything, effectsAt(n));
  const mergeAt = (names: number) =>
    withLock(home, dataset, async () => merge(home, dataset, await datasetManifest(home, dataset), {files: 64, names}));
  expect((await mergeAt(12)).merged).toBeUndefined();
  expect((await mergeAt(11)).merged).toHaveLength(1);
  await ingest(home, sourceOf([bar(7, "A", 10), bar(7, "B", 10), bar(7, "C", 10)]), everything, effectsAt(7));
  expect((await mergeAt(1)).merged![0].upTo).toBe(5);
  expect(await closes(home)).toHaveLength(18);
});

it("reads files that correct each other by no more scans than a few for each", async () => {
  const home = await freshFolder();
  const closesOf = (round: number) => [1, 2, 3].map((n) => (n === 2 && round % 2 === 1 ? 50 : 10) + round);
  for (let round = 0; round < 24; ++round) {
    const bars = closesOf(round).map((close, i) => bar(i + 1, "A", close));
    await ingest(home, sourceOf(round % 3 === 0 ? bars.slice(1) : bars), everything, effectsAt(round));
  }
  const manifest = await datasetManifest(home, dataset);
  const sql = rowsSql(home, manifest, dataset, "bars", unitsOf(manifest, "bars"), {});
  expect(sql.match(/ FROM u\d/g)!.length).toBeLessThan(4 * manifest.segments.length);
  const now = [10 + 23, 50 + 23, 10 + 23];
  expect(await closes(home)).toEqual(now);
  const before = await closes(home, {asOf: 21});
  expect(before).toEqual([10 + 20, 50 + 21, 10 + 21]);
  await compact(home, dataset, effectsAt(30));
  expect(await closes(home)).toEqual(now);
  expect(await closes(home, {asOf: 21})).toEqual(before);
});

it("compacts while a reader reads", async () => {
  const {home} = await corrected();
  const reading = Array.from({length: 8}, () => closes(home, {symbols: ["A"]}));
  const [, ...read] = await Promise.all([compact(home, dataset, effectsAt(500)), ...reading]);
  for (const each of read) expect(each).toEqual([10, 11, 13]);
  await withLock(home, dataset, () => Promise.resolve());
});
