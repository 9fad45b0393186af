import {field} from "../base/panel.js";
import type {Panel} from "../base/panel.js";
import {view} from "../base/view.js";
import type {View} from "../base/view.js";
import type {Book, Overlay, Result, Strategy} from "../plugin.js";
import type {Costs, Mark} from "./broker.js";
import {simulate} from "./broker.js";
import type {ShareRule} from "./orders.js";
import {ordersFor} from "./orders.js";

/** What to trade, and how. */
export interface Trading extends Costs {
  readonly strategy: Strategy;
  readonly overlays?: readonly Overlay[];
  /** Bars between a decision and its orders; 0 sends them at once, to fill on the next bar. */
  readonly delay: number;
  readonly shares: ShareRule;
}

/** What the market is, beside its prices. */
export interface Market {
  /** The benchmark's level on each of the panel's rows; `NaN` where it has none. */
  readonly benchmark?: Float64Array;
  /** Bars a year. */
  readonly periods: number;
}

/** The weights that a strategy and its overlays want at this instant; null to leave the book alone. */
export function decide({strategy, overlays = []}: Trading, now: View, book: Book): Float64Array | null {
  const wanted = strategy.targets(now, book);
  if (wanted === null) return null;
  if (wanted.length !== now.symbols.length)
    throw new Error(`invalid targets: ${wanted.length} weights; expected ${now.symbols.length}`);
  return overlays.reduce((targets, overlay) => overlay.adjust(targets, now, book), wanted);
}

/**
 * Trades over a panel from row `start`, a bar at a time:
 *
 *     row t ──► mark: fill the orders of row t − 1, then value the book at the close
 *                 │ book
 *                 ▼
 *               decide: strategy → overlays ──► weights ── delay ──► orders, for row t + 1
 *
 * Marking comes before deciding, so an order fills on a later bar than the one that decided it, and neither the
 * strategy nor the broker is ever given a later row.
 */
export function* trade(panel: Panel, trading: Trading, start = 0): Generator<Mark> {
  const {delay, shares, strategy} = trading;
  if (!(Number.isInteger(delay) && delay >= 0)) throw new Error(`invalid delay: ${delay}; expected 0 or more bars`);
  for (const name of ["open", "close", ...strategy.needs]) field(panel, name);
  const broker = simulate(panel.symbols, trading);
  const waiting: (Float64Array | null)[] = [];
  for (let i = start; i < panel.times.length; ++i) {
    const now = view(panel, i);
    const mark = broker.mark(now);
    yield mark;
    waiting.push(decide(trading, now, mark.book));
    const targets = waiting.length > delay ? waiting.shift()! : null;
    if (targets !== null) broker.submit(ordersFor(targets, mark.book, shares));
  }
}

/** Trades over a panel from row `start` and keeps the account's history. */
export function backtest(panel: Panel, trading: Trading, {benchmark, periods}: Market, start = 0): Result {
  const count = Math.max(0, panel.times.length - start);
  if (count === 0) throw new Error(`missing rows: the backtest starts at row ${start} of ${panel.times.length}`);
  const equity = new Float64Array(count);
  const cash = new Float64Array(count);
  const gross = new Float64Array(count);
  const net = new Float64Array(count);
  const fills = [];
  let unfilled = 0;
  let i = 0;
  for (const mark of trade(panel, trading, start)) {
    const {position, price} = mark.book;
    equity[i] = mark.book.equity;
    cash[i] = mark.book.cash;
    for (let s = 0; s < position.length; ++s) {
      if (position[s] === 0) continue;
      const value = (position[s] * price[s]) / mark.book.equity;
      gross[i] += Math.abs(value);
      net[i] += value;
    }
    fills.push(...mark.fills);
    unfilled += mark.unfilled;
    ++i;
  }
  const times = panel.times.slice(start);
  const levels = benchmark?.slice(start);
  return {times, symbols: panel.symbols, equity, cash, gross, net, fills, unfilled, benchmark: levels, periods};
}
