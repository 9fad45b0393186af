import {describe, expect, it} from "vitest";
import {isBar} from "../../core/base/market-data.js";
import type {Action, Bar, Item} from "../../core/plugin.js";
import type {Options} from "./synthetic-items.js";
import {bars, bySymbol, take} from "./synthetic-items.js";

const isAction = (item: Item): item is Action => "action" in item;
const options: Options = {symbols: 40, rows: 1500, delistings: 0.03, seed: 11};
const whole = await take({...options, actions: true});
const [traded, actions] = [bySymbol(whole.filter(isBar)), bySymbol(whole.filter(isAction))];

/** A symbol's closes in units of its last bar, dividends put back in by 1 − dividend / close before. */
function adjusted(list: readonly Bar[], events: readonly Action[]): number[] {
  const factor = list.map(() => 1);
  for (const {action, t, value} of events) {
    const from = list.findIndex((bar) => bar.t === t);
    if (from < 1 || action === "delisting") continue;
    const part = action === "split" ? 1 / value! : 1 - value! / list[from - 1].close;
    for (let i = 0; i < from; ++i) factor[i] *= part;
  }
  return list.map(({close}, i) => close * factor[i]);
}

describe("actions", () => {
  it("come as splits, dividends and delistings, each on a session of its symbol or the one after its last", () => {
    const kinds = new Set(whole.filter(isAction).map(({action}) => action));
    expect(kinds).toEqual(new Set(["split", "dividend", "delisting"]));
    const sessions = [...new Set(whole.filter(isBar).map(({t}) => t))].sort((a, b) => a - b);
    for (const [symbol, events] of actions) {
      const times = traded.get(symbol)!.map(({t}) => t);
      for (const {action, t} of events) {
        if (action !== "delisting") expect(times).toContain(t);
        else if (times.at(-1) !== sessions.at(-1)) expect(t).toBe(sessions[sessions.indexOf(times.at(-1)!) + 1]);
      }
    }
    const ended = [...traded.values()].filter((list) => list.length < 1500).length;
    expect(ended).toBeGreaterThan(0);
    expect(whole.filter((item) => isAction(item) && item.action === "delisting")).toHaveLength(ended);
  });

  it("take out of the prices what adjusting by them puts back", async () => {
    const plain = bySymbol(await bars(options));
    let splits = 0;
    for (const [symbol, list] of traded) {
      const events = actions.get(symbol) ?? [];
      splits += events.filter(({action}) => action === "split").length;
      const back = adjusted(list, events);
      const before = plain.get(symbol)!;
      expect(before.length).toBe(list.length);
      for (let i = 1; i < list.length; ++i) {
        const expected = before[i].close / before[i - 1].close;
        // Prices are rounded to 0.0001, those traded and those that would have been.
        const slack = (1e-4 / list[i].close + 1e-4 / list[i - 1].close + 1e-4 / before[i - 1].close) * 2;
        expect(Math.abs(back[i] / back[i - 1] / expected - 1)).toBeLessThan(slack);
      }
    }
    expect(splits).toBeGreaterThan(10);
  });

  it("multiply the volume as they divide the price", () => {
    const split = whole.filter(isAction).find(({action, value}) => action === "split" && value === 4)!;
    const list = traded.get(split.symbol)!;
    const at = list.findIndex(({t}) => t === split.t);
    const average = (from: number, to: number) => {
      const part = list.slice(Math.max(0, from), to);
      return part.reduce((sum, {volume}) => sum + volume, 0) / part.length;
    };
    expect(average(at, at + 60) / average(at - 60, at)).toBeGreaterThan(2.5);
    expect(list[at].close / list[at - 1].close).toBeLessThan(0.4);
  });

  it("leave weeks and months in the units of their first day", async () => {
    const splits = whole.filter((item): item is Action => isAction(item) && item.action === "split");
    for (const timeframe of ["1w", "1mo"] as const) {
      const longer = bySymbol(await bars({...options, actions: true}, {timeframe}));
      for (const {symbol, t, value} of splits) {
        const list = longer.get(symbol)!;
        const place = list.findLastIndex((bar) => bar.t <= t);
        const within = list[place].t < t && traded.get(symbol)!.some((bar) => bar.t >= list[place].t && bar.t < t);
        const last = traded.get(symbol)!.findLast((bar) => !list[place + 1] || bar.t < list[place + 1].t)!;
        expect(list[place].close / last.close / (within ? value! : 1)).toBeCloseTo(1, 3);
        expect(list[place].high / list[place].low).toBeLessThan(2);
      }
    }
  });

  it("are not there unless they are asked for, and only those of the span", async () => {
    expect((await take(options)).filter(isAction)).toEqual([]);
    const times = whole.filter(isBar).map(({t}) => t);
    const [from, to] = [times[300], times[900]];
    const part = (await take({...options, actions: true}, {from, to})).filter(isAction);
    expect(part).toEqual(whole.filter(isAction).filter(({t}) => t >= from && t < to));
  });
});
