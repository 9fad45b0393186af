import type {Panel} from "../base/panel.js";
import type {Result} from "../plugin.js";
import {rowsByTime} from "./excursions.js";
import type {Split, Trade} from "./trades.js";
import {roundTrips} from "./trades.js";

/**
 * What is counted as one trade: a `position` from flat to flat, however many fills it took (backtrader's trade), what one
 * bar's fills closed of it (an `exit`, as pyfolio's round trips), or each `lot`, what one entry and one exit have in
 * common.
 */
export const tradeUnits = ["position", "exit", "lot"] as const;
export type TradeUnit = (typeof tradeUnits)[number];

/**
 * Round trips put together to positions or exits, in the order of their opening. Units and profits are added; prices are
 * means by units, excursions means by value at entry; `bars` run from the first opening to the last close, which needs
 * the bars' times. What has a part that is open is open. Units of parts that were closed before a split and after it are
 * added as they are; what the trade returned is not touched by that.
 */
export function gathered(trips: readonly Trade[], by: TradeUnit, times?: ArrayLike<number>): readonly Trade[] {
  if (by === "lot") return trips;
  const groups = new Map<string, Trade[]>();
  for (const trip of trips) {
    const key = `${trip.symbol} ${trip.position} ${by === "exit" ? trip.closed : ""}`;
    const group = groups.get(key);
    if (group) group.push(trip);
    else groups.set(key, [trip]);
  }
  const rowOf = times && rowsByTime(times);
  return Array.from(groups.values(), (group) => (group.length === 1 ? group[0] : joined(group, rowOf, times)));
}

function joined(group: readonly Trade[], rowOf?: (t: number) => number, times?: ArrayLike<number>): Trade {
  const [first] = group;
  let [opened, closed] = [first.opened, first.closed];
  let [quantity, entry, exit, profit, adverse, favourable] = [0, 0, 0, 0, 0, 0];
  for (const trade of group) {
    const value = trade.entry * trade.quantity;
    opened = Math.min(opened, trade.opened);
    closed = closed === null || trade.closed === null ? null : Math.max(closed, trade.closed);
    quantity += trade.quantity;
    entry += value;
    exit += trade.exit * trade.quantity;
    profit += trade.profit;
    adverse += (trade.adverse ?? NaN) * value;
    favourable += (trade.favourable ?? NaN) * value;
  }
  const known = (sum: number) => (Number.isNaN(sum) ? null : sum / entry);
  return {
    symbol: first.symbol,
    side: first.side,
    quantity,
    opened,
    closed,
    entry: entry / quantity,
    exit: exit / quantity,
    profit,
    return: profit / entry,
    position: first.position,
    bars: rowOf && times ? (closed === null ? times.length - 1 : rowOf(closed)) - rowOf(opened) : null,
    adverse: known(adverse),
    favourable: known(favourable)
  };
}

const kept = new WeakMap<Result, Partial<Record<TradeUnit, readonly Trade[]>>>();

/**
 * The trades of a backtest that are over, with the bars they were held. What is open at the end is left out: nobody knows
 * what it will earn. Dividends, interest and borrow fees are no part of a trade's profit.
 */
export function closedTrades(
  result: Result & {readonly splits?: readonly Split[]},
  by: TradeUnit = "position"
): readonly Trade[] {
  const before = kept.get(result) ?? {};
  const known = before[by];
  if (known) return known;
  const {fills, times, symbols, splits} = result;
  const none = new Float64Array(symbols.length).fill(NaN);
  const trips = roundTrips(fills, none, {times, ...(splits && {splits})});
  const trades = gathered(trips, by, times).filter(({closed}) => closed !== null);
  kept.set(result, {...before, [by]: trades});
  return trades;
}

/** The sum of what trades earned, and of what they lost, both 0 or more. */
export function winsAndLosses(trades: readonly Trade[]): {readonly won: number; readonly lost: number} {
  let won = 0;
  let lost = 0;
  for (const {profit} of trades) {
    if (profit > 0) won += profit;
    else lost -= profit;
  }
  return {won, lost};
}

/** Which trades a figure is of: all, those that won, or those that lost. */
export const tradeSides = ["all", "won", "lost"] as const;
export type TradeSide = (typeof tradeSides)[number];

/** The trades that won, with a profit above 0, those that lost, with one below, or all. */
export function ofSide<T extends Trade>(trades: readonly T[], side: TradeSide): readonly T[] {
  if (side === "all") return trades;
  return trades.filter(({profit}) => (side === "won" ? profit > 0 : profit < 0));
}

/** Trades in the order in which they were closed; of one bar in that of their opening. */
export function inClosingOrder(trades: readonly Trade[]): readonly Trade[] {
  return [...trades].sort((a, b) => a.closed! - b.closed!);
}

/** A trade and how far the price went against it and for it. */
export type Measured = Trade & {readonly adverse: number; readonly favourable: number};

const measured = new WeakMap<
  Result,
  {readonly bars: Panel; readonly trades: Partial<Record<TradeUnit, readonly Measured[]>>}
>();

/**
 * The trades that are over with their maximum adverse and favourable excursions; none without the bars that were traded,
 * of which open, high, low and close are needed.
 */
export function measuredTrades(
  result: Result & {readonly splits?: readonly Split[]},
  by: TradeUnit,
  bars: Panel | undefined
): readonly Measured[] {
  if (!bars || !hasRanges(bars)) return [];
  const before = measured.get(result);
  const same = before?.bars === bars ? before.trades : {};
  const known = same[by];
  if (known) return known;
  const none = new Float64Array(result.symbols.length).fill(NaN);
  const {splits} = result;
  const trips = roundTrips(result.fills, none, {panel: bars, ...(splits && {splits})});
  const trades = gathered(trips, by, bars.times).filter(
    (trade): trade is Measured => trade.closed !== null && trade.adverse !== null && trade.favourable !== null
  );
  measured.set(result, {bars, trades: {...same, [by]: trades}});
  return trades;
}

/** Whether a panel says how far prices went. */
export function hasRanges({fields}: Panel): boolean {
  return ["open", "high", "low", "close"].every((name) => Object.hasOwn(fields, name));
}
