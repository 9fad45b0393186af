import {describe, expect, it} from "vitest";
import {parseDate} from "../../core/base/timeframe.js";
import type {Action, Item} from "../../core/plugin.js";
import {defineSource} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadActions} from "../../core/store/reading/actions.js";
import type {Adjustment} from "../../core/store/reading/adjust.js";
import {adjustments} from "../../core/store/reading/adjust.js";
import type {Request} from "../../core/store/reading/load.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {panelActions} from "../../core/store/reading/panel-actions.js";
import {bar, effectsAt, everything, freshFolder} from "./homes.js";

const day = (n: number) => parseDate(`2020-01-${String(n).padStart(2, "0")}`);
const dataset = "made/1d";
const split = (n: number, symbol: string, value: number): Action => ({action: "split", t: day(n), symbol, value});
const dividend = (n: number, symbol: string, value: number): Action => ({action: "dividend", t: day(n), symbol, value});

async function home(...items: readonly Item[]): Promise<string> {
  const folder = await freshFolder();
  const source = defineSource("made", {}, () => ({
    async *bars() {
      await Promise.resolve();
      yield* items;
    }
  }))();
  await ingest(folder, source, everything, effectsAt());
  return folder;
}

/** A panel's actions, as `tag day symbol value…`. */
async function brief(folder: string, more: Partial<Request> = {}): Promise<string[]> {
  const request = {dataset, ...more};
  const panel = await loadPanel(folder, {...request, fields: ["close"]});
  const actions = await loadActions(folder, request, panel);
  return actions.map(({action, t, symbol, value, to, cash}) => {
    const numbers = [value, cash].map((each) => (each === undefined ? "-" : String(Math.round(each * 1e9) / 1e9)));
    return [action, String(new Date(t).getUTCDate()), symbol, ...numbers, to ?? ""].join(" ").trim();
  });
}

describe("a panel's actions", () => {
  const bars = [1, 2, 3, 6, 7, 8].flatMap((n) => [bar(n, "A", 100), bar(n, "B", 50)]);
  const events = [dividend(2, "A", 2), split(3, "A", 4), dividend(3, "A", 1), dividend(7, "A", 5), split(8, "A", 2)];

  it("are those that its prices do not have, in its units", async () => {
    const folder = await home(...bars, ...events);
    const dividends = ["dividend 2 A 0.25 -", "dividend 3 A 0.5 -", "dividend 7 A 2.5 -"];
    expect(await brief(folder)).toEqual([
      "dividend 2 A 2 -",
      "dividend 3 A 1 -",
      "split 3 A 4 -",
      "dividend 7 A 5 -",
      "split 8 A 2 -"
    ]);
    expect(await brief(folder, {adjust: "splits"})).toEqual(dividends);
    expect(await brief(folder, {adjust: "all"})).toEqual([]);
    expect(await brief(folder, {adjust: "splits", to: day(8)})).toEqual([
      "dividend 2 A 0.5 -",
      "dividend 3 A 1 -",
      "dividend 7 A 5 -"
    ]);
    expect(await brief(folder, {adjust: "splits", symbols: ["B"]})).toEqual([]);
    expect(await brief(folder, {from: day(3), to: day(7)})).toEqual(["dividend 3 A 1 -", "split 3 A 4 -"]);
  });

  it("that came after a company's last bar are in no price, and so stay", async () => {
    const last = bars.filter(({symbol, t}) => symbol === "B" || t < day(7));
    const folder = await home(...last, ...events);
    const after = ["dividend 7 A 5 -", "split 8 A 2 -"];
    expect(await brief(folder, {adjust: "all"})).toEqual(after);
    expect(await brief(folder, {adjust: "splits"})).toEqual(["dividend 2 A 0.5 -", "dividend 3 A 1 -", ...after]);
  });

  it("have what a merger gives in units of the panel", async () => {
    const merger: Action = {action: "merger", t: day(6), symbol: "M", value: 0.5, to: "A", cash: 6};
    const own = [bar(1, "M", 60), bar(2, "M", 30), bar(3, "M", 28)];
    const folder = await home(...bars, ...own, ...events, split(2, "M", 2), dividend(3, "M", 3), merger);
    const given = async (adjust: Adjustment) =>
      (await brief(folder, {adjust})).filter((each) => each.startsWith("merger"));
    expect(await given("none")).toEqual(["merger 6 M 0.5 6 A"]);
    expect(await given("splits")).toEqual(["merger 6 M 1 6 A"]);
    // A unit of A at the merger is two units of the last bar, each with a dividend of 5 of 100 in it.
    expect(await given("all")).toEqual([`merger 6 M ${Math.round((1e9 * 0.5 * 2) / 0.95) / 1e9} 6 A`]);
  });

  it("go by the company's latest name, and do not repeat a rename", async () => {
    const list = [1, 2].flatMap((n) => [bar(n, "FB", 10), bar(n, "X", 5)]);
    const later = [3, 6].flatMap((n) => [bar(n, "META", 11), bar(n, "X", 5)]);
    const rename: Action = {action: "rename", t: day(3), symbol: "FB", to: "META"};
    const merger: Action = {action: "merger", t: day(2), symbol: "Y", value: 3, to: "FB"};
    const folder = await home(
      bar(1, "Y", 30),
      ...list,
      ...later,
      rename,
      merger,
      dividend(2, "FB", 1),
      dividend(6, "META", 2)
    );
    const all = ["dividend 2 META 1 -", "merger 2 Y 3 - META", "dividend 6 META 2 -"];
    expect(await brief(folder)).toEqual(all);
    expect(await brief(folder, {symbols: ["FB"]})).toEqual(["dividend 2 META 1 -", "dividend 6 META 2 -"]);
  });

  it("go to who had the ticker then", async () => {
    const list = [bar(1, "GM", 10), bar(2, "GM", 1), bar(8, "GM", 30), bar(9, "GM", 31)];
    const delisting: Action = {action: "delisting", t: day(3), symbol: "GM", value: -0.9};
    const folder = await home(...list, delisting, split(2, "GM", 0.1), dividend(9, "GM", 1));
    expect(await brief(folder)).toEqual([
      "split 2 GM@2020-01-03 0.1 -",
      "delisting 3 GM@2020-01-03 -0.9 -",
      "dividend 9 GM 1 -"
    ]);
  });

  it("have no rename that the panel does not follow: it says not whose the shares are", async () => {
    const list = [1, 2].flatMap((n) => [bar(n, "A", 10), bar(n, "B", 20)]);
    const renames: readonly Action[] = ["A", "B"].map((symbol) => ({action: "rename", t: day(3), symbol, to: "C"}));
    const folder = await home(...list, ...renames, bar(3, "C", 30), dividend(3, "C", 1));
    expect(await brief(folder)).toEqual(["dividend 3 C 1 -"]);
  });

  it("of weeks take effect in the week after, since a week as traded is in the units of its first day", async () => {
    const days = [6, 7, 8, 9, 10, 13, 14, 15, 16, 17];
    const list = days.map((n) => bar(n, "A", n < 8 ? 80 + n : n < 9 ? 40 + n / 2 : 8 + n / 10));
    const folder = await home(...list, split(8, "A", 2), split(9, "A", 5), dividend(10, "A", 1), dividend(13, "A", 2));
    const request = {dataset, timeframe: "1w"} as const;
    const {times, symbols, fields} = await loadPanel(folder, request);
    expect([...times]).toEqual([day(6), day(13)]);
    expect([...fields.close]).toEqual([expect.closeTo(90, 9), 8 + 1.7]);
    expect([...fields.open]).toEqual([86, 8 + 1.3]);
    expect(fields.volume[0]).toBe(100 + 100 + 50 + 10 + 10);
    const given = await loadActions(folder, request, {symbols, times});
    expect(given.map(({t}) => t)).toEqual([day(8), day(9), day(10), day(13)]);
    const months = [day(31), Date.UTC(2020, 1, 3), Date.UTC(2020, 1, 28)].map((t) => bar(1, "A", 10, {t}));
    const monthly = await home(...months, {action: "split", t: Date.UTC(2020, 1, 2), symbol: "A", value: 3});
    const {fields: closes} = await loadPanel(monthly, {dataset, timeframe: "1mo", to: Date.UTC(2020, 2, 1)});
    expect([...closes.close]).toEqual([10, 30]);
    const one = await loadPanel(folder, {...request, adjust: "splits"});
    expect([...one.fields.close].map((close) => Math.round(close * 1e9))).toEqual([9e9, 9.7e9]);
  });

  it("are none of a dataset that states none, and of an instant before they were said", async () => {
    expect(await brief(await home(...bars))).toEqual([]);
    const folder = await home(...bars);
    const source = defineSource("made", {}, () => ({
      async *bars() {
        await Promise.resolve();
        yield* events;
      }
    }))();
    await ingest(folder, source, everything, effectsAt(2000));
    for (const adjust of adjustments) expect(await brief(folder, {adjust, asOf: 1500})).toEqual([]);
    expect(await brief(folder, {asOf: 2000})).toHaveLength(5);
  });

  it("change nothing that they are made of", () => {
    const given = Object.freeze(events.map((each) => Object.freeze({...each})));
    const span = {symbols: ["A"], from: day(1), to: day(8), adjust: "splits"} as const;
    const adjusted = new Map([["A", {times: Float64Array.of(day(6), day(8)), price: Float64Array.of(0.5, 1)}]]);
    const made = panelActions(given, [], span, adjusted);
    expect(made.map(({value}) => value)).toEqual([1, 0.5, 5]);
  });
});
