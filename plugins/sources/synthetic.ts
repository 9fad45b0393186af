import type {Random} from "../../core/base/random.js";
import {random} from "../../core/base/random.js";
import {parseDate} from "../../core/base/timeframe.js";
import {defineSource} from "../../core/plugin.js";
import type {Bar} from "../../core/plugin.js";

const day = 86_400_000;

/** A sector's or the market's daily returns. */
interface Factor {
  next(): number;
}

/**
 * A made-up universe of daily bars, the same for the same seed. The return of stock i on day t is
 *
 *     r = β_i · m_t + s_t + drift_i,t + σ_i · e_i,t + jump_i,t
 *
 * with a market factor m and one factor s for each of 10 sectors, both GARCH(1,1) with α 0.08 and β 0.90 (Bollerslev
 * 1986; volatility clusters); e is GARCH(1,1) too, with Student-like tails (a normal times a random scale); jumps come
 * 2 times a year (Poisson) with a deviation of 6 %. σ_i lies between 1.0 % and 2.5 %, β_i between 0.6 and 1.4.
 *
 * The planted effect is known: drift_i,t = `effect` · z, where z is minus the stock's own residual return of the
 * last 5 days over its deviation, cut off at ±3. As z forgets one day of five with each day, a stock at z = 1 is
 * expected to gain `effect` · (1 + 4/5 + 3/5 + 2/5 + 1/5) = 3 · `effect` over the next week, before costs. At the
 * default, minus the return of five days has a rank IC near 0.05 for the next day. About 1 % of the names a year are
 * delisted: they fall 20 to 80 % on their last bar and have none after it.
 *
 * A bar depends on nothing but the seed and its symbol's place: neither on the symbols asked for nor on the dates.
 */
export const synthetic = defineSource(
  "synthetic",
  {symbols: 100, rows: 1000, seed: 1, start: "2015-01-05", effect: 0.001},
  ({symbols: count, rows, seed, start, effect}) => ({
    synthetic: true,
    async *bars({symbols, from, to, timeframe}, {progress, signal}) {
      if (timeframe !== "1d") throw new Error(`unknown timeframe: ${timeframe}; synthetic has 1d`);
      const names = Array.from({length: count}, (_, i) => `S${String(i + 1).padStart(String(count).length, "0")}`);
      const wanted = new Set(symbols ?? names);
      for (const symbol of wanted) if (!names.includes(symbol)) throw unknownSymbol(symbol, names);
      const root = random(seed);
      const market = series(garch(root.fork("market"), 0.009), rows);
      const sectors = Array.from({length: 10}, (_, s) => series(garch(root.fork(`sector ${s}`), 0.005), rows));
      const times = weekdays(parseDate(start), rows);
      for (const [i, symbol] of names.entries()) {
        signal.throwIfAborted();
        progress(i + 1, count);
        if (!wanted.has(symbol)) continue;
        for (const bar of stock(symbol, root.fork(symbol), market, sectors[i % 10], times, effect)) {
          if (bar.t >= from && bar.t < to) yield bar;
        }
      }
    }
  })
);

function* stock(
  symbol: string,
  r: Random,
  market: Float64Array,
  sector: Float64Array,
  times: Float64Array,
  effect: number
): Generator<Bar> {
  const beta = 0.6 + 0.8 * r.uniform();
  const sigma = 0.01 + 0.015 * r.uniform();
  const usual = 10 ** (5.5 + 1.5 * r.uniform());
  const own = garch(r.fork("own"), sigma);
  const residuals: number[] = [];
  let close = 20 + 180 * r.uniform();
  for (let i = 0; i < times.length; ++i) {
    const week = residuals.slice(-5).reduce((sum, x) => sum + x, 0) / (sigma * Math.sqrt(5));
    const drift = effect * Math.max(-3, Math.min(3, -week));
    const jump = r.uniform() < 2 / 252 ? 0.06 * r.normal() : 0;
    const ends = r.uniform() < 0.01 / 252;
    const residual = own.next() * tail(r) + jump;
    residuals.push(residual);
    const crash = ends ? -(0.2 + 0.6 * r.uniform()) : 0;
    const change = Math.max(-0.9, beta * market[i] + sector[i] + drift + residual + 0.0002 + crash);
    const open = close * (1 + 0.3 * change + 0.2 * sigma * r.normal());
    const previous = close;
    close = previous * (1 + change);
    const reach = sigma * previous * 0.5;
    const high = Math.max(open, close) + reach * Math.abs(r.normal());
    const low = Math.max(0.5 * Math.min(open, close), Math.min(open, close) - reach * Math.abs(r.normal()));
    const volume = Math.round(usual * Math.exp(0.3 * r.normal()) * (1 + (8 * Math.abs(change)) / (sigma * 4)));
    yield {t: times[i], symbol, open: cents(open), high: cents(high), low: cents(low), close: cents(close), volume};
    if (ends) return;
  }
}

/** A GARCH(1,1) factor with the given long-run daily deviation. */
function garch(r: Random, deviation: number): Factor {
  const long = deviation * deviation;
  let variance = long;
  let last = 0;
  return {
    next() {
      variance = 0.02 * long + 0.08 * last * last + 0.9 * variance;
      return (last = Math.sqrt(variance) * r.normal());
    }
  };
}

/** A random scale that makes a normal's tails heavy: one day in ten is 2.2 times as wide, and the deviation stays 1. */
function tail(r: Random): number {
  return r.uniform() < 0.1 ? 2.2 / 1.1765 : 1 / 1.1765;
}

function series(factor: Factor, rows: number): Float64Array {
  return Float64Array.from({length: rows}, () => factor.next());
}

function weekdays(start: number, rows: number): Float64Array {
  const times: number[] = [];
  for (let t = start; times.length < rows; t += day) {
    const weekday = new Date(t).getUTCDay();
    if (weekday !== 0 && weekday !== 6) times.push(t);
  }
  return Float64Array.from(times);
}

/** A price in hundredths of a cent, so that it is short as text. */
function cents(price: number): number {
  return Math.max(1, Math.round(price * 1e4)) / 1e4;
}

function unknownSymbol(symbol: string, names: readonly string[]): Error {
  return new Error(`unknown symbol: ${symbol}; synthetic has ${names[0]} … ${names.at(-1)}`);
}
