import type {Calendar} from "../base/calendar.js";
import type {Timeframe} from "../base/timeframe.js";
import type {Bar, LiveBar, Trade} from "../plugin.js";
import type {Growing} from "./bar.js";
import {finished, growing, same} from "./bar.js";

/** A closed bar. */
export interface Followed {
  readonly bar: Bar;
  /** Whether it was built from trades, came whole over the feed, or was asked for. */
  readonly how: "trades" | "feed" | "past";
  /** Set where the bar was given before, otherwise. */
  readonly corrects?: boolean;
}

/** How many of a symbol's latest trades are known again at least, and how many of its bars can be corrected. */
const [remembered, correctable] = [10_000, 1000];

/** What became of a trade or bar: `late` where its bar is out already, from trades; `known` where that makes no change. */
export type Taken = "kept" | "repeated" | "known" | "late";

/**
 * One symbol's bars as they come. They leave in order: the next one is either whole, which is known of bars that the
 * present connection has seen from before their open until `grace` after their close, or has to be asked for.
 */
export interface Series {
  readonly symbol: string;
  /** The label of the first bar that is not out. */
  readonly next: number;
  /** Takes what a connection says; `venue` is the venue's time now. */
  take(item: Trade | LiveBar, venue: number): Taken;
  /** The next bar, where it is whole, which is out then. */
  shift(): Followed | null;
  /** Where the bars end that have to be asked for at a time of the venue's: `next` where there are none. */
  unknownUntil(venue: number): number;
  /** What trades said of a bar's volume. */
  seen(label: number): number;
  /** The first bar of a span that trades were seen of; `NaN` where there is none. */
  firstSeen(from: number, to: number): number;
  /** Everything before a label is out, or does not exist. */
  skipTo(label: number): void;
  /** A bar that is out and was made of trades. */
  made(label: number): Bar | undefined;
  /** Makes such a bar what it should have been. */
  amend(bar: Bar): void;
  /** The connection ended: what is not whole will not be. */
  lost(): void;
}

/** Times by which bars are closed, in milliseconds. */
export interface Grace {
  /** By how much a trade may come after a later one. */
  readonly grace: number;
  /** How long a bar waits for the trade that proves it whole, after its close and `grace`, before it is asked for. */
  readonly settle: number;
}

export function makeSeries(
  symbol: string,
  start: number,
  timeframe: Timeframe,
  {labelAt, closeOf, firstOpen}: Calendar,
  {grace, settle}: Grace
): Series {
  const bars = new Map<number, Growing>();
  let [ids, older] = [new Set<string>(), new Set<string>()];
  const made = new Map<number, Bar>();
  // What the present connection covers: all trades from `since` to `until`, in the venue's time.
  let [since, until] = [Infinity, -Infinity];
  let next = start;
  let [label, end] = [NaN, NaN];

  const after = (at: number) => firstOpen(timeframe, closeOf(timeframe, at));
  const locate = (t: number) => {
    if (t >= label && t < end) return;
    label = labelAt(timeframe, t);
    end = Number.isNaN(label) ? NaN : closeOf(timeframe, label);
  };

  function takeTrade(trade: Trade, venue: number): Taken {
    if (trade.id !== undefined) {
      if (ids.has(trade.id) || older.has(trade.id)) return "repeated";
      ids.add(trade.id);
      if (ids.size >= remembered) [older, ids] = [ids, new Set()];
    }
    if (since === Infinity) since = Math.max(trade.t, venue) + grace;
    until = Math.max(until, trade.t);
    locate(trade.t);
    if (Number.isNaN(label)) return "known";
    const at = label;
    if (at >= next) {
      const bar = bars.get(at) ?? growing(symbol, at, end);
      bars.set(at, bar);
      bar.add(trade);
    }
    for (const [t, bar] of bars) if (t >= since && bar.close + grace <= until) bar.whole = true;
    if (at >= next) return "kept";
    return made.has(at) ? "late" : "known";
  }

  function takeBar(bar: LiveBar): Taken {
    if (!bar.closed) return "known";
    const before = made.get(bar.t);
    if (bar.t < next) return before && !same(before, bar) ? "late" : "repeated";
    bars.set(bar.t, finished(bar, closeOf(timeframe, bar.t)));
    return "kept";
  }

  return {
    symbol,
    get next() {
      return next;
    },
    take: (item, venue) => ("close" in item ? takeBar(item) : takeTrade(item, venue)),
    shift() {
      const found = bars.get(next);
      if (!found?.whole) return null;
      const bar = found.bar();
      bars.delete(next);
      made.set(next, bar);
      if (made.size > correctable) for (const each of made.keys()) if (made.delete(each)) break;
      next = after(next);
      return {bar, how: found.how};
    },
    unknownUntil(venue) {
      const due = firstOpen(timeframe, venue - grace - settle);
      let stop = Math.max(next, due);
      for (const [t, {whole}] of bars) if (whole) stop = Math.min(stop, t);
      return stop;
    },
    seen: (at) => bars.get(at)?.volume() ?? 0,
    firstSeen: (from, to) => [...bars.keys()].sort((a, b) => a - b).find((t) => t >= from && t < to) ?? NaN,
    skipTo(to) {
      next = Math.max(next, to);
      for (const t of bars.keys()) if (t < next) bars.delete(t);
    },
    made: (at) => made.get(at),
    amend: (bar) => void made.set(bar.t, bar),
    lost() {
      [since, until] = [Infinity, -Infinity];
    }
  };
}
