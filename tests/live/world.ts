import {setImmediate} from "node:timers/promises";
import {Outage} from "../../core/base/outage.js";
import {random} from "../../core/base/random.js";
import type {Bar, LiveContext, Plugin} from "../../core/plugin.js";
import {defineFeed} from "../../core/plugin.js";
import type {Candle, Market} from "../servers/venue.js";

/** A clock that goes only when everything waits. */
export interface World extends LiveContext {
  readonly logged: string[];
  /** Lets time go by until the work is done. Throws where nothing waits and the work is not done. */
  run<T>(work: Promise<T>): Promise<T>;
}

export function makeWorld(start: number, seed = 1, stored: readonly Bar[] = []): World {
  const asleep: {at: number; wake(): void}[] = [];
  const logged: string[] = [];
  let time = start;
  return {
    random: random(seed),
    logged,
    log: (message) => void logged.push(message),
    progress() {},
    signal: new AbortController().signal,
    now: () => time,
    sleep: (milliseconds) => new Promise((wake) => asleep.push({at: time + Math.max(0, milliseconds), wake})),
    async *stored({symbols, from, to}) {
      await Promise.resolve();
      yield* stored.filter(({t, symbol}) => t >= from && t < to && (!symbols || symbols.includes(symbol)));
    },
    async run(work) {
      let done = false;
      const ended = work.finally(() => (done = true));
      ended.catch(() => {});
      for (let idle = 0; !done;) {
        await setImmediate();
        if (done) break;
        if (asleep.length === 0) {
          if (++idle > 100) throw new Error("nothing is left to happen");
          continue;
        }
        idle = 0;
        const next = asleep.reduce((a, b) => (b.at < a.at ? b : a));
        asleep.splice(asleep.indexOf(next), 1);
        time = Math.max(time, next.at);
        next.wake();
      }
      return ended;
    }
  };
}

/** How a feed misbehaves. Times in milliseconds. */
export interface Weather {
  /** When the venue breaks every connection. */
  readonly cuts: readonly number[];
  /** How long a trade is on its way: between these. */
  readonly latency: readonly [least: number, most: number];
  /** The part of the trades that is told twice. */
  readonly repeated: number;
  /** How long the past takes to have a bar. */
  readonly lag: number;
  /** How long the past has a bar by half, when it has it. */
  readonly stale: number;
  /** The part of the requests that fail. */
  readonly failing: number;
  /** What the past says of bars without trades. */
  readonly empty: "repeated" | "left out";
  /** By how much the venue's clock is ahead of the world's. */
  readonly ahead: number;
  readonly seed: number;
}

export const fair: Weather = {
  cuts: [],
  latency: [20, 50],
  repeated: 0,
  lag: 0,
  stale: 0,
  failing: 0,
  empty: "repeated",
  ahead: 0,
  seed: 1
};

const minute = 60_000;

/** A market's bars of a minute, as a feed's past states them. */
export function truth(symbol: string, market: Market, from: number, to: number, empty: Weather["empty"]): Bar[] {
  return market.candles(minute, from, to, empty).map((candle) => barOf(symbol, candle));
}

export function barOf(symbol: string, {t, open, high, low, close, lots}: Candle): Bar {
  const at = (cents: number) => Number((cents / 100).toFixed(2));
  return {
    t,
    symbol,
    open: at(open),
    high: at(high),
    low: at(low),
    close: at(close),
    volume: Number((lots / 1e5).toFixed(5))
  };
}

/** A feed of markets of minutes, by symbol, that misbehaves as told; a world's clock is the venue's but for `ahead`. */
export function stormy(
  markets: Readonly<Record<string, Market>>,
  weather: Weather,
  {now, sleep}: Pick<World, "now" | "sleep">
): Plugin<"feed"> {
  const {cuts, latency, repeated, lag, stale, failing, empty, ahead, seed} = weather;
  const numbers = random(seed);
  const [least, most] = latency;
  const feed = defineFeed("stormy", {}, () => ({
    calendar: "24/7",
    async *stream({symbols = []}, context) {
      const {sleep} = context;
      const since = now() + ahead;
      const cut = cuts.find((at) => at > since) ?? Infinity;
      const told = symbols.flatMap((symbol) =>
        markets[symbol].trades
          .filter(({t}) => t + most >= since && t < cut)
          .flatMap((trade) => {
            const times = numbers.uniform() < repeated ? 2 : 1;
            return Array.from({length: times}, () => {
              const arrival = trade.t + least + numbers.uniform() * (most - least);
              return {symbol, trade, arrival};
            });
          })
      );
      told.sort((a, b) => a.arrival - b.arrival);
      for (const {symbol, trade, arrival} of told) {
        if (arrival < since) continue;
        if (arrival >= cut) break;
        const wait = arrival - (now() + ahead);
        if (wait > 0) await sleep(wait);
        const {t, cents, lots, id} = trade;
        yield {
          t,
          symbol,
          price: Number((cents / 100).toFixed(2)),
          quantity: Number((lots / 1e5).toFixed(5)),
          id: `${id}`
        };
      }
      await sleep(Math.min(cut, 8e15) - (now() + ahead));
      throw new Outage("cut");
    },
    async *past({symbols = [], from, to}) {
      await sleep(30);
      if (numbers.uniform() < failing) throw new Outage("no answer");
      const known = now() + ahead - lag;
      const end = Math.min(to, Math.floor((now() + ahead) / minute) * minute);
      for (const symbol of symbols) {
        const seen = {...markets[symbol]};
        for (const bar of seen.candles(minute, from, end, empty)) {
          const whole = barOf(symbol, bar);
          const half = {...whole, close: whole.open, volume: whole.volume / 2};
          if (bar.t + minute <= known) yield bar.t + minute + stale > known ? half : whole;
        }
      }
    }
  }))();
  return {...feed, time: () => Promise.resolve(now() + ahead)};
}
