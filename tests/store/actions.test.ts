import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {parseDate} from "../../core/base/timeframe.js";
import type {Action, Bar, Item, Plugin} from "../../core/plugin.js";
import {defineSource} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {tenures} from "../../core/store/reading/identity.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {bar, effectsAt, everything, freshFolder} from "./homes.js";

const day = (n: number) => parseDate(`2020-01-${String(n).padStart(2, "0")}`);
const dataset = "made/1d";

/** A source of whatever items. */
function itemsOf(items: readonly Item[]): Plugin<"source"> {
  return defineSource("made", {}, () => ({
    async *bars() {
      await Promise.resolve();
      yield* items;
    }
  }))();
}

const split = (n: number, symbol: string, value: number): Action => ({action: "split", t: day(n), symbol, value});
const dividend = (n: number, symbol: string, value: number): Action => ({action: "dividend", t: day(n), symbol, value});
const rename = (n: number, symbol: string, to: string): Action => ({action: "rename", t: day(n), symbol, to});
const delisting = (n: number, symbol: string): Action => ({action: "delisting", t: day(n), symbol});

async function home(...items: readonly Item[]): Promise<string> {
  const folder = await freshFolder();
  await ingest(folder, itemsOf(items), everything, effectsAt());
  return folder;
}

const fields = ["open", "close", "volume"] as const;

describe("adjustment", () => {
  const bars = [bar(1, "A", 100), bar(2, "A", 104), bar(3, "A", 26), bar(6, "A", 25), bar(7, "A", 24)];
  const actions = [split(3, "A", 4), dividend(6, "A", 1.3), dividend(2, "A", 2)];

  it("leaves prices as they were traded, or divides them by later splits, or takes dividends out too", async () => {
    const folder = await home(...bars, ...actions);
    const load = async (adjust: "none" | "splits" | "all") => {
      const panel = await loadPanel(folder, {dataset, adjust, fields});
      return [[...panel.fields.close], [...panel.fields.volume]];
    };
    expect(await load("none")).toEqual([
      [100, 104, 26, 25, 24],
      [100, 100, 100, 100, 100]
    ]);
    expect(await load("splits")).toEqual([
      [25, 26, 26, 25, 24],
      [400, 400, 100, 100, 100]
    ]);
    const [closes, volumes] = await load("all");
    const wanted = [25 * 0.95 * 0.98, 26 * 0.95, 26 * 0.95, 25, 24];
    for (const [i, close] of closes.entries()) expect(close).toBeCloseTo(wanted[i], 12);
    expect(volumes).toEqual([400, 400, 100, 100, 100]);
  });

  it("counts a dividend on the day of a split in the new units", async () => {
    const folder = await home(bar(1, "A", 100), bar(2, "A", 24), split(2, "A", 4), dividend(2, "A", 1));
    const {fields} = await loadPanel(folder, {dataset, adjust: "all"});
    expect(fields.close[0]).toBeCloseTo((100 / 4) * (1 - 1 / 25), 12);
  });

  it("adjusts to the last row that is loaded, not to what came after", async () => {
    const folder = await home(...bars, ...actions);
    const {fields} = await loadPanel(folder, {dataset, adjust: "splits", to: day(3)});
    expect([...fields.close]).toEqual([100, 104]);
  });

  it("refuses a dividend that is not below the price", async () => {
    const folder = await home(bar(1, "A", 10), bar(2, "A", 10), dividend(2, "A", 10));
    await expect(loadPanel(folder, {dataset, adjust: "all"})).rejects.toThrow(
      "invalid dividend: 10 of A on 2020-01-02 is not below the close before it, 10"
    );
    expect([...(await loadPanel(folder, {dataset, adjust: "splits"})).fields.close]).toEqual([10, 10]);
  });

  it("keeps a corrected action beside the old one", async () => {
    const folder = await freshFolder();
    await ingest(folder, itemsOf([...bars, split(3, "A", 2)]), everything, effectsAt(100));
    const done = await ingest(folder, itemsOf([...bars, split(3, "A", 4)]), everything, effectsAt(200));
    expect(done).toMatchObject({added: 0, actions: 1});
    const first = async (asOf: number) => (await loadPanel(folder, {dataset, adjust: "splits", asOf})).fields.close[0];
    expect([await first(100), await first(200)]).toEqual([50, 25]);
  });

  it("puts actions that make no sense aside", async () => {
    const folder = await freshFolder();
    const bad = [split(2, "A", 0), dividend(2, "A", -1), rename(2, "A", "A"), {...split(2, "A", 2), t: 0.5}];
    const done = await ingest(folder, itemsOf([...bars, ...bad]), everything, effectsAt());
    expect(done).toMatchObject({quarantined: 4, actions: 0, read: 5});
  });

  it("shows the same as of today, whatever is announced for tomorrow, or said later", async () => {
    const bars = [bar(1, "A", 100), bar(2, "A", 104), bar(3, "A", 103)];
    const asOf = 100;
    const read = async (announced: readonly Action[], later: readonly Item[]) => {
      const folder = await freshFolder();
      await ingest(folder, itemsOf([...bars, dividend(2, "A", 1), ...announced]), everything, effectsAt(asOf));
      if (later.length > 0) await ingest(folder, itemsOf([...bars, ...later]), everything, effectsAt(200));
      return loadPanel(folder, {dataset, adjust: "all", asOf});
    };
    const plain = await read([], []);
    expect(plain.fields.close[0]).toBeCloseTo(99, 12);
    for (const value of [0.5, 2, 7]) {
      const tomorrow = [split(6, "A", value), dividend(6, "A", value)];
      expect(await read(tomorrow, [])).toEqual(plain);
      expect(await read(tomorrow, [split(6, "A", 3), bar(6, "A", 50), split(2, "A", 2)])).toEqual(plain);
    }
  });

  it("shows, as of today, no price that tomorrow's actions or bars would change", async () => {
    const value = fc.double({min: 0.1, max: 10, noNaN: true});
    const price = fc.double({min: 20, max: 200, noNaN: true});
    const given = fc.record({
      closes: fc.array(price, {minLength: 4, maxLength: 12}),
      known: fc.array(fc.record({n: fc.integer({min: 2, max: 12}), value, isSplit: fc.boolean()}), {maxLength: 4}),
      later: fc.array(fc.record({ahead: fc.integer({min: 1, max: 5}), value, isSplit: fc.boolean()}), {
        minLength: 1,
        maxLength: 3
      }),
      today: fc.integer({min: 2, max: 12})
    });
    const actionOf = (n: number, value: number, isSplit: boolean) =>
      isSplit ? split(n, "A", value) : dividend(n, "A", value);
    const property = fc.asyncProperty(given, async ({closes, known, later, today}) => {
      const bars = closes.map((close, i): Bar => bar(i + 1, "A", close));
      const own = known.map(({n, value, isSplit}) => actionOf(n, value, isSplit));
      const last = Math.min(today, closes.length);
      const more = later.map(({ahead, value, isSplit}) => actionOf(last + ahead, value, isSplit));
      const past = own.filter(({t}) => t <= day(last));
      const read = async (items: readonly Item[]) =>
        loadPanel(await home(...items), {dataset, adjust: "all", to: day(last) + 1});
      const pastBars = bars.slice(0, last);
      const [before, after] = await Promise.all([read([...pastBars, ...past]), read([...bars, ...past, ...more])]);
      expect(after).toEqual(before);
    });
    await fc.assert(property, {numRuns: 15, seed: 3});
  });
});

describe("identity", () => {
  it("goes on through a rename under the latest ticker, whichever is asked for", async () => {
    const bars = [bar(1, "FB", 10), bar(2, "FB", 11), bar(3, "META", 12), bar(6, "META", 13)];
    const folder = await home(...bars, rename(3, "FB", "META"), split(2, "FB", 2));
    for (const symbols of [undefined, ["META"], ["FB"]]) {
      const panel = await loadPanel(folder, {dataset, symbols, adjust: "splits", fields});
      expect(panel.symbols).toEqual(["META"]);
      expect([...panel.fields.close]).toEqual([5, 11, 12, 13]);
    }
    await expect(loadPanel(folder, {dataset, symbols: ["TWTR"]})).rejects.toThrow(
      "unknown symbol: TWTR; made/1d has META"
    );
  });

  it("does not join two companies that had one ticker", async () => {
    const bars = [bar(1, "GM", 10), bar(2, "GM", 1), bar(8, "GM", 30), bar(9, "GM", 31)];
    const folder = await home(...bars, delisting(3, "GM"), split(2, "GM", 2));
    const panel = await loadPanel(folder, {dataset, adjust: "splits", fields: ["close"]});
    expect(panel.symbols).toEqual(["GM", "GM@2020-01-03"]);
    expect([...panel.fields.close]).toEqual([NaN, 5, NaN, 1, 30, NaN, 31, NaN]);
    const old = await loadPanel(folder, {dataset, symbols: ["GM@2020-01-03"]});
    expect([...old.fields.close]).toEqual([10, 1]);
  });

  it("tells a company that took over a ticker from the one that had it, and both from their later names", async () => {
    const bars = [bar(1, "T", 1), bar(1, "SBC", 2), bar(3, "T", 3), bar(7, "ATT", 4), bar(7, "T", 5)];
    const folder = await home(...bars, delisting(2, "T"), rename(3, "SBC", "T"), rename(6, "T", "ATT"));
    const panel = await loadPanel(folder, {dataset, fields: ["close"]});
    expect(panel.symbols).toEqual(["ATT", "T", "T@2020-01-02"]);
    const series = panel.symbols.map((_, s) =>
      [...panel.fields.close].filter((close, i) => i % 3 === s && !Number.isNaN(close))
    );
    expect(series).toEqual([[2, 3, 4], [5], [1]]);
  });

  it("keeps the ticker of one that was delisted and not followed", () => {
    expect(tenures([delisting(3, "LEH")], new Map([["LEH", [day(1), day(2)]]]))[0]).toEqual({
      ticker: "LEH",
      from: -Infinity,
      to: day(3),
      symbol: "LEH"
    });
  });

  it("does not join two companies whose tickers became one on the same day", {timeout: 10_000}, async () => {
    const bars = [1, 2].flatMap((n) => [bar(n, "A", 10 + n), bar(n, "B", 20 + n)]);
    const folder = await home(...bars, rename(3, "A", "C"), rename(3, "B", "C"), bar(3, "C", 30));
    const {symbols, fields} = await loadPanel(folder, {dataset, fields: ["close"]});
    expect(symbols).toEqual(["A", "B", "C"]);
    expect([...fields.close]).toEqual([11, 21, NaN, 12, 22, NaN, NaN, NaN, 30]);
  });

  it("ends where tickers are changed in a circle", () => {
    const circle = [rename(2, "A", "B"), rename(2, "B", "A"), rename(3, "A", "B"), rename(3, "B", "A")];
    const times = new Map(["A", "B"].map((ticker) => [ticker, [1, 2, 3, 6].map(day)]));
    const now = tenures(circle, times).filter(({to}) => to === Infinity);
    expect(now.map(({ticker, symbol}) => [ticker, symbol])).toEqual([
      ["A", "A"],
      ["B", "B"]
    ]);
  });
});
