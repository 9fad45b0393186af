import type {Listing, Session, Traded} from "./yahoo-market.js";
import {minutesOf} from "./yahoo-market.js";

interface Failed {
  readonly status: number;
  readonly code: string;
  readonly error: string;
}

/** The rows of an answer with `from` ≤ stamp ≤ `to`, column by column. */
function rowsWithin(from: number, to: number) {
  const timestamp: number[] = [];
  const quote: Record<keyof Traded, (number | null)[]> = {close: [], low: [], volume: [], open: [], high: []};
  const adjclose: (number | null)[] = [];

  /** Takes a row in units of today and, as Yahoo's prices are, in single precision; null for a row without prices. */
  function add(
    stamp: number,
    traded: Traded | null,
    [above, below]: readonly [number, number],
    adjusted: number | null
  ): void {
    if (stamp < from || stamp > to) return;
    timestamp.push(seconds(stamp));
    for (const name of ["open", "high", "low", "close"] as const)
      quote[name].push(traded && Math.fround((traded[name] * below) / above));
    quote.volume.push(traded && Math.round((traded.volume * above) / below));
    adjclose.push(traded && adjusted);
  }
  return {timestamp, quote, adjclose, add};
}

type Rows = ReturnType<typeof rowsWithin>;

const minutes: Readonly<Record<string, number>> = {
  "1m": 1,
  "2m": 2,
  "5m": 5,
  "15m": 15,
  "30m": 30,
  "60m": 60,
  "1h": 60
};
const days = (milliseconds: number) => milliseconds / 86_400_000;
const seconds = (instant: number) => Math.floor(instant / 1000);

/** The result of Yahoo's chart, or why it refuses: `from` ≤ stamp ≤ `to`, epoch milliseconds. */
export function chartOf(
  listing: Listing,
  sessions: readonly Session[],
  seed: number,
  interval: string,
  from: number,
  to: number,
  now: number
): object | Failed {
  const {symbol} = listing;
  const span = `startDate = ${seconds(from)}, endDate = ${seconds(to)}`;
  const refuse = (status: number, code: string, error: string): Failed => ({status, code, error});
  if (!(from < to)) return refuse(400, "Bad Request", `Invalid input - start date cannot be after end date. ${span}`);
  const step = minutes[interval];
  if (interval !== "1d" && step === undefined)
    return refuse(422, "Unprocessable Entity", `Invalid input - interval=${interval} is not supported.`);
  const first = sessions[0];
  const last = sessions[sessions.length - 1];
  if (!first || first.stamp > to || last.end < from)
    return refuse(400, "Bad Request", `Data doesn't exist for ${span}`);
  if (step !== undefined) {
    const past = step === 1 ? 30 : step === 60 ? 730 : 60;
    const range = `${interval} data not available for startTime=${seconds(from)} and endTime=${seconds(to)}.`;
    if (days(now - from) > past)
      return refuse(422, "Unprocessable Entity", `${range} The requested range must be within the last ${past} days.`);
    if (step === 1 && days(to - from) > 7)
      return refuse(
        422,
        "Unprocessable Entity",
        `${range} Only 7 days worth of 1m granularity data are allowed to be fetched per request.`
      );
  }
  const inside = sessions.filter(({stamp, end}) => (step ? end >= from && stamp <= to : stamp >= from && stamp <= to));
  const rows = rowsWithin(from, to);
  if (step === undefined) addDays(rows, inside, now);
  else addMinutes(rows, symbol, inside, seed, step, now);
  const {timestamp, quote, adjclose} = rows;
  const none = timestamp.length === 0;
  return {
    meta: metaOf(listing, sessions, interval, now, step === undefined ? undefined : inside),
    ...(!none && {timestamp}),
    ...eventsOf(inside, now),
    indicators: {quote: [none ? {} : quote], ...(step === undefined && {adjclose: [none ? {} : {adjclose}]})}
  };
}

/** A row a session; of the session under way a second one with the time of the latest trade. */
function addDays(rows: Rows, sessions: readonly Session[], now: number): void {
  for (const {stamp, end, hole, traded, units, adjusted} of sessions) {
    if (stamp > now) continue;
    rows.add(stamp, hole ? null : traded, units, adjusted);
    if (now < end && now > stamp) rows.add(now, hole ? null : traded, units, adjusted);
  }
}

/** Rows within sessions; after the latest one a row at its close, and during it one at the latest trade. */
function addMinutes(
  rows: Rows,
  symbol: string,
  sessions: readonly Session[],
  seed: number,
  step: number,
  now: number
): void {
  for (const [i, session] of sessions.entries()) {
    const {end, units, hole} = session;
    const bars = minutesOf(symbol, seed, session, step).filter(([t]) => t <= now);
    for (const [t, bar] of bars) rows.add(t, hole ? null : bar, units, null);
    if (bars.length === 0 || i < sessions.length - 1) continue;
    const {close} = bars[bars.length - 1][1];
    rows.add(Math.min(now, end), {open: close, high: close, low: close, close, volume: 0}, units, null);
  }
}

function eventsOf(sessions: readonly Session[], now: number): object {
  const past = sessions.filter(({stamp}) => stamp <= now);
  const splits = past.flatMap(({stamp, split}) => {
    if (!split) return [];
    const {numerator, denominator} = split;
    const date = seconds(stamp);
    return [[date, {date, numerator, denominator, splitRatio: `${numerator}:${denominator}`}]];
  });
  const dividends = past.flatMap(({stamp, dividend, units: [above, below]}) => {
    if (dividend === undefined) return [];
    return [[seconds(stamp), {amount: (dividend * below) / above, date: seconds(stamp)}]];
  });
  const events = {
    ...(dividends.length > 0 && {dividends: Object.fromEntries(dividends) as object}),
    ...(splits.length > 0 && {splits: Object.fromEntries(splits) as object})
  };
  return Object.keys(events).length > 0 ? {events} : {};
}

function metaOf(
  {symbol, name = symbol, type = "EQUITY", calendar = "XNYS", timeZone}: Listing,
  sessions: readonly Session[],
  interval: string,
  now: number,
  inside?: readonly Session[]
): object {
  const zone = timeZone ?? (calendar === "XNYS" ? "America/New_York" : "UTC");
  const last = sessions.findLast(({stamp}) => stamp <= now) ?? sessions[0];
  const period = ({start, end}: Session) => ({
    timezone: zone,
    start: seconds(start),
    // Sessions of a whole day end a minute before midnight, as Yahoo states them.
    end: seconds(end - start >= 86_400_000 ? end - 60_000 : end),
    gmtoffset: 0
  });
  const [begin, end] = [period(last).start, period(last).end];
  const around = (from: number, to: number) => ({timezone: zone, start: from, end: to, gmtoffset: 0});
  return {
    currency: "USD",
    symbol,
    exchangeName: "NMS",
    fullExchangeName: "NasdaqGS",
    instrumentType: type,
    firstTradeDate: seconds(sessions[0].stamp),
    regularMarketTime: seconds(Math.min(now, last.end)),
    hasPrePostMarketData: true,
    gmtoffset: 0,
    timezone: zone,
    exchangeTimezoneName: zone,
    regularMarketPrice: last.traded.close,
    longName: name,
    shortName: name,
    priceHint: 2,
    currentTradingPeriod: {pre: around(begin, begin), regular: period(last), post: around(end, end)},
    ...(inside && {tradingPeriods: inside.map((session) => [period(session)])}),
    dataGranularity: interval,
    range: "",
    validRanges: ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"]
  };
}
