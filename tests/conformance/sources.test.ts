import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {isBar} from "../../core/base/market-data.js";
import {context, effects} from "../../core/lab/context.js";
import {loadMaker, pluginNames} from "../../core/lab/registry.js";
import type {Action, Fault, Item, Query} from "../../core/plugin.js";
import {writeColumns} from "../../core/store/disk/columns.js";
import {binance} from "../servers/binance.js";
import {serveExchange} from "../servers/socket.js";
import {makeMarket} from "../servers/venue.js";
import type {YahooServer} from "../servers/yahoo.js";
import {startYahoo} from "../servers/yahoo.js";

let folder: string;
let yahoo: YahooServer;
let exchange: Awaited<ReturnType<typeof serveExchange>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tapebook-sources-"));
  const rows = Array.from(
    {length: 60},
    (_, i) => `${new Date(Date.UTC(2016, 0, 1 + i)).toISOString().slice(0, 10)},1,2,1,2,${i}`
  );
  await mkdir(join(folder, "csv"));
  await writeFile(join(folder, "csv", "A.csv"), ["date,open,high,low,close,volume", ...rows, ""].join("\n"));
  await writeFile(join(folder, "csv", "B.csv"), ["Date,Open,High,Low,Close,Volume", ...rows.slice(20)].join("\r\n"));
  await writeFile(
    join(folder, "mood.csv"),
    ["date,mood", ...rows.map((row) => row.split(",1,2")[0] + ",0.5")].join("\n")
  );
  await writeColumns(join(folder, "A.parquet"), {
    t: Float64Array.from(rows, (_, i) => Date.UTC(2016, 0, 1 + i)),
    ...Object.fromEntries(
      ["open", "high", "low", "close", "volume"].map((name) => [name, new Float64Array(60).fill(2)])
    )
  });
  yahoo = await startYahoo({symbols: 3, from: "2024-01-01"});
  const now = Date.UTC(2024, 2, 1, 12);
  const span = {from: Date.UTC(2024, 0, 1, 3), to: now, gap: 3_600_000};
  exchange = await serveExchange(binance(pairs.map((symbol) => makeMarket(symbol, span))), () => now);
});
afterAll(async () => {
  await yahoo.close();
  await exchange.close();
  await rm(folder, {recursive: true, force: true});
});

const pairs = ["BTC/USDT", "ETH/USDT"];

interface Trial {
  /** What it needs beside its defaults to be tried without a network. */
  readonly options?: () => Record<string, unknown>;
  /** What it must be asked for, where it cannot be asked for all. */
  readonly query?: () => Partial<Query>;
}

/** A source that needs nothing has no entry. */
const trials: Readonly<Record<string, Trial>> = {
  csv: {options: () => ({path: join(folder, "csv")})},
  parquet: {options: () => ({path: join(folder, "A.parquet")})},
  alternative: {options: () => ({path: join(folder, "mood.csv")})},
  yahoo: {options: () => ({url: yahoo.url, rate: 1e5}), query: () => ({symbols: yahoo.symbols})},
  ccxt: {options: () => ({url: exchange.url}), query: () => ({symbols: pairs, to: Date.UTC(2024, 2, 1)})}
};
type Row = Exclude<Item, Fault | Action>;
const isRow = (item: Item): item is Row => isBar(item) || "series" in item;
/** What a row is about, and when. */
const about = (row: Row) => (isBar(row) ? row.symbol : `${row.series} ${row.symbol ?? ""}`);

for (const name of await pluginNames("source")) {
  describe(`plugins/sources/${name}.ts`, () => {
    const {options = () => ({}), query = () => ({})} = trials[name] ?? {};
    const all = (): Query => ({from: -8.64e15, to: 8.64e15, timeframe: "1d", ...query()});
    const take = async (asked: Query) => {
      const make = await loadMaker("source", name);
      const items: Item[] = [];
      for await (const item of make(options() as never).bars(asked, context(effects(), 0))) items.push(item);
      return items.filter(isRow);
    };

    it("yields each symbol's bars in time order, the same ones twice", async () => {
      const rows = await take(all());
      expect(rows.length).toBeGreaterThan(0);
      const last = new Map<string, number>();
      for (const row of rows) {
        expect(row.t > (last.get(about(row)) ?? -Infinity)).toBe(true);
        last.set(about(row), row.t);
      }
      expect(await take(all())).toEqual(rows);
    });

    it("goes on where it was left: [from, middle) and [middle, to) make up [from, to)", async () => {
      const rows = await take(all());
      const middle = rows[Math.floor(rows.length / 2)].t;
      const [early, late] = [await take({...all(), to: middle}), await take({...all(), from: middle})];
      expect(early.every(({t}) => t < middle) && late.every(({t}) => t >= middle)).toBe(true);
      const key = (row: Row) => `${about(row)} ${row.t}`;
      const order = (list: Row[]) => list.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
      expect(order([...early, ...late])).toEqual(order(rows));
    });

    it("gives a symbol the same bars alone and among others", async () => {
      const rows = await take(all());
      const {symbol} = rows[rows.length - 1];
      if (symbol === undefined) return;
      expect(await take({...all(), symbols: [symbol]})).toEqual(rows.filter((row) => row.symbol === symbol));
    });
  });
}
