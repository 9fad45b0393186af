import {readdir, readFile, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {isDeepStrictEqual} from "node:util";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {calendar} from "../../core/base/calendar.js";
import type {Timeframe} from "../../core/base/timeframe.js";
import {parseDate} from "../../core/base/timeframe.js";
import type {Data} from "../../core/lab/experiment.js";
import {findOrigins, loadMarket, versionsOf} from "../../core/lab/market.js";
import type {Bar, Item, Source} from "../../core/plugin.js";
import {defineSource} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {importUniverse} from "../../core/store/universe.js";
import {bar, effectsAt, everything, freshFolder, tree} from "../store/homes.js";

const day = (n: number) => parseDate(`2020-01-${String(n).padStart(2, "0")}`);

async function take(
  home: string,
  items: readonly Item[],
  timeframe: Timeframe = "1d",
  more: Partial<Source> = {},
  at = 1000
) {
  const source = defineSource("made", {}, () => ({
    ...more,
    async *bars() {
      await Promise.resolve();
      yield* items;
    }
  }))();
  await ingest(home, source, {...everything, timeframe}, effectsAt(at));
}

const load = async (home: string, data: Data, more: Parameters<typeof loadMarket>[3] = {}) =>
  loadMarket(home, data, await findOrigins(home, data), more);
const dataset = "made/1d";
const days = [bar(1, "A", 10), bar(2, "A", 11), bar(3, "A", 12), bar(2, "B", 5), bar(6, "A", 13), bar(6, "B", 6)];

describe("an experiment's market", () => {
  it("has as many bars a year as its calendar says", async () => {
    const [stocks, always] = [await freshFolder(), await freshFolder()];
    await take(stocks, days);
    await take(always, days, "1d", {calendar: "24/7"});
    expect((await load(stocks, {dataset})).beside.periods).toBe(252);
    expect((await load(always, {dataset})).beside.periods).toBe(365);
    expect((await load(stocks, {dataset, timeframe: "1w", from: "2020-01-01"})).beside.periods).toBe(52);
  });

  it("has a benchmark that stands where it stood on days without a bar of it", async () => {
    const home = await freshFolder();
    await take(home, days);
    const {panel, beside} = await load(home, {dataset, symbols: ["A"], benchmark: "B"});
    expect([...panel.times]).toEqual([1, 2, 3, 6].map(day));
    expect([...beside.benchmark!]).toEqual([NaN, 5, 5, 6]);
  });

  it("has those who were members at the time, and says who has no bars", async () => {
    const home = await freshFolder();
    await take(home, days);
    const table = [
      ["symbol", "from", "to"],
      ["A", "2019-01-01", "2020-01-03"],
      ["B", "2020-01-03", ""],
      ["C", "2019-06-01", ""],
      ["D", "2018-01-01", "2018-06-01"]
    ];
    const {version} = await importUniverse(home, "index", table, {now: () => 1});
    const said: string[] = [];
    const data = {dataset, universe: "index", from: "2020-01-01"};
    const {panel} = await load(home, data, {log: (message) => said.push(message)});
    expect(panel.symbols).toEqual(["A", "B"]);
    expect([...panel.fields.member]).toEqual([1, 0, 1, 0, 0, 1, 0, 1]);
    expect(said).toEqual(["index: made/1d has no bars of 1 of 3 members: C"]);
    const origins = await findOrigins(home, data);
    expect(versionsOf(data, origins)).toEqual({[dataset]: origins.manifest.version, "universe index": version});
    await expect(load(home, {...data, symbols: ["A"]})).rejects.toThrow("invalid symbols");
  });

  it("keeps a member through a rename, and apart from who has its ticker now", async () => {
    const home = await freshFolder();
    const items: Item[] = [
      ...[1, 2].flatMap((n) => [bar(n, "OLD", 10 + n), bar(n, "TWICE", 5)]),
      {action: "rename", t: day(3), symbol: "OLD", to: "NEW"},
      {action: "delisting", t: day(3), symbol: "TWICE"},
      ...[3, 6].flatMap((n) => [bar(n, "NEW", 10 + n), bar(n, "TWICE", 7)]),
      {action: "dividend", t: day(2), symbol: "BARE", value: 1}
    ];
    await take(home, items);
    const table = [
      ["symbol", "from", "to"],
      ["OLD", "2019-01-01", "2020-01-03"],
      ["NEW", "2020-01-03", ""],
      ["TWICE", "2019-01-01", "2020-01-02"],
      ["BARE", "2019-01-01", ""]
    ];
    await importUniverse(home, "index", table, {now: () => 1});
    const said: string[] = [];
    const data = {dataset, universe: "index", from: "2020-01-01"};
    const {panel} = await load(home, data, {log: (message) => said.push(message)});
    expect(panel.symbols).toEqual(["NEW", "TWICE@2020-01-03"]);
    expect([...panel.fields.member]).toEqual([1, 1, 1, 0, 1, 0, 1, 0]);
    expect([...panel.fields.close]).toEqual([11, 5, 12, 5, 13, NaN, 16, NaN]);
    expect(said).toEqual(["index: made/1d has no bars of 1 of 3 members: BARE"]);
  });

  it("has what befell its symbols and its prices do not have, as of the reader's day", async () => {
    const home = await freshFolder();
    const actions: Item[] = [
      {action: "split", t: day(3), symbol: "A", value: 2},
      {action: "dividend", t: day(2), symbol: "A", value: 1, paid: day(6)},
      {action: "dividend", t: day(6), symbol: "B", value: 1},
      {action: "rename", t: day(1), symbol: "OLD", to: "A"}
    ];
    await take(home, [...days, ...actions]);
    const besides = async (more: Partial<Data>) => (await load(home, {dataset, ...more})).beside;
    expect(await besides({})).toEqual({periods: 252, calendar: "XNYS", actions: [actions[1], actions[0], actions[2]]});
    expect((await besides({symbols: ["B"]})).actions).toEqual([actions[2]]);
    expect((await besides({adjust: "splits"})).actions).toEqual([{...actions[1], value: 0.5}, actions[2]]);
    expect(await besides({adjust: "all"})).toEqual({periods: 252, calendar: "XNYS"});
    const known = {dataset, asOf: "1970-01-02"};
    await expect(load(home, known)).resolves.toMatchObject({beside: {periods: 252, actions: [{}, {}, {}]}});
    await take(home, [{action: "split", t: day(6), symbol: "A", value: 3}], "1d", {}, day(9));
    expect((await load(home, known)).beside.actions).toHaveLength(3);
    expect((await besides({})).actions).toHaveLength(4);
  });

  it("has a benchmark with its dividends and without its splits, however the panel is adjusted", async () => {
    const home = await freshFolder();
    const rows = [bar(1, "A", 10), bar(2, "A", 20), bar(3, "A", 12), bar(1, "B", 8), bar(2, "B", 8), bar(3, "B", 3)];
    await take(home, [
      ...rows,
      {action: "split", t: day(3), symbol: "B", value: 2},
      {action: "dividend", t: day(3), symbol: "B", value: 1}
    ]);
    for (const adjust of ["none", "splits", "all"] as const) {
      const {beside} = await load(home, {dataset, symbols: ["A"], benchmark: "B", adjust});
      expect([...beside.benchmark!], adjust).toEqual([3, 3, 3]);
      const equal = await load(home, {dataset, benchmark: "equal-weight", adjust});
      const levels = [100, 100 * 1.5, 100 * 1.5 * 0.8];
      for (const [i, level] of equal.beside.benchmark!.entries()) expect(level, adjust).toBeCloseTo(levels[i], 9);
    }
  });

  it("has other series from their publication on", async () => {
    const home = await freshFolder();
    const at = (n: number, hour: number) => day(n) + hour * 3_600_000;
    const mood = (t: number, published: number, value: number, symbol?: string): Item => {
      return {series: "mood", t, published, value, ...(symbol && {symbol})};
    };
    await take(home, [
      ...days,
      mood(day(1), at(2, 20), 1),
      mood(day(2), at(3, 22), 2),
      mood(day(2), at(6, 12), 3, "B")
    ]);
    const {panel} = await load(home, {dataset, series: [{dataset}]});
    expect([...panel.fields.mood]).toEqual([NaN, NaN, 1, 1, 1, 1, 2, 3]);
    await expect(load(home, {dataset, series: [{dataset, names: ["none"]}]})).rejects.toThrow("missing series");
  });

  it("shows, beside each bar, longer bars that have closed, which no later trade changes", async () => {
    const market = calendar("XNYS");
    const [from, to] = [parseDate("2020-06-22"), parseDate("2020-07-08")];
    const labels = market.labels("30m", from, to);
    const closes = Array.from(labels, (_, i) => 100 + Math.sin(i) * 5);
    const barAt = (i: number, close: number): Bar => {
      return {t: labels[i], symbol: "A", open: close, high: close * 1.01, low: close * 0.99, close, volume: 100};
    };
    const longer = ["1h", "1d", "1w"] as const;
    const panelOf = async (values: readonly number[]) => {
      const home = await freshFolder();
      await take(
        home,
        values.map((close, i) => barAt(i, close)),
        "30m"
      );
      return (await load(home, {dataset: "made/30m", longer})).panel;
    };
    const whole = await panelOf(closes);
    expect(Object.keys(whole.fields)).toHaveLength(20);
    const last = (name: string) => whole.fields[name].at(-1)!;
    expect(last("1h_close")).toBe(closes.at(-1));
    expect(last("1d_close")).toBe(closes.at(-1));
    expect(last("1w_close")).toBe(closes[labels.findLastIndex((t) => t < parseDate("2020-07-04"))]);
    const property = fc.asyncProperty(
      fc.integer({min: 1, max: labels.length - 1}),
      fc.double({min: 1, max: 1000, noNaN: true}),
      async (first, value) => {
        const changed = await panelOf(closes.map((close, i) => (i >= first ? value : close)));
        for (const [name, column] of Object.entries(changed.fields))
          expect(column.subarray(0, first), name).toEqual(whole.fields[name].subarray(0, first));
      }
    );
    await fc.assert(property, {numRuns: 12, seed: 5});
  });
});

describe("a panel that is kept", () => {
  const many = Array.from({length: 400}, (_, i) => i);
  const items = many.flatMap((i) =>
    Array.from({length: 100}, (_, s) => bar(1, `S${s}`, 10 + i + s, {t: day(1) + i * 86_400_000}))
  );
  const data: Data = {dataset};

  it("is the same as one loaded, until the data, the request or the code changes", async () => {
    const home = await freshFolder();
    await take(home, items);
    const fresh = await load(home, data);
    const first = await load(home, data, {code: "1"});
    const kept = async () => (await readdir(join(home, "cache", "panels"))).length;
    expect(await kept()).toBe(1);
    const second = await load(home, data, {code: "1"});
    expect(first).toEqual(fresh);
    expect(second).toEqual(fresh);
    expect(await kept()).toBe(1);
    await load(home, data, {code: "2"});
    await load(home, {...data, adjust: "splits"}, {code: "1"});
    expect(await kept()).toBe(3);
    await take(home, [bar(1, "S0", 99)]);
    const {panel} = await load(home, data, {code: "1"});
    expect(panel.fields.close[panel.symbols.indexOf("S0")]).toBe(99);
  });

  it("is not kept as of an instant, since the same version may have come at another", async () => {
    const home = await freshFolder();
    const asOf = {...data, asOf: "1970-01-02"};
    await take(home, items);
    expect((await load(home, asOf, {code: "1"})).panel.times).toHaveLength(400);
    await rm(join(home, "market"), {recursive: true});
    const later = defineSource("made", {}, () => ({
      async *bars() {
        await Promise.resolve();
        yield* items;
      }
    }))();
    await ingest(home, later, everything, effectsAt(day(1)));
    await expect(load(home, asOf, {code: "1"})).rejects.toThrow("missing bars: made/1d had none by 1970-01-02");
  });

  it("is loaded where there is no place to keep it", async () => {
    const home = await freshFolder();
    await take(home, items);
    await writeFile(join(home, "cache"), "no folder");
    expect((await load(home, data, {code: "1"})).panel.times).toHaveLength(400);
  });

  it("is loaded anew where it was changed on the disk", async () => {
    const home = await freshFolder();
    await take(home, items);
    const fresh = await load(home, data, {code: "1"});
    const [name] = Object.keys(await tree(home)).filter((file) => file.startsWith("cache/"));
    const bytes = await readFile(join(home, name));
    for (const harm of [bytes.length - 5, 3]) {
      const harmed = Buffer.from(bytes);
      harmed[harm] ^= 1;
      await writeFile(join(home, name), harmed);
      expect(isDeepStrictEqual(await load(home, data, {code: "1"}), fresh)).toBe(true);
      expect((await readFile(join(home, name))).equals(bytes)).toBe(true);
    }
  });
});
