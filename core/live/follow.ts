import type {Calendar} from "../base/calendar.js";
import {calendar} from "../base/calendar.js";
import {Outage} from "../base/outage.js";
import type {LiveContext, Plugin, Query, Trade} from "../plugin.js";
import {bare} from "./bar.js";
import {connections} from "./connections.js";
import {within} from "./context.js";
import {describeEvent} from "./events.js";
import {correct, fill} from "./fill.js";
import {makeOutlet} from "./outlet.js";
import type {Series} from "./series.js";
import {makeSeries} from "./series.js";
import type {Followed, Following, Tape} from "./tape.js";

/**
 * The closed bars of a feed as they close, each symbol's in order, none missing and none built of half its trades:
 *
 *     socket ──► trades ──► bars ──► whole? ──────────────► queue ──► bars
 *       └── lost: again, with back-off       └─ no: past ──┘
 *
 * A bar is built from the trades of one connection that was up from before its open until a trade came `grace` after its
 * close; trades that come out of order within `grace` find their bar, and repeated ones (of the same `id`) are dropped.
 * Every other bar is asked for from the feed's past once the venue's clock is `grace` + `settle` past its close: those
 * before the first connection (from `query.from` on), of a gap, at either end of a connection, or in which nothing was
 * traded, for which the venue's past decides whether there is a bar. The venue's clock is measured when a connection is
 * made and by the trades. A trade later than `grace` is counted, and its bar compared with the venue's, which is given
 * again where it differs. Nothing piles up: trades are folded into bars as they come, and where `queue` bars wait for
 * their taker, the connection is given up until half are taken, and the gap filled. Ends when `query.to` is reached, or
 * where a complete feed ends. Throws what the feed throws except outages, which are waited out.
 */
export async function* follow(
  feed: Plugin<"feed">,
  query: Query,
  context: LiveContext,
  options: Partial<Following> = {}
): AsyncGenerator<Followed> {
  if (!feed.complete && !query.symbols?.length)
    throw new Error(`missing symbols: name those that ${feed.name} is to follow`);
  const ending = new AbortController();
  const tape = makeTape(feed, query, within(context, ending.signal), options);
  const work = Promise.all([connections(tape), alarms(tape)]).then(
    () => tape.outlet.end(),
    (error: unknown) => tape.outlet.end(error)
  );
  try {
    yield* tape.outlet;
  } finally {
    ending.abort(new Error("ended"));
    await work;
  }
}

function makeTape(feed: Plugin<"feed">, query: Query, context: LiveContext, options: Partial<Following>): Tape {
  const given: Following = {
    grace: 1000,
    settle: 1500,
    queue: 1000,
    first: 500,
    longest: 60_000,
    tell: (event) => context.log(describeEvent(event)),
    ...options
  };
  const dates = calendar(feed.calendar ?? "XNYS");
  const start = firstLabel(dates, query);
  const all = [...new Set(query.symbols)].map((symbol) => makeSeries(symbol, start, query.timeframe, dates, given));
  const bySymbol = new Map(all.map((series) => [series.symbol, series]));
  const outlet = makeOutlet<Followed>(given.queue);
  const busy = new Set<Series>();
  const correcting = new Set<string>();
  let offset = 0;
  let measured = false;
  let late = 0;

  const fail = (error: unknown) => {
    if (!context.signal.aborted) outlet.end(error);
  };
  const hear = (t: number) => {
    const ahead = t - context.now();
    offset = measured ? Math.max(offset, ahead) : ahead;
    measured = true;
  };

  function advanceOne(series: Series): void {
    // When it is over, filling ends at once, and would be begun again without end.
    if (busy.has(series) || outlet.ended) return;
    while (!outlet.full && series.next < query.to) {
      const bar = series.shift();
      if (!bar) break;
      outlet.put(bar);
    }
    const until = series.unknownUntil(tape.venue());
    if (all.every(({next}) => next >= query.to)) return outlet.end();
    if (outlet.full || series.next >= Math.min(until, query.to)) return;
    busy.add(series);
    fill(tape, series)
      .finally(() => busy.delete(series))
      .then(() => advanceOne(series))
      .catch(fail);
  }

  function comeLate(series: Series, t: number): void {
    given.tell({event: "late", symbol: series.symbol, t, count: ++late});
    const label = dates.labelAt(query.timeframe, t);
    const key = `${series.symbol} ${label}`;
    if (correcting.has(key)) return;
    correcting.add(key);
    correct(tape, series, label)
      .finally(() => correcting.delete(key))
      .catch(fail);
  }

  const tape: Tape = {
    ...given,
    feed,
    query,
    calendar: dates,
    context,
    outlet,
    all,
    venue: () => context.now() + offset,
    setClock(time) {
      measured = time !== null;
      if (time !== null) offset = time - context.now();
    },
    take(item) {
      const isBar = "close" in item;
      if (feed.complete) {
        if (isBar && item.closed) outlet.put({bar: bare(item), how: "feed"});
        return;
      }
      const series = bySymbol.get(item.symbol);
      if (!series) return;
      if (!isBar) {
        checkTrade(item);
        hear(item.t);
      } else if (item.closed) hear(dates.closeOf(query.timeframe, item.t));
      if (series.take(item, tape.venue()) === "late") comeLate(series, item.t);
      advanceOne(series);
    },
    advance: () => all.forEach(advanceOne)
  };
  return tape;
}

/** Throws where a trade makes no sense: then nothing else that the connection says can be trusted. */
function checkTrade({t, symbol, price, quantity}: Trade): void {
  if (t > 0 && t < 4e12 && price > 0 && price < Infinity && quantity >= 0 && quantity < Infinity) return;
  throw new Outage(`broken message: a trade of ${quantity} ${symbol} for ${price} at ${t}`);
}

/** Advances whenever a bar is due by the venue's clock. */
async function alarms(tape: Tape): Promise<void> {
  const {feed, query, calendar: dates, context, outlet, grace, settle} = tape;
  if (feed.complete) return;
  // A clock that jumps is noticed within a minute.
  const longest = 60_000;
  while (!outlet.ended) {
    await outlet.room();
    tape.advance();
    const label = dates.firstOpen(query.timeframe, tape.venue() - grace - settle);
    const due = dates.closeOf(query.timeframe, label) + grace + settle;
    await context.sleep(Math.min(longest, Math.max(1, due - tape.venue())));
  }
}

/** The first bar that begins at or after the query's beginning. */
function firstLabel({firstOpen, closeOf}: Calendar, {from, timeframe}: Query): number {
  const start = Math.max(from, earliest);
  const label = firstOpen(timeframe, start);
  return label >= start ? label : firstOpen(timeframe, closeOf(timeframe, label));
}

/** Calendars know nothing earlier. */
const earliest = Date.UTC(1960, 0, 4);
