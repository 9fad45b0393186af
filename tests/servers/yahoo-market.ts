import type {CalendarName} from "../../core/base/calendar.js";
import {calendar} from "../../core/base/calendar.js";
import {random} from "../../core/base/random.js";
import type {Random} from "../../core/base/random.js";
import {parseDate} from "../../core/base/timeframe.js";

/** A made-up symbol, as its exchange lists it. */
export interface Listing {
  readonly symbol: string;
  readonly name?: string;
  readonly type?: string;
  readonly calendar?: CalendarName;
  readonly timeZone?: string;
  /** The stamp of a daily row of a label; the session's opening where left out. */
  readonly stampOf?: (label: number) => number;
  readonly splits?: readonly {readonly date: string; readonly numerator: number; readonly denominator: number}[];
  /** Cash a unit as it was paid. */
  readonly dividends?: readonly {readonly date: string; readonly amount: number}[];
  /** The first and the last day. */
  readonly from?: string;
  readonly to?: string;
  /** Days whose prices are null. */
  readonly holes?: readonly string[];
}

export interface Session {
  readonly label: number;
  readonly start: number;
  readonly end: number;
  readonly stamp: number;
  /** As traded on that day, in cents and whole units. */
  readonly traded: Traded;
  /** The units of today that one unit of that day is: new ones above, old ones below. */
  readonly units: readonly [number, number];
  readonly split?: {readonly numerator: number; readonly denominator: number};
  readonly dividend?: number;
  /** The close adjusted for splits and dividends. */
  readonly adjusted: number;
  readonly hole: boolean;
}

export interface Traded {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

const cents = (price: number) => Math.max(1, Math.round(price * 100)) / 100;

/** A listing's sessions from one day to another, the same for a seed. Its price walks at random, in units of each day. */
export function sessionsOf(listing: Listing, seed: number, from: number, to: number): Session[] {
  const market = calendar(listing.calendar ?? "XNYS");
  const start = Math.max(from, listing.from ? parseDate(listing.from) : from);
  const stop = Math.min(to, listing.to ? parseDate(listing.to) + 86_400_000 : to);
  const labels = market.sessions(start, stop);
  const splits = new Map(listing.splits?.map((split) => [parseDate(split.date), split]));
  const dividends = new Map(listing.dividends?.map(({date, amount}) => [parseDate(date), amount]));
  const holes = new Set(listing.holes?.map(parseDate));
  const days = walk(labels, splits, random(`${seed}/${listing.symbol}`));
  const sessions = new Array<Session>(labels.length);
  let [above, below, factor] = [1, 1, 1];
  for (let i = labels.length - 1; i >= 0; --i) {
    const label = labels[i];
    const {open, close} = market.hours(label)!;
    const split = splits.get(label);
    const dividend = dividends.get(label);
    sessions[i] = {
      label,
      start: open,
      end: close,
      stamp: listing.stampOf ? listing.stampOf(label) : open,
      traded: days[i],
      units: [above, below],
      split,
      dividend,
      adjusted: Math.fround(((days[i].close * below) / above) * factor),
      hole: holes.has(label)
    };
    if (dividend !== undefined && i > 0) factor *= 1 - dividend / days[i - 1].close;
    if (!split) continue;
    above *= split.numerator;
    below *= split.denominator;
  }
  return sessions;
}

type Ratio = NonNullable<Session["split"]>;

function walk(labels: Float64Array, splits: ReadonlyMap<number, Ratio>, draws: Random): Traded[] {
  const days = new Array<Traded>(labels.length);
  let price = 40 + 360 * draws.uniform();
  for (let i = 0; i < labels.length; ++i) {
    const split = splits.get(labels[i]);
    if (split) price *= split.denominator / split.numerator;
    const open = cents(price * (1 + 0.004 * draws.normal()));
    price = cents(open * (1 + 0.015 * draws.normal()));
    const high = cents(Math.max(open, price) * (1 + 0.01 * draws.uniform()));
    const low = cents(Math.min(open, price) * (1 - 0.01 * draws.uniform()));
    days[i] = {open, high, low, close: price, volume: 600 * (1000 + draws.integer(100_000))};
  }
  return days;
}

/** A session's bars of so many minutes, in units of that day; the last one may be shorter. */
export function minutesOf(symbol: string, seed: number, session: Session, minutes: number): [number, Traded][] {
  const draws = random(`${seed}/${symbol}/${session.label}`);
  const bars: [number, Traded][] = [];
  let price = session.traded.open;
  for (let t = session.start; t < session.end; t += 60_000) {
    const open = price;
    price = cents(price * Math.exp(0.0008 * draws.normal()));
    const [high, low] = [Math.max(open, price), Math.min(open, price)];
    const volume = 6 * draws.integer(5000);
    if ((t - session.start) % (minutes * 60_000) === 0) {
      bars.push([t, {open, high, low, close: price, volume}]);
      continue;
    }
    const [label, bar] = bars[bars.length - 1];
    const both = {high: Math.max(bar.high, high), low: Math.min(bar.low, low), volume: bar.volume + volume};
    bars[bars.length - 1] = [label, {open: bar.open, close: price, ...both}];
  }
  return bars;
}

/** Listings by number, Y0000 on: every tenth with a split, every second with dividends. */
export function listings(count: number, from: number, to: number): Listing[] {
  const sessions = calendar("XNYS").sessions(from, to);
  const dateAt = (place: number) => new Date(sessions[place]).toISOString().slice(0, 10);
  const ratios = [
    [2, 1],
    [3, 2],
    [7, 1],
    [1, 10]
  ];
  return Array.from({length: count}, (_, i) => {
    const [numerator, denominator] = ratios[Math.floor(i / 10) % ratios.length];
    const middle = Math.floor(sessions.length / 2) + (i % 20);
    const splits = i % 10 === 3 && sessions.length > 40 ? [{date: dateAt(middle), numerator, denominator}] : [];
    const quarters = i % 2 === 0 ? Math.floor((sessions.length - 1) / 63) : 0;
    const dividends = Array.from({length: quarters}, (_, k) => ({date: dateAt(63 * (k + 1)), amount: 0.25}));
    return {symbol: `Y${String(i).padStart(4, "0")}`, name: `Company ${i}`, splits, dividends};
  });
}
