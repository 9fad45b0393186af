import {calendar} from "../base/calendar.js";
import {Outage} from "../base/outage.js";
import type {Timeframe} from "../base/timeframe.js";
import {formatDate, timeframes} from "../base/timeframe.js";
import type {Context, Fault, Instrument, Item, Query} from "../plugin.js";
import type {Exchange} from "./exchange.js";

/** Crypto is not traded before; where a query has no beginning, it begins here. */
const beginning = Date.UTC(2010, 0, 1);

/** When an exchange's clock was last read, so that it is asked no more often than need be. */
const clocks = new WeakMap<Exchange, number>();
const readings = new WeakMap<Exchange, Promise<number | null>>();

/** The exchange's own clock, epoch milliseconds; null where it does not tell. */
export async function venueTime(exchange: Exchange, context: Context): Promise<number | null> {
  const {client} = exchange;
  if (!client.has.fetchTime) return null;
  const time = await exchange.ask(() => client.fetchTime(), context);
  if (time === undefined || Number.isNaN(time))
    throw new Outage(`broken answer from ${exchange.venue.exchange}: no time`);
  clocks.set(exchange, time);
  return time;
}

/** The exchange's time, read anew unless it is known to be `wanted` at least; one reading serves all who wait for it. */
async function timeFor(exchange: Exchange, wanted: number, context: Context): Promise<number | null> {
  const known = clocks.get(exchange) ?? -Infinity;
  if (wanted <= known) return known;
  const shared = await readings.get(exchange)?.catch(() => null);
  if (shared !== undefined && shared !== null && wanted <= shared) return shared;
  const reading = venueTime(exchange, context);
  readings.set(exchange, reading);
  return reading;
}

/**
 * The closed bars of each symbol as the exchange states them, oldest first, `page` of them a request (0 for as many as
 * the exchange gives). Pages are walked forward from `from`; a page's end is the next one's beginning, so no bar is
 * skipped or repeated, and stretches without bars are passed over. Bars that are not closed by the exchange's own clock
 * are left out, however wrong the clock here is. Throws where the exchange has no such symbol or bars of that length.
 */
export async function* candles(
  exchange: Exchange,
  {symbols: asked, from, to, timeframe}: Query,
  context: Context,
  page = 0
): AsyncGenerator<Item> {
  nativeLength(exchange, timeframe);
  const symbols = asked ?? instruments(exchange, "").map(({symbol}) => symbol);
  const now = (await timeFor(exchange, to, context)) ?? Math.min(to, exchange.client.milliseconds());
  const end = Math.min(to, firstOpen(timeframe, now));
  const start = firstLabel(timeframe, Math.max(from, beginning));
  for (const [done, symbol] of symbols.entries()) {
    checkSymbol(exchange, symbol);
    yield* walk(exchange, {symbol, timeframe, start, end, page}, context);
    if (symbols.length > 1) context.progress(done + 1, symbols.length);
  }
}

/** What is wanted of one symbol; `start` and `end` are labels. */
interface Wanted {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly start: number;
  readonly end: number;
  readonly page: number;
}

async function* walk(exchange: Exchange, wanted: Wanted, context: Context): AsyncGenerator<Item> {
  const {symbol, timeframe, start, end} = wanted;
  const name = exchange.venue.exchange;
  let cursor = start;
  let first = true;
  while (cursor < end) {
    const page = await ask(exchange, wanted, timeframe, cursor, context);
    const fresh = page.rows.filter(([t]) => t >= cursor && t < end);
    if (first && fresh.length > 0) {
      first = false;
      const [t] = fresh[0];
      // Some bars less may be a quiet market.
      const most = start + quiet * exchange.client.parseTimeframe(nativeLength(exchange, timeframe)) * 1000;
      if (t > firstLabel(timeframe, Math.min(most, start + day)))
        context.log(`${name}: ${symbol} begins on ${written(timeframe, t)}; ${name} gives nothing earlier`);
    }
    for (const row of fresh) yield item(name, symbol, timeframe, row);
    const beyond = page.rows.some(([t]) => t >= end);
    if (fresh.length > 0) cursor = closeOf(timeframe, fresh[fresh.length - 1][0]);
    else if (beyond) return;
    else cursor = await nextDay(exchange, wanted, page.end, context);
  }
}

/**
 * Where to go on after a page without bars: at its end, or, where bars are shorter than days, at the first day from there
 * on that has any, which is found in few requests.
 */
async function nextDay(exchange: Exchange, wanted: Wanted, from: number, context: Context): Promise<number> {
  const {timeframe, end} = wanted;
  if (["1d", "1w", "1mo"].includes(timeframe) || native(exchange, "1d") === undefined || end - from < 2 * day)
    return from;
  let cursor = labelAt("1d", from);
  while (cursor < end) {
    const page = await ask(exchange, wanted, "1d", cursor, context);
    const found = page.rows.find(([t]) => t >= cursor);
    if (found) return Math.max(from, found[0]);
    cursor = page.end;
  }
  return end;
}

type Row = readonly [t: number, open: number, high: number, low: number, close: number, volume: number];

/** One request: the bars from a label on, in order and each once, and where the page ends if it holds none. */
async function ask(exchange: Exchange, wanted: Wanted, timeframe: Timeframe, from: number, context: Context) {
  const {client, venue} = exchange;
  const {symbol} = wanted;
  const most = Number(client.featureValue(symbol, "fetchOHLCV", "limit", 300) ?? 300);
  const limit = wanted.page > 0 ? Math.min(wanted.page, most) : most;
  const length = nativeLength(exchange, timeframe);
  const raw = (await exchange.ask(() => client.fetchOHLCV(symbol, length, from, limit), context)) as unknown as Row[];
  const rows = raw.filter(([t], i) => i === 0 || t !== raw[i - 1][0]);
  for (const [t] of rows) {
    if (!Number.isFinite(t))
      throw new Outage(`broken answer from ${venue.exchange}: a bar of ${symbol} without a time`);
    if (labelAt(timeframe, t) !== t)
      throw new Error(
        `unsupported timeframe: ${timeframe} of ${venue.exchange} begins ${new Date(t).toUTCString().slice(0, 22)}, ` +
          `where it should ${new Date(labelAt(timeframe, t)).toUTCString().slice(0, 22)}; take a shorter one and resample`
      );
  }
  const end = from + limit * client.parseTimeframe(length) * 1000;
  return {rows, end: firstLabel(timeframe, Math.min(end, wanted.end))};
}

function item(name: string, symbol: string, timeframe: Timeframe, row: Row): Item {
  const [t, open, high, low, close, volume] = row;
  const origin = `${name} ${symbol} ${timeframe}`;
  if ([open, high, low, close, volume].every(Number.isFinite))
    return {t, symbol, open, high, low, close, volume, origin};
  const fault: Fault = {kind: "missing", fault: "a value is missing", origin, row: JSON.stringify(row), symbol, t};
  return fault;
}

/** The instruments whose symbol or name holds a text. */
export function instruments({client, venue}: Exchange, text: string): Instrument[] {
  const wanted = text.toLowerCase();
  const markets = Object.values(client.markets as Readonly<Record<string, Market>>);
  return markets
    .filter(({type, symbol, id}) => type === venue.type && `${symbol} ${id}`.toLowerCase().includes(wanted))
    .map(({symbol, base, quote, type}) => ({symbol, name: `${base} in ${quote}`, exchange: venue.exchange, type}))
    .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}

/** A market as ccxt describes it. */
interface Market {
  readonly id: string;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly type: string;
}

/** Throws, naming some that are like it, where the exchange has no such symbol. */
export function checkSymbol(exchange: Exchange, symbol: string): void {
  const markets = exchange.client.markets as Readonly<Record<string, Market | undefined>>;
  if (markets[symbol]?.type === exchange.venue.type) return;
  const all = instruments(exchange, "").map((each) => each.symbol);
  const [base, quote = ""] = symbol.toUpperCase().split(/[/:_-]/);
  const likeness = (each: string) => {
    const [b, q] = each.split(/[/:]/);
    return (b === base ? 4 : b.startsWith(base) || base.startsWith(b) ? 2 : 0) + (q === quote ? 1 : 0);
  };
  const near = all.sort((a, b) => likeness(b) - likeness(a) || (a < b ? -1 : 1)).slice(0, 5);
  const {exchange: name, type} = exchange.venue;
  throw new Error(
    `unknown symbol: ${symbol}; ${name} has ${all.length} of the type ${type}, such as ${near.join(", ")}`
  );
}

const day = 86_400_000;

/** So many bars without a trade are told of where they are the first that were asked for. */
const quiet = 60;

/** A label as it is told: the date, and within days the time. */
function written(timeframe: Timeframe, t: number): string {
  const daily = ["1d", "1w", "1mo"].includes(timeframe);
  return daily ? formatDate(t) : `${formatDate(t)} ${new Date(t).toISOString().slice(11, 16)}`;
}

const {closeOf, firstOpen, labelAt} = calendar("24/7");

/** The first label at or after an instant. */
function firstLabel(timeframe: Timeframe, instant: number): number {
  const label = labelAt(timeframe, instant);
  return label === instant ? label : closeOf(timeframe, label);
}

/** How the exchange's client calls a length of bars; undefined where it has none such. */
function native({client}: Exchange, timeframe: Timeframe): string | undefined {
  const name = timeframe === "1mo" ? "1M" : timeframe;
  return name in client.timeframes ? name : undefined;
}

function nativeLength(exchange: Exchange, timeframe: Timeframe): string {
  const name = native(exchange, timeframe);
  if (name !== undefined) return name;
  const all = timeframes.filter((each) => native(exchange, each) !== undefined);
  throw new Error(
    `unsupported timeframe: ${exchange.venue.exchange} has no bars of ${timeframe}; it has ${all.join(", ")}`
  );
}
