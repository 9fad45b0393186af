import {describe, expect, it} from "vitest";
import {Outage} from "../../core/base/outage.js";
import {random} from "../../core/base/random.js";
import type {Bar, Context, Item, Query} from "../../core/plugin.js";
import {ccxt} from "../../plugins/sources/ccxt.js";
import {binance} from "../servers/binance.js";
import {coinbase} from "../servers/coinbase.js";
import {kraken} from "../servers/kraken.js";
import type {Trouble} from "../servers/socket.js";
import {serveExchange} from "../servers/socket.js";
import type {Length, Market} from "../servers/venue.js";
import {makeMarket} from "../servers/venue.js";

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const now = Date.UTC(2024, 2, 1, 12, 0, 30);

/** Listed two days ago; the venue was down for seven hours yesterday, which is more than a page of Coinbase's. */
const down: readonly [number, number] = [now - day - 7 * hour, now - day];
const span = {from: now - 2 * day + 12_345, to: now, gap: 25_000, holes: [down]};
const old = {from: Date.UTC(2021, 4, 17, 3), to: now, gap: 12 * hour};

const venues = {
  binance: {dialect: binance, empty: "repeated", quote: "USDT", busy: "klines"},
  kraken: {dialect: kraken, empty: "repeated", quote: "USD", busy: "OHLC"},
  coinbaseexchange: {dialect: coinbase, empty: "left out", quote: "USD", busy: "candles"}
} as const;
type Name = keyof typeof venues;

function world(signal = new AbortController().signal): Context & {readonly logged: string[]} {
  const logged: string[] = [];
  return {random: random(1), log: (message) => void logged.push(message), progress() {}, signal, logged};
}

async function all(items: AsyncIterable<Item>): Promise<Item[]> {
  const out: Item[] = [];
  for await (const item of items) out.push(item);
  return out;
}

/** The market's bars as numbers, independent of how an exchange words them. */
function truth(market: Market, length: Length, from: number, to: number, empty: "repeated" | "left out") {
  return market.candles(length, from, to, empty).map(({t, open, high, low, close, lots}) => {
    const [o, h, l, c] = [open, high, low, close].map((cents) => Number((cents / 100).toFixed(2)));
    return {t, open: o, high: h, low: l, close: c, volume: Number((lots / 1e5).toFixed(5))};
  });
}

const bare = (items: readonly Item[]) =>
  (items as readonly Bar[]).map(({t, open, high, low, close, volume}) => ({t, open, high, low, close, volume}));

describe.concurrent.each(Object.keys(venues) as Name[])("%s", (name) => {
  const {dialect, empty, quote, busy} = venues[name];
  const symbol = `BTC/${quote}`;
  const [young, ancient] = [makeMarket(symbol, span), makeMarket(`ETH/${quote}`, old)];
  // Every test has a server of its own. Kraken's own limit is a request a second.
  const open = async (finished: (close: () => Promise<void>) => void) => {
    const server = await serveExchange(dialect([young, ancient]), () => now);
    finished(() => server.close());
    const pace = name === "kraken" ? 50 : 0;
    return {server, source: ccxt({exchange: name, url: server.url, attempts: 2, timeout: 1, pace})};
  };
  const kept = name === "kraken" ? 720 : Infinity;

  it("gives every bar of a minute once, through page ends and holes, but the running one", async ({
    onTestFinished: finished
  }) => {
    const {source} = await open(finished);
    const context = world();
    const from = now - 36 * hour - 30_000;
    const query: Query = {symbols: [symbol], from, to: Infinity, timeframe: "1m"};
    const wanted = truth(young, minute, from, now - 30_000, empty).slice(-kept);
    expect(bare(await all(source.bars(query, context)))).toEqual(wanted);
    if (name === "kraken") expect(wanted.length).toBe(720);
    else expect(wanted.at(0)!.t).toBeLessThan(down[0]);
  });

  it("gives days from the listing on", async ({onTestFinished: finished}) => {
    const {server, source} = await open(finished);
    const query: Query = {symbols: [`ETH/${quote}`], from: -Infinity, to: now, timeframe: "1d"};
    const context = world();
    const wanted = truth(ancient, day, 0, Math.floor(now / day) * day, empty);
    expect(wanted.length).toBeGreaterThan(800);
    expect(bare(await all(source.bars(query, context)))).toEqual(wanted.slice(-kept));
    expect(context.logged.join()).toMatch(/begins on 202\d-\d\d-\d\d/);
    expect(server.requests.length).toBeLessThan(40);
  });

  it("gives all that it has where no symbols are named", async ({onTestFinished: finished}) => {
    const {source} = await open(finished);
    const items = await all(source.bars({from: now - 5 * day, to: now - 30_000, timeframe: "1h"}, world()));
    expect(new Set((items as Bar[]).map((bar) => bar.symbol))).toEqual(new Set([symbol, `ETH/${quote}`]));
  });

  it("says from when on it has bars, to the minute, where it gives fewer than were asked for", async ({
    onTestFinished: finished
  }) => {
    const {source} = await open(finished);
    const context = world();
    const from = now - 15 * hour;
    const [first] = bare(await all(source.bars({symbols: [symbol], from, to: now, timeframe: "1m"}, context)));
    const begins = new Date(first.t).toISOString().slice(0, 16).replace("T", " ");
    expect(context.logged).toEqual(
      kept < 900 ? [`${name}: ${symbol} begins on ${begins}; ${name} gives nothing earlier`] : []
    );
  });

  it("goes on where it was left", async ({onTestFinished: finished}) => {
    const {source} = await open(finished);
    const [from, middle, to] = [now - 30 * hour - 30_000, now - 20 * hour + 1, now - 30_000];
    const part = (a: number, b: number) =>
      all(source.bars({symbols: [symbol], from: a, to: b, timeframe: "5m"}, world()));
    expect(bare([...(await part(from, middle)), ...(await part(middle, to))])).toEqual(bare(await part(from, to)));
  });

  it("keeps to the span asked for", async ({onTestFinished: finished}) => {
    const {source} = await open(finished);
    const [from, to] = [now - 600 * minute - 30_000, now - 500 * minute - 30_000];
    const items = await all(source.bars({symbols: [symbol], from: from + 1, to, timeframe: "1m"}, world()));
    expect(bare(items)).toEqual(truth(young, minute, from + minute, to, empty));
  });

  it.for<Trouble>(["busy", "failing", "hanging", "truncated", "html", "reset"])(
    "comes again where the answer is %s",
    async (trouble, {onTestFinished: finished}) => {
      const {server, source} = await open(finished);
      server.trouble(busy, trouble);
      const context = world();
      const from = now - 100 * minute - 30_000;
      const items = await all(source.bars({symbols: [symbol], from, to: now - 30_000, timeframe: "1m"}, context));
      expect(bare(items)).toEqual(truth(young, minute, from, now - 30_000, empty));
      expect(context.logged.length).toBe(1);
      expect(server.requests.filter((each) => each.includes(busy)).length).toBe(2);
    }
  );

  it("gives up with an outage", async ({onTestFinished: finished}) => {
    const {server, source} = await open(finished);
    server.trouble(busy, "busy", "html");
    const bars = source.bars({symbols: [symbol], from: now - hour, to: now - 30_000, timeframe: "1m"}, world());
    await expect(all(bars)).rejects.toBeInstanceOf(Outage);
  });

  it("names symbols like one that there is none of", async ({onTestFinished: finished}) => {
    const {source} = await open(finished);
    const bars = source.bars({symbols: ["BTC/EUR"], from: now - hour, to: now - 30_000, timeframe: "1m"}, world());
    const error: unknown = await all(bars).catch((thrown: unknown) => thrown);
    expect(error).not.toBeInstanceOf(Outage);
    expect(String(error)).toMatch(new RegExp(`unknown symbol: BTC/EUR; ${name} has 2 .* such as BTC/${quote}`));
  });

  it("finds instruments", async ({onTestFinished: finished}) => {
    const {source} = await open(finished);
    expect(await source.search!("btc", world())).toEqual([
      {symbol, name: `BTC in ${quote}`, exchange: name, type: "spot"}
    ]);
    expect((await source.search!("", world())).length).toBe(2);
  });

  it("ends at once when it is cancelled", async ({onTestFinished: finished}) => {
    const {server, source} = await open(finished);
    server.trouble(busy, "hanging");
    const controller = new AbortController();
    const query: Query = {symbols: [symbol], from: now - hour, to: now - 30_000, timeframe: "1m"};
    const done = all(source.bars(query, world(controller.signal)));
    setTimeout(() => controller.abort(new Error("interrupted")), 500);
    await expect(done).rejects.toThrow("interrupted");
  });
});

it.concurrent("leaves out what is not closed by the exchange's clock", async () => {
  const market = makeMarket("BTC/USDT", span);
  const behind = now - 10 * minute;
  const server = await serveExchange(binance([market]), () => behind);
  const query: Query = {symbols: ["BTC/USDT"], from: now - hour - 30_000, to: now, timeframe: "1m"};
  const items = await all(ccxt({url: server.url}).bars(query, world())).finally(() => server.close());
  expect((items.at(-1) as Bar).t).toBe(behind - 30_000 - minute);
});

it.concurrent("waits as long as Binance says", async () => {
  const server = await serveExchange(binance([makeMarket("BTC/USDT", span)]), () => now);
  server.trouble("klines", "busy");
  const context = world();
  const query: Query = {symbols: ["BTC/USDT"], from: now - hour, to: now - 30_000, timeframe: "1m"};
  const start = performance.now();
  await all(ccxt({url: server.url}).bars(query, context)).finally(() => server.close());
  expect(performance.now() - start).toBeGreaterThan(990);
  expect(context.logged[0]).toContain("429");
});

it.concurrent("takes weeks that begin on Mondays only", async () => {
  const markets = [makeMarket("ETH/USD", old)];
  const query: Query = {symbols: ["ETH/USD"], from: -Infinity, to: now, timeframe: "1w"};
  const servers = [
    await serveExchange(kraken(markets), () => now),
    await serveExchange(coinbase(markets), () => now),
    await serveExchange(binance([{...markets[0], quote: "USDT"}]), () => now)
  ];
  try {
    const [a, b, c] = servers.map(({url}) => url);
    await expect(all(ccxt({exchange: "kraken", url: a, pace: 50}).bars(query, world()))).rejects.toThrow(
      /unsupported timeframe: 1w of kraken begins Thu.* should Mon/
    );
    await expect(all(ccxt({exchange: "coinbaseexchange", url: b}).bars(query, world()))).rejects.toThrow(
      "unsupported timeframe: coinbaseexchange has no bars of 1w; it has 1m, 5m, 15m, 1h, 1d"
    );
    const weeks = bare(await all(ccxt({url: c}).bars({...query, symbols: ["ETH/USDT"]}, world())));
    const wanted = truth(markets[0], 7 * day, 0, now, "repeated").filter(({t}) => t + 7 * day <= now);
    expect(weeks).toEqual(wanted);
  } finally {
    for (const server of servers) await server.close();
  }
});

it.concurrent("takes bars of four hours and of months, and pages of any size", async () => {
  const market = makeMarket("ETH/USDT", old);
  const server = await serveExchange(binance([market]), () => now);
  const source = (page: number) => ccxt({url: server.url, page});
  try {
    const months: Query = {symbols: ["ETH/USDT"], from: old.from, to: now, timeframe: "1mo"};
    const wanted = truth(market, "month", old.from, Date.UTC(2024, 2), "repeated");
    expect(wanted.length).toBe(33);
    for (const page of [0, 1, 7, 33, 2000]) expect(bare(await all(source(page).bars(months, world())))).toEqual(wanted);
    const four: Query = {symbols: ["ETH/USDT"], from: now - 30 * day, to: now, timeframe: "4h"};
    const label = Math.floor(now / (4 * hour)) * 4 * hour;
    const bars = truth(market, 4 * hour, now - 30 * day, label, "repeated");
    expect(bare(await all(source(50).bars(four, world())))).toEqual(bars);
  } finally {
    await server.close();
  }
});

it.concurrent("takes swaps", async () => {
  const market = makeMarket("BTC/USDT", span);
  const server = await serveExchange(binance([market], "swap"), () => now);
  const query: Query = {symbols: ["BTC/USDT:USDT"], from: now - 5 * hour - 30_000, to: now, timeframe: "1m"};
  try {
    const source = ccxt({type: "swap", url: server.url});
    const wanted = truth(market, minute, query.from, now - 30_000, "repeated");
    expect(bare(await all(source.bars(query, world())))).toEqual(wanted);
    const spot = source.bars({...query, symbols: ["BTC/USDT"]}, world());
    await expect(all(spot)).rejects.toThrow(
      "unknown symbol: BTC/USDT; binance has 1 of the type swap, such as BTC/USDT:USDT"
    );
  } finally {
    await server.close();
  }
});

it.concurrent("refuses options that make no sense", async () => {
  expect(() => ccxt({url: "127.0.0.1"})).toThrow("invalid url: 127.0.0.1; write an origin such as http://");
  for (const secret of ["//me:hush@127.0.0.1", "//127.0.0.1?key=hush", "//127.0.0.1#hush"])
    expect(() => ccxt({url: `http:${secret}`})).toThrow(/^invalid url: (?!.*hush).*; write an origin such as http/);
  expect(() => ccxt({attempts: 0})).toThrow("invalid attempts: 0");
  const bars = ccxt({exchange: "binanse"}).bars({symbols: ["A/B"], from: 0, to: 1, timeframe: "1d"}, world());
  await expect(all(bars)).rejects.toThrow(/unknown exchange: binanse; there are \d+, such as binance,/);
});
