import {field} from "../base/panel.js";
import {splitsWithin} from "./account/actions.js";
import type {Panel} from "../base/panel.js";
import {view} from "../base/view.js";
import type {Fill, Note, Posting, Rejection, Result} from "../plugin.js";
import type {Mark} from "./broker.js";
import {simulate} from "./broker.js";
import {decider, recorder} from "./decide.js";
import {runAlgorithm} from "./orders/desk.js";
import {holdings} from "./account/holdings.js";
import {backtestLinear, isLinear} from "./linear.js";
import {ordersFor} from "./orders/orders.js";
import type {Market, Trading} from "./trading.js";
import {checkAlgorithm, checkDelay, checkDelisting, checkSymbols, isAlgorithm} from "./trading.js";

export type {Market, Trading} from "./trading.js";

/** What a strategy said while it was traded. */
export interface Kept {
  readonly records: Readonly<Record<string, Float64Array>>;
  readonly log: readonly Note[];
}

/**
 * Trades over a panel from row `start`, a bar at a time:
 *
 *     row t ──► mark: fill the orders of row t − 1, then value the book at the close
 *                 │ book
 *                 ▼
 *               decide: strategy → overlays ──► weights ── delay ──► orders ┐ for row t + 1
 *                   or: algorithm ──────────────────────────────────► orders ┘
 *
 * Marking comes before deciding, so an order fills on a later bar than the one that decided it, and neither the
 * strategy nor the broker is ever given a later row. The fill rule `same-close` alone fills at the close of row t.
 */
export function* trade(
  panel: Panel,
  trading: Trading,
  market: Pick<Market, "actions" | "calendar"> = {},
  start = 0
): Generator<Mark, Kept> {
  const {delay, shares, strategy, good, fill, overlays} = trading;
  checkDelay(trading);
  checkSymbols(panel.symbols);
  const asked = trading.financing?.flatMap(({needs = []}) => needs) ?? [];
  for (const name of ["open", "close", ...strategy.needs, ...asked]) field(panel, name);
  const broker = simulate(panel.symbols, trading, market);
  const keep = recorder(panel.times.length - start);
  if (isAlgorithm(strategy)) {
    checkAlgorithm(trading);
    const running = runAlgorithm(strategy, panel.symbols, broker, trading, market, keep);
    for (let i = start; i < panel.times.length; ++i) {
      const now = view(panel, i);
      const mark = broker.mark(now);
      running.bar(i - start, now, mark.book, mark.fills);
      yield mark;
    }
    return keep;
  }
  const decide = decider(strategy, overlays);
  const waiting: (Float64Array | null)[] = [];
  for (let i = start; i < panel.times.length; ++i) {
    const now = view(panel, i);
    const mark = broker.mark(now);
    const {targets: wanted, guards, resumed, said} = decide(now, mark.book);
    if (strategy.explain) keep.explain(i - start, now.t, strategy.explain(now, mark.book));
    keep.say(now.t, said);
    for (const [k, targets] of waiting.entries()) waiting[k] = withoutStopped(targets, mark);
    waiting.push(wanted);
    for (const symbol of resumed) broker.resume(symbol);
    broker.guard(guards);
    const targets = waiting.length > delay ? waiting.shift()! : null;
    if (targets !== null) broker.aim(ordersFor(targets, mark.book, shares, good), now);
    yield fill === "same-close" && targets !== null ? merged(mark, broker.markAgain(now)) : mark;
  }
  return keep;
}

/**
 * Trades over a panel from row `start` and keeps the account's history: without the event loop where that makes no
 * difference (see `isLinear`).
 */
export function backtest(panel: Panel, trading: Trading, market: Market, start = 0): Result {
  if (panel.times.length <= start)
    throw new Error(`missing rows: the backtest starts at row ${start} of ${panel.times.length}`);
  if (panel.symbols.length === 0) throw new Error("missing symbols: the panel to be traded has none");
  if (isLinear(trading, market) && panel.fields.volume) {
    checkDelay(trading);
    checkSymbols(panel.symbols);
    checkDelisting(trading);
    for (const name of ["open", "close", ...trading.strategy.needs]) field(panel, name);
    holdings(0, trading.cash);
    return backtestLinear(panel, trading, market, start);
  }
  return backtestByEvents(panel, trading, market, start);
}

/** The same, through the event loop whatever is traded. */
export function backtestByEvents(panel: Panel, trading: Trading, market: Market, start = 0): Result {
  const count = panel.times.length - start;
  const equity = new Float64Array(count);
  const cash = new Float64Array(count);
  const gross = new Float64Array(count);
  const net = new Float64Array(count);
  const fills: Fill[] = [];
  const postings: Posting[] = [];
  const rejections: Rejection[] = [];
  let unfilled = 0;
  const marks = trade(panel, trading, market, start);
  let step = marks.next();
  for (let i = 0; step.done !== true; ++i, step = marks.next()) {
    const {book, ...mark} = step.value;
    const {position, price} = book;
    equity[i] = book.equity;
    cash[i] = book.cash;
    for (let s = 0; s < position.length; ++s) {
      if (position[s] === 0) continue;
      const value = (position[s] * price[s]) / book.equity;
      gross[i] += Math.abs(value);
      net[i] += value;
    }
    for (const fill of mark.fills) fills.push(fill);
    for (const posting of mark.postings) postings.push(posting);
    for (const rejection of mark.rejections) rejections.push(rejection);
    unfilled += mark.unfilled;
  }
  const {records, log} = step.value;
  const times = panel.times.slice(start);
  const levels = market.benchmark?.slice(start);
  const splits = splitsWithin(panel, market.actions ?? [], start);
  return {
    times,
    symbols: panel.symbols,
    equity,
    cash,
    gross,
    net,
    fills,
    unfilled,
    ...(levels && {benchmark: levels}),
    periods: market.periods,
    ...(splits.length > 0 && {splits}),
    ...(postings.length > 0 && {postings}),
    ...(rejections.length > 0 && {rejections}),
    ...(Object.keys(records).length > 0 && {records}),
    ...(log.length > 0 && {log})
  };
}

/** Targets that were decided before a guard closed a position do not open it again. */
function withoutStopped(targets: Float64Array | null, {book, fills}: Mark): Float64Array | null {
  if (targets === null) return null;
  const stopped = fills.filter(({symbol}) => book.stopped[symbol] !== 0);
  if (stopped.length === 0) return targets;
  const left = targets.slice();
  for (const {symbol} of stopped) left[symbol] = NaN;
  return left;
}

function merged(first: Mark, second: Mark): Mark {
  return {
    ...second,
    fills: [...first.fills, ...second.fills],
    postings: [...first.postings, ...second.postings],
    unfilled: first.unfilled + second.unfilled
  };
}
