import {readFileSync} from "node:fs";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import type {Bar} from "../../core/plugin.js";
import {ccxt} from "../../plugins/sources/ccxt.js";
import {realData, unlessMissing} from "../data.js";
import {binance} from "../servers/binance.js";
import {coinbase} from "../servers/coinbase.js";
import {kraken} from "../servers/kraken.js";
import type {Dialect} from "../servers/socket.js";
import {serveExchange} from "../servers/socket.js";
import {makeMarket} from "../servers/venue.js";

/** Where recorded answers lie, if they do. */
const {path: folder, missing} = realData("api-fixtures");

const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as unknown;
const now = Date.UTC(2024, 0, 2);
const market = makeMarket("BTC/USDT", {from: now - 3_600_000, to: now, gap: 10_000});

/** Names and types, of lists those of the first item. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [shape(value[0])] : [];
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shape(each)]));
}

const ask = (dialect: Dialect, path: string, query = "") => dialect.answer(path, new URLSearchParams(query), now)!.body;
const types = (row: unknown) => (row as unknown[]).map((each) => typeof each);

describe.skipIf(missing)(`the local exchanges word as the recorded ones ${unlessMissing}`, () => {
  it("Binance", () => {
    const served = binance([market]);
    const [bar] = ask(served, "/api/v3/klines", "symbol=BTCUSDT&interval=1m") as unknown[];
    expect(types(bar)).toEqual(types((read("binance/spot__http_json__klines_response.json") as unknown[])[0]));
    expect(shape(ask(served, "/api/v3/trades", "symbol=BTCUSDT"))).toEqual(
      shape(read("binance/spot__http_json__trades_response.json"))
    );
    expect(shape(ask(served, "/api/v3/time"))).toEqual(
      shape(read("binance/spot__http_json__server_time_response.json"))
    );
    const info = shape(read("binance/spot__http_json__exchange_info_response.json")) as {symbols: [object]};
    const ours = shape(ask(served, "/api/v3/exchangeInfo")) as {symbols: [object]};
    expect(Object.keys(info)).toEqual(expect.arrayContaining(Object.keys(ours)));
    expect(Object.keys(info.symbols[0])).toEqual(expect.arrayContaining(Object.keys(ours.symbols[0])));
    const trade = read("binance/futures__market_data_json__trade_stream.json") as object;
    expect(shape(served.told(market, market.trades[0], now))).toMatchObject(shape(trade) as object);
  });

  it("Kraken", () => {
    const served = kraken([market]);
    const recorded = <T>(name: string) => Object.values((read(`kraken/${name}.json`) as {result: T}).result as object);
    const answered = (path: string, query = "") =>
      Object.values((ask(served, `/0/public/${path}`, query) as {result: object}).result);
    const first = (values: unknown[]) => types((values[0] as unknown[])[0]);
    expect(first(answered("OHLC", "pair=XXBTUSDT"))).toEqual(first(recorded("http_ohlc")));
    expect(first(answered("Trades", "pair=XXBTUSDT"))).toEqual(first(recorded("http_trades")));
    const [pair] = recorded("http_asset_pairs") as object[];
    expect(Object.keys(pair)).toEqual(expect.arrayContaining(Object.keys(answered("AssetPairs")[0] as object)));
    expect(shape(ask(served, "/0/public/Time"))).toEqual(shape(read("kraken/http_server_time.json")));
    expect(shape(ask(served, "/0/public/SystemStatus"))).toEqual(shape(read("kraken/http_system_status.json")));
  });

  it("Coinbase", () => {
    const lines = gunzipSync(readFileSync(join(folder, "cryptofeed-raw-wire", "COINBASE.ws.28.0.gz"))).toString();
    const match = /^[\d.]+: (\{"type":"match".*)$/m.exec(lines)![1];
    expect(shape(coinbase([market]).told(market, market.trades[0], now))).toEqual(shape(JSON.parse(match)));
  });

  it("and Kraken's recorded bars are read whole", async () => {
    const answers: Readonly<Record<string, string>> = {
      "/0/public/AssetPairs": "http_asset_pairs",
      "/0/public/OHLC": "http_ohlc",
      "/0/public/Time": "http_server_time"
    };
    const recorded: Dialect = {
      ...kraken([]),
      answer: (path) => (path in answers ? {body: read(`kraken/${answers[path]}.json`)} : undefined)
    };
    const server = await serveExchange(recorded, () => now);
    const context = {random: random(1), log() {}, progress() {}, signal: new AbortController().signal};
    const source = ccxt({exchange: "kraken", url: server.url, pace: 20});
    const bars: Bar[] = [];
    try {
      const query = {symbols: ["BTC/USDT"], from: -Infinity, to: Infinity, timeframe: "1m" as const};
      for await (const item of source.bars(query, context)) bars.push(item as Bar);
    } finally {
      await server.close();
    }
    expect(bars.length).toBe(720);
    expect(bars.every(({t, low, high, open}, i) => t === bars[0].t + i * 60_000 && low <= open && open <= high)).toBe(
      true
    );
    // Where nothing was traded, Kraken repeats the last close.
    const quiet = bars.filter(({volume}, i) => i > 0 && volume === 0);
    expect(quiet.length).toBeGreaterThan(0);
    expect(quiet.every((bar) => bar.open === bar.close)).toBe(true);
  });
});
