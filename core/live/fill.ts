import {Outage} from "../base/outage.js";
import {isBar} from "../base/market-data.js";
import type {Bar} from "../plugin.js";
import {same} from "./bar.js";
import {asked, readClock} from "./connections.js";
import type {Tape} from "./tape.js";
import type {Series} from "./series.js";

/** How often the past is asked for a bar that it may have. */
const attempts = 5;

/**
 * Asks for a symbol's bars that are due and not known whole, until there are none. A bar that the venue does not have is
 * asked for again, at growing intervals, unless it has one after; so is one with less volume than its trades. Waits
 * outages out.
 */
export async function fill(tape: Tape, series: Series): Promise<void> {
  const {query, calendar, outlet, settle, context, tell} = tape;
  const {symbol} = series;
  let [tries, failures, first] = [0, 0, NaN];
  while (!outlet.ended) {
    const from = series.next;
    const to = Math.min(series.unknownUntil(tape.venue()), query.to);
    if (from >= to) return;
    let filled = 0;
    let later = false;
    try {
      for await (const bar of past(tape, symbol, from, calendar.closeOf(query.timeframe, to))) {
        later = bar.t >= to;
        if (later || (lags(series, bar) && tries + 1 < attempts)) break;
        if (bar.t < series.next) continue;
        await outlet.room();
        if (outlet.ended) return;
        outlet.put({bar, how: "past"});
        series.skipTo(calendar.closeOf(query.timeframe, bar.t));
        ++filled;
      }
      failures = 0;
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof Outage)) throw error;
      await retryLater(tape, error, failures++);
      continue;
    } finally {
      if (filled > 0) tell({event: "filled", symbol, bars: filled, from, to: series.next});
    }
    const seen = series.firstSeen(series.next, to);
    if (filled > 0 || series.next >= to) tries = 0;
    if (series.next >= to) continue;
    // What became due meanwhile has tries of its own.
    if (tries === 0) first = to;
    if (later && Number.isNaN(seen)) {
      series.skipTo(to);
      tries = 0;
    } else if (++tries >= attempts) {
      // Where the venue's clock was thought ahead of what it is, the bars are not closed yet.
      await readClock(tape).catch(() => {});
      const end = Math.min(first, series.unknownUntil(tape.venue()));
      if (seen < end) tell({event: "missing", symbol, from: seen, to: end});
      series.skipTo(end);
      tries = 0;
    } else await context.sleep(settle * 2 ** (tries - 1));
  }
}

/** Compares a bar that was made of trades with the venue's, and gives it again where it differs. */
export async function correct(tape: Tape, series: Series, label: number): Promise<void> {
  const {query, outlet, settle, context, tell} = tape;
  const {symbol} = series;
  for (let tries = 0; tries < attempts && !outlet.ended; ++tries) {
    await context.sleep(settle);
    const before = series.made(label);
    if (!before) return;
    try {
      for await (const bar of past(tape, symbol, label, tape.calendar.closeOf(query.timeframe, label))) {
        if (same(bar, before)) continue;
        series.amend(bar);
        tell({event: "corrected", symbol, t: label});
        await outlet.room();
        outlet.put({bar, how: "past", corrects: true});
        return;
      }
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof Outage)) throw error;
      await retryLater(tape, error, tries);
    }
  }
}

/** Whether the venue's past is behind what its trades said: a bar with less volume, or none before this one. */
function lags(series: Series, bar: Bar): boolean {
  return series.seen(bar.t) > bar.volume * (1 + 1e-9) || !Number.isNaN(series.firstSeen(series.next, bar.t));
}

async function* past({feed, query, context}: Tape, symbol: string, from: number, to: number): AsyncGenerator<Bar> {
  for await (const item of feed.past({symbols: [symbol], from, to, timeframe: query.timeframe}, context)) {
    if ("fault" in item) context.log(`${item.origin}: ${item.fault}`);
    else if (isBar(item) && item.symbol === symbol && item.t >= from && item.t < to) yield item;
  }
}

async function retryLater({context, first, longest, tell}: Tape, error: Outage, failures: number): Promise<void> {
  const jittered = Math.min(longest, first * 2 ** failures) * (0.5 + context.random.uniform() / 2);
  const wait = Math.max(asked(error), jittered);
  tell({event: "lost", reason: error.message, wait});
  await context.sleep(wait);
}
