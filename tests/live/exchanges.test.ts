import {setTimeout as wait} from "node:timers/promises";
import {describe, expect, it} from "vitest";
import {Outage} from "../../core/base/outage.js";
import {random} from "../../core/base/random.js";
import {follow} from "../../core/live/follow.js";
import type {Followed} from "../../core/live/tape.js";
import type {Bar, LiveContext} from "../../core/plugin.js";
import {ccxt} from "../../plugins/feeds/ccxt.js";
import {binance} from "../servers/binance.js";
import {coinbase} from "../servers/coinbase.js";
import {kraken} from "../servers/kraken.js";
import type {Running} from "../servers/socket.js";
import {serveExchange} from "../servers/socket.js";
import type {Market} from "../servers/venue.js";
import {makeMarket} from "../servers/venue.js";
import {barOf} from "./world.js";

const minute = 60_000;
const start = Date.UTC(2024, 4, 6, 14, 0);
const venues = {
  binance: {dialect: binance, empty: "repeated", quote: "USDT", half: '{"e":"trade","E":171', rate: 200},
  kraken: {dialect: kraken, empty: "repeated", quote: "USD", half: '{"channel":"trade","type":"upd', rate: 200},
  coinbaseexchange: {dialect: coinbase, empty: "left out", quote: "USD", half: '{"type":"match","trade', rate: 200}
} as const;

/** Time that goes `rate` times as fast as it does, from `start` on. */
function fast(rate: number, skew: number, signal: AbortSignal) {
  let began = Infinity;
  const now = () => start + 20_000 + Math.max(0, performance.now() - began) * rate;
  const logged: string[] = [];
  const context: LiveContext = {
    random: random(1),
    log: (message) => void logged.push(message),
    progress() {},
    signal,
    now: () => now() + skew,
    sleep: (milliseconds) => wait(milliseconds / rate, undefined, {signal}),
    async *stored() {}
  };
  return {now, context, logged, begin: () => (began = performance.now())};
}

/** Tells the markets' trades as they are made, some twice, some later than the one after. */
async function play(
  server: Running,
  markets: readonly Market[],
  now: () => number,
  signal: AbortSignal
): Promise<void> {
  const numbers = random(3);
  const events: {at: number; act: () => void}[] = [];
  for (const market of markets) {
    for (const trade of market.trades.filter(({t}) => t >= now())) {
      const tell = (late: number) => void events.push({at: trade.t + late, act: () => server.tell(market, trade)});
      tell(numbers.uniform() * 400);
      if (numbers.uniform() < 0.2) tell(numbers.uniform() * 2000);
    }
  }
  events.sort((a, b) => a.at - b.at);
  for (const {at, act} of events) {
    while (now() < at && !signal.aborted) await wait(2);
    if (signal.aborted) return;
    act();
  }
}

/** Breaks the connection at each of the times, or as soon as there is one. */
async function cut(
  server: Running,
  times: readonly number[],
  half: string,
  now: () => number,
  signal: AbortSignal
): Promise<void> {
  for (const at of times) {
    while (!signal.aborted && (now() < at || server.listeners() === 0)) await wait(2);
    if (!signal.aborted) server.cut(half);
  }
}

describe.concurrent.each(Object.keys(venues) as (keyof typeof venues)[])("%s", (name) => {
  it("followed through cuts, repeated and late trades is what its REST says", async () => {
    const {dialect, empty, quote, half, rate} = venues[name];
    const symbols = [`BTC/${quote}`, `ETH/${quote}`];
    const markets = symbols.map((symbol, i) =>
      makeMarket(symbol, {from: start - 30 * minute, to: start + 40 * minute, gap: [2500, 25_000][i]})
    );
    const ending = new AbortController();
    const {now, context, logged, begin} = fast(rate, -5000, ending.signal);
    const server = await serveExchange(dialect(markets), now);
    const feed = ccxt({exchange: name, url: server.url, socket: server.socket, silence: 1000, pace: 20});
    const [from, to] = [start - 5 * minute, start + 15 * minute];
    const given: Followed[] = [];
    await feed.time!(context);
    begin();
    const playing = Promise.all([
      play(server, markets, now, ending.signal),
      cut(server, [start + 3.4 * minute, start + 9.1 * minute], half, now, ending.signal)
    ]);
    try {
      const query = {symbols, from, to, timeframe: "1m" as const};
      for await (const each of follow(feed, query, context, {grace: 3000, settle: 6000, first: 2000})) given.push(each);
    } finally {
      ending.abort(new Error("over"));
      await playing;
      await server.close();
    }
    for (const [i, symbol] of symbols.entries()) {
      const bars = given.filter(({bar}) => bar.symbol === symbol).map(({bar}) => bar);
      const wanted = markets[i].candles(minute, from, to, empty).map((candle) => barOf(symbol, candle));
      const prices = ({t, open, high, low, close}: Bar) => [t, open, high, low, close];
      expect(bars.map(prices)).toEqual(wanted.map(prices));
      for (const [k, {volume}] of bars.entries())
        expect(Math.abs(volume - wanted[k].volume)).toBeLessThanOrEqual(1e-12 * wanted[k].volume);
    }
    expect(logged.filter((line) => line.startsWith(`lost ${name}: the connection ended (1006)`)).length).toBe(2);
    expect(logged.some((line) => /the clock here is \d+\.\d s behind the venue's/.test(line))).toBe(true);
    expect(given.filter(({how}) => how === "trades").length).toBeGreaterThan(4);
  });
});

/** A feed of Binance's on a server of its own, in real time, and what ends it all. */
async function binanceFeed(options: object = {}) {
  const market = makeMarket("BTC/USDT", {from: start - 30 * minute, to: start + 5 * minute, gap: 2000});
  const server = await serveExchange(binance([market]), () => start);
  const ending = new AbortController();
  const logged: string[] = [];
  const context: LiveContext = {
    random: random(1),
    log: (message) => void logged.push(message),
    progress() {},
    signal: ending.signal,
    now: () => start + performance.now(),
    sleep: (milliseconds) => wait(milliseconds, undefined, {signal: ending.signal}),
    async *stored() {}
  };
  const feed = ccxt({url: server.url, socket: server.socket, attempts: 1, ...options});
  const symbols = ["BTC/USDT"];
  const stream = (wanted: readonly string[] = symbols) =>
    feed.stream({symbols: wanted, from: start, to: Infinity, timeframe: "1m"}, context)[Symbol.asyncIterator]();
  const end = async () => {
    ending.abort(new Error("over"));
    await server.close();
  };
  return {feed, server, market, context, stream, end};
}

const until = async (done: () => boolean) => {
  while (!done()) await wait(5);
};

describe.concurrent("the feed of an exchange", () => {
  it("gives each trade as the exchange told it, many at once and twice as well", async () => {
    const {server, market, stream, end} = await binanceFeed();
    try {
      const trades = stream();
      const first = trades.next();
      await until(() => server.listeners() === 1);
      const told = [...market.trades.slice(0, 500), ...market.trades.slice(490, 500)];
      for (const trade of told) server.tell(market, trade);
      const got = [(await first).value];
      while (got.length < told.length) got.push((await trades.next()).value);
      expect(got).toEqual(
        told.map(({id, t, cents, lots}) => {
          return {t, symbol: "BTC/USDT", price: cents / 100, quantity: Number((lots / 1e5).toFixed(5)), id: `${id}`};
        })
      );
      await trades.return!(undefined);
      await until(() => server.listeners() === 0);
    } finally {
      await end();
    }
  });

  it("is lost when the exchange says nothing, not even to a ping", async () => {
    const {server, market, stream, end} = await binanceFeed({silence: 1});
    try {
      const trades = stream();
      const first = trades.next();
      await until(() => server.listeners() === 1);
      server.tell(market, market.trades[0]);
      await first;
      const next = trades.next();
      next.catch(() => {});
      // Answers to pings keep a quiet connection.
      expect(await Promise.race([next.catch(() => "lost"), wait(2000, "quiet")])).toBe("quiet");
      server.freeze();
      const error: unknown = await next.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Outage);
      expect(String(error)).toContain("it said nothing for 1 s");
    } finally {
      await end();
    }
  });

  it("is lost when the connection breaks amid a message", async () => {
    const {server, stream, end} = await binanceFeed();
    try {
      const next = stream().next();
      next.catch(() => {});
      await until(() => server.listeners() === 1);
      server.cut();
      await expect(next).rejects.toThrow(/lost binance: the connection ended \(1006\)/);
      await expect(next).rejects.toBeInstanceOf(Outage);
    } finally {
      await end();
    }
  });

  it("is an outage where nobody listens, and an error where there is no such symbol", async () => {
    const {server, stream, end} = await binanceFeed({socket: "ws://127.0.0.1:9"});
    try {
      const error: unknown = await stream()
        .next()
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Outage);
      await expect(stream(["BTC/EUR"]).next()).rejects.toThrow("unknown symbol: BTC/EUR; binance has 1");
      await expect(stream([]).next()).rejects.toThrow("missing symbols");
      expect(server.listeners()).toBe(0);
    } finally {
      await end();
    }
  });

  it("ends when it is cancelled", async () => {
    const {server, stream, end} = await binanceFeed();
    const next = stream().next();
    next.catch(() => {});
    await until(() => server.listeners() === 1);
    await end();
    await expect(next).rejects.toThrow("over");
  });
});
