import type {Fill} from "../plugin.js";
import type {ExcursionOptions, Split} from "./excursions.js";
import {excursions, rowsByTime} from "./excursions.js";

export type {Split} from "./excursions.js";

/** A position opened and closed, matched first in, first out. */
export interface Trade {
  readonly symbol: number;
  readonly side: "long" | "short";
  /** Units, positive, as they are when it is closed: splits in between have changed them. */
  readonly quantity: number;
  readonly opened: number;
  /** Null while it is open; it is then valued at the last price. */
  readonly closed: number | null;
  /** The price paid for a unit as it is when the trade is closed. */
  readonly entry: number;
  readonly exit: number;
  /** What it earned after commissions, by units of each fill; slippage is already in the prices. */
  readonly profit: number;
  /** profit / (entry × quantity). */
  readonly return: number;
  /** Which of the symbol's positions, each from flat to flat, it is a part of: 0 for the first. */
  readonly position: number;
  /** Bars from its opening to its close, or to the last bar; null where the bars' times are not given. */
  readonly bars: number | null;
  /**
   * The worst and the best that the price did while it was held, as fractions of the entry price: at most 0 and at least
   * 0. Null where no bars are given.
   */
  readonly adverse: number | null;
  readonly favourable: number | null;
}

/** What is known beside the fills. */
export interface TradeOptions extends ExcursionOptions {
  /** The bars' times, where there is no panel to take them from. */
  readonly times?: ArrayLike<number>;
  readonly splits?: readonly Split[];
}

/** What is left of a position is rounding, not units, where it is this small a part of the largest that it was. */
const dust = 1e-12;

interface Lot {
  readonly t: number;
  price: number;
  /** Commission a unit. */
  fee: number;
  /** Signed units left. */
  quantity: number;
  /** The fill that opened it. */
  readonly fill: Fill;
}

interface Line {
  readonly lots: Lot[];
  /** The oldest lot that is left. */
  head: number;
  /** Signed units, and the most that they were since the position was opened. */
  held: number;
  largest: number;
  /** How many positions were opened and closed before. */
  position: number;
  readonly splits: readonly Split[];
  /** How many of the splits have taken effect. */
  split: number;
}

/**
 * Round trips from fills in the order of their time, first in, first out: a fill against the position closes the oldest
 * lots first and opens a new one with what is left. Lots still open at the end are valued at `prices`, one for each
 * symbol. With the bars' times a trade knows how many it was held; with a panel of highs and lows, how far the price went
 * against it and for it (see `excursions`). The cost is linear in fills, and in bars × log bars of what was traded.
 *
 * Trades are in the order of their opening, then of their symbol.
 */
export function roundTrips(
  fills: readonly Fill[],
  prices: ArrayLike<number>,
  {panel, moment, times = panel?.times, splits = []}: TradeOptions = {}
): readonly Trade[] {
  const end = times ? times[times.length - 1] : Infinity;
  const known = splits.filter(({t}) => t <= end).sort((a, b) => a.t - b.t);
  const bySymbol = new Map<number, Split[]>();
  for (const split of known) {
    if (!(split.ratio > 0 && split.ratio < Infinity))
      throw new Error(`invalid split: ${split.ratio} for one; expected a number above 0`);
    const list = bySymbol.get(split.symbol);
    if (list) list.push(split);
    else bySymbol.set(split.symbol, [split]);
  }
  const rowOf = times && rowsByTime(times);
  const measure = panel && rowOf && excursions(panel, known, rowOf, {moment});
  const lines = new Map<number, Line>();
  const trades: Trade[] = [];

  const add = (line: Line, lot: Lot, units: number, exit: number, by: Fill | null, fee: number) => {
    const sign = lot.quantity > 0 ? 1 : -1;
    const symbol = lot.fill.symbol;
    const profit = units * (sign > 0 ? exit - lot.price : lot.price - exit) - units * (lot.fee + fee);
    const reach = measure?.({symbol, sign, entry: lot.price, exit, opened: lot.fill, closed: by});
    trades.push({
      symbol,
      side: sign > 0 ? "long" : "short",
      quantity: units,
      opened: lot.t,
      closed: by?.t ?? null,
      entry: lot.price,
      exit,
      profit,
      return: profit / (lot.price * units),
      position: line.position,
      bars: rowOf ? (by ? rowOf(by.t) : times.length - 1) - rowOf(lot.t) : null,
      adverse: reach?.adverse ?? null,
      favourable: reach?.favourable ?? null
    });
  };

  for (const fill of fills) {
    const {t, symbol, quantity, price, commission} = fill;
    if (!(Number.isFinite(quantity) && quantity !== 0 && Number.isFinite(price)))
      throw new Error(`invalid fill: ${quantity} units at ${price}; expected numbers, and units other than 0`);
    let line = lines.get(symbol);
    if (!line) {
      line = {lots: [], head: 0, held: 0, largest: 0, position: 0, splits: bySymbol.get(symbol) ?? [], split: 0};
      lines.set(symbol, line);
    }
    divide(line, t);
    const fee = commission / Math.abs(quantity);
    const {lots} = line;
    const least = dust * line.largest;
    let left = quantity;
    while (left !== 0 && line.head < lots.length && lots[line.head].quantity > 0 !== left > 0) {
      const lot = lots[line.head];
      const units = Math.min(Math.abs(lot.quantity), Math.abs(left));
      add(line, lot, units, price, fill, fee);
      const sign = left > 0 ? 1 : -1;
      lot.quantity += sign * units;
      left -= sign * units;
      line.held += sign * units;
      if (Math.abs(left) <= least) left = 0;
      if (Math.abs(lot.quantity) <= least) ++line.head;
      if (line.head === lots.length) {
        lots.length = line.head = line.held = line.largest = 0;
        ++line.position;
      }
    }
    if (left === 0) continue;
    lots.push({t, price, fee, quantity: left, fill});
    line.held += left;
    line.largest = Math.max(line.largest, Math.abs(line.held));
  }
  for (const [symbol, line] of lines) {
    divide(line, end);
    for (let i = line.head; i < line.lots.length; ++i) {
      const lot = line.lots[i];
      add(line, lot, Math.abs(lot.quantity), prices[symbol], null, 0);
    }
  }
  return trades.sort((a, b) => a.opened - b.opened || a.symbol - b.symbol);
}

/** Gives the lots the units that the splits until t have made of them. */
function divide(line: Line, t: number): void {
  for (; line.split < line.splits.length && line.splits[line.split].t <= t; ++line.split) {
    const {ratio} = line.splits[line.split];
    line.held *= ratio;
    line.largest *= ratio;
    for (let i = line.head; i < line.lots.length; ++i) {
      const lot = line.lots[i];
      lot.quantity *= ratio;
      lot.price /= ratio;
      lot.fee /= ratio;
    }
  }
}
