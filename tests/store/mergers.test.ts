import {readdir, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {parseDate} from "../../core/base/timeframe.js";
import type {Action, Item, Plugin} from "../../core/plugin.js";
import {defineSource} from "../../core/plugin.js";
import {datasetManifest} from "../../core/store/disk/manifest.js";
import {compact} from "../../core/store/disk/merge.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadActions} from "../../core/store/reading/actions.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {bar, effectsAt, everything, freshFolder} from "./homes.js";

const day = (n: number) => parseDate(`2020-01-${String(n).padStart(2, "0")}`);
const dataset = "made/1d";

function itemsOf(items: readonly Item[]): Plugin<"source"> {
  return defineSource("made", {}, () => ({
    async *bars() {
      await Promise.resolve();
      yield* items;
    }
  }))();
}

const take = (home: string, items: readonly Item[], at = 1000) =>
  ingest(home, itemsOf(items), everything, effectsAt(at));

const closes = [100, 104, 26, 25, 24];
const bars = [1, 2, 3, 6, 7].map((n, i) => bar(n, "A", closes[i]));
const plain: readonly Action[] = [
  {action: "split", t: day(3), symbol: "A", value: 4},
  {action: "dividend", t: day(6), symbol: "A", value: 1.3},
  {action: "dividend", t: day(2), symbol: "A", value: 2},
  {action: "rename", t: day(3), symbol: "FB", to: "META"},
  {action: "delisting", t: day(4), symbol: "X"},
  {action: "delisting", t: day(4), symbol: "Y", value: -0.3}
];

/** What the store made of these rows before actions had pay dates and cash. */
const before = {
  version: "ea8bdec6d38d478c1420dd1985944b28df17c6d9d4ecb176fed896e297f0c147",
  file: "37e2d1b3db285f0f61b0b5821c1b86b7fca849350b3c8fe08145f1aa595bb7da",
  digest: "df865ed9e241871ae6912156bcaff50f"
};

async function actionsIn(home: string, asOf?: number): Promise<Action[]> {
  const {symbols, times} = await loadPanel(home, {dataset, fields: ["close"]});
  return loadActions(home, {dataset, ...(asOf !== undefined && {asOf})}, {symbols, times});
}

describe("actions with a pay date or with cash", () => {
  const paid: Action = {action: "dividend", t: day(7), symbol: "A", value: 0.5, paid: day(20)};
  const merger: Action = {action: "merger", t: day(7), symbol: "B", value: 0.25, to: "A", cash: 3.5};
  const bought: Action = {action: "merger", t: day(7), symbol: "C", cash: 12};
  const others = [bar(1, "B", 9), bar(6, "B", 9), bar(6, "C", 11)];

  it("leave those without the version, the file and the digest that they had before there were such", async () => {
    const home = await freshFolder();
    await take(home, [...bars, ...plain]);
    const {version, segments} = await datasetManifest(home, dataset);
    const actions = segments.find(({table}) => table === "actions")!;
    expect({version, file: actions.hash, digest: actions.digest}).toEqual(before);
  });

  it("are read beside those of older files, and only once they are known", async () => {
    const home = await freshFolder();
    await take(home, [...bars, ...plain]);
    const {version} = await datasetManifest(home, dataset);
    await take(home, [...others, paid, merger, bought], 2000);
    const stored = plain.filter(({symbol}) => symbol === "A").sort((a, b) => a.t - b.t);
    expect(await actionsIn(home)).toEqual([...stored, paid, merger, bought]);
    expect(await actionsIn(home, 1000)).toEqual(stored);
    expect((await loadPanel(home, {dataset, version})).symbols).toEqual(["A"]);
    const all = await actionsIn(home);
    const {version: now} = await datasetManifest(home, dataset);
    await compact(home, dataset, effectsAt());
    expect((await datasetManifest(home, dataset)).version).toBe(now);
    expect(await actionsIn(home)).toEqual(all);
    await take(home, [{...paid, paid: day(21)}], 3000);
    expect((await actionsIn(home)).filter((each) => each.t === day(7))[0]).toEqual({...paid, paid: day(21)});
    expect((await actionsIn(home, 2000)).filter((each) => each.t === day(7))[0]).toEqual(paid);
  });

  it("are new rows where they say more than a row did, and change the version", async () => {
    const home = await freshFolder();
    const bare: Action = {action: "dividend", t: day(7), symbol: "A", value: 0.5};
    await take(home, [...bars, bare]);
    const versions = [(await datasetManifest(home, dataset)).version];
    for (const each of [paid, paid, {...paid, paid: day(21)}, bare]) {
      const {actions} = await take(home, [...bars, each], 2000);
      versions.push((await datasetManifest(home, dataset)).version);
      expect(actions).toBe(versions.at(-1) === versions.at(-2) ? 0 : 1);
    }
    expect(versions[2]).toBe(versions[1]);
    expect(new Set(versions).size).toBe(4);
  });

  it("have the same version in whatever order and parts they come", async () => {
    const [one, two] = [await freshFolder(), await freshFolder()];
    await take(one, [...bars, ...others, ...plain, paid, merger, bought]);
    await take(two, [...bars, bought, ...plain.slice(3)]);
    await take(two, [...others, merger, ...plain.slice(0, 3), paid], 2000);
    const versions = [await datasetManifest(one, dataset), await datasetManifest(two, dataset)];
    expect(versions[0].version).toBe(versions[1].version);
  });

  it("are restored by the rows they are of, where their file was damaged", async () => {
    const home = await freshFolder();
    const items = [...bars, ...others, ...plain, paid, merger];
    await take(home, items);
    const {version, segments} = await datasetManifest(home, dataset);
    const folder = join(home, "market", "made", "1d");
    const file = `${segments.find(({table}) => table === "actions")!.hash}.parquet`;
    await rm(join(folder, file));
    await writeFile(join(folder, file), "no Parquet");
    await expect(actionsIn(home)).rejects.toThrow("invalid segment");
    await take(home, items);
    expect((await datasetManifest(home, dataset)).version).toBe(version);
    expect(await readdir(folder)).toContain(file);
    expect(await actionsIn(home)).toContainEqual(merger);
  });

  it("are put aside where they make no sense", async () => {
    const home = await freshFolder();
    const bad: readonly (readonly [Partial<Action>, string])[] = [
      [{...merger, value: undefined, to: undefined, cash: undefined}, "missing value: a merger gives units of another"],
      [{...merger, value: undefined}, "missing value: how many units of A a merger gives for one"],
      [{...merger, value: 0}, "invalid merger: 0; expected units"],
      [{...merger, cash: -1}, "invalid cash: -1; expected cash a unit, above zero"],
      [{...merger, to: "B"}, "invalid merger: into B; expected another symbol"],
      [{...merger, to: undefined}, "invalid merger: into nothing; expected another symbol"],
      [{...plain[0], cash: 2}, "invalid cash: 2; a merger alone has it"],
      [{...plain[0], paid: day(9)}, "invalid paid: 1578528000000; a dividend alone has it"],
      [{...paid, paid: 0.5}, "invalid paid: 0.5; expected whole milliseconds"],
      [{...paid, paid: parseDate("2002-01-20")}, "invalid paid: 2002-01-20 is not about the ex-date, 2020-01-07"],
      [{...paid, paid: parseDate("2202-01-20")}, "invalid paid: 2202-01-20 is not about the ex-date, 2020-01-07"]
    ];
    for (const [given, fault] of bad) {
      const stated = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      const asked = {...effectsAt(), strict: true};
      const refused = ingest(home, itemsOf([...bars, stated as unknown as Action]), everything, asked, {strict: true});
      await expect(refused).rejects.toThrow(fault);
    }
    await expect(readdir(join(home, "market"))).rejects.toThrow("ENOENT");
  });
});

describe("actions of one symbol, day and kind", () => {
  it("are one where they say the same, and the later one a fault where it says something else", async () => {
    const home = await freshFolder();
    const regular: Action = {action: "dividend", t: day(7), symbol: "A", value: 0.5};
    const special = {...regular, value: 2};
    const done = await take(home, [
      ...bars,
      regular,
      regular,
      special,
      {...regular, paid: day(9)},
      {...special, symbol: "B"}
    ]);
    expect(done).toMatchObject({actions: 2, quarantined: 2});
    expect(await actionsIn(home)).toEqual([regular]);
    const refused = ingest(home, itemsOf([regular, special]), everything, effectsAt(), {strict: true});
    await expect(refused).rejects.toThrow("duplicate dividend: A has another one on 2020-01-07; state their sum");
  });
});

describe("a merger", () => {
  it("ends who had the ticker, and joins no two companies", async () => {
    const home = await freshFolder();
    const list = [bar(1, "T", 10), bar(2, "T", 11), bar(1, "U", 20), bar(3, "U", 21), bar(7, "T", 50)];
    await take(home, [...list, {action: "merger", t: day(3), symbol: "T", value: 0.5, to: "U"}]);
    const {symbols, fields, times} = await loadPanel(home, {dataset, fields: ["close"]});
    expect(symbols).toEqual(["T", "T@2020-01-03", "U"]);
    expect([...fields.close].map((close) => (Number.isNaN(close) ? 0 : close))).toEqual([
      ...[0, 10, 20],
      ...[0, 11, 0],
      ...[0, 0, 21],
      ...[50, 0, 0]
    ]);
    expect(await loadActions(home, {dataset}, {symbols, times})).toEqual([
      {action: "merger", t: day(3), symbol: "T@2020-01-03", value: 0.5, to: "U"}
    ]);
  });
});
