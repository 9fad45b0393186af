import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {isBar} from "../../core/base/market-data.js";
import {context, effects} from "../../core/lab/context.js";
import {loadMaker, pluginNames} from "../../core/lab/registry.js";
import type {Bar, Item, Query} from "../../core/plugin.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tapebook-sources-"));
  const rows = Array.from(
    {length: 60},
    (_, i) => `${new Date(Date.UTC(2016, 0, 1 + i)).toISOString().slice(0, 10)},1,2,1,2,${i}`
  );
  await writeFile(join(folder, "A.csv"), ["date,open,high,low,close,volume", ...rows, ""].join("\n"));
  await writeFile(join(folder, "B.csv"), ["Date,Open,High,Low,Close,Volume", ...rows.slice(20)].join("\r\n"));
});
afterAll(() => rm(folder, {recursive: true, force: true}));

/** What a source needs beside its defaults to be tried without a network; a source that needs nothing has no entry. */
const options: Readonly<Record<string, () => Record<string, unknown>>> = {csv: () => ({path: folder})};
const all = {from: -8.64e15, to: 8.64e15, timeframe: "1d"} as const;

for (const name of await pluginNames("source")) {
  describe(`plugins/sources/${name}.ts`, () => {
    const take = async (query: Query) => {
      const make = await loadMaker("source", name);
      const items: Item[] = [];
      for await (const item of make(options[name]?.() as never).bars(query, context(effects(), 0))) items.push(item);
      return items.filter(isBar);
    };

    it("yields each symbol's bars in time order, the same ones twice", async () => {
      const bars = await take(all);
      expect(bars.length).toBeGreaterThan(0);
      const last = new Map<string, number>();
      for (const {symbol, t} of bars) {
        expect(t > (last.get(symbol) ?? -Infinity)).toBe(true);
        last.set(symbol, t);
      }
      expect(await take(all)).toEqual(bars);
    });

    it("goes on where it was left: [from, middle) and [middle, to) make up [from, to)", async () => {
      const bars = await take(all);
      const middle = bars[Math.floor(bars.length / 2)].t;
      const [early, late] = [await take({...all, to: middle}), await take({...all, from: middle})];
      expect(early.every(({t}) => t < middle) && late.every(({t}) => t >= middle)).toBe(true);
      const key = ({symbol, t}: Bar) => `${symbol} ${t}`;
      const order = (list: Bar[]) => list.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
      expect(order([...early, ...late])).toEqual(order(bars));
    });

    it("gives a symbol the same bars alone and among others", async () => {
      const bars = await take(all);
      const {symbol} = bars[bars.length - 1];
      expect(await take({...all, symbols: [symbol]})).toEqual(bars.filter((bar) => bar.symbol === symbol));
    });
  });
}
