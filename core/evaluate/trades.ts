import type {Fill} from "../plugin.js";

/** A position opened and closed, matched first in, first out. */
export interface Trade {
  readonly symbol: number;
  readonly side: "long" | "short";
  /** Units, positive. */
  readonly quantity: number;
  readonly opened: number;
  /** Null while it is open; it is then valued at the last price. */
  readonly closed: number | null;
  readonly entry: number;
  readonly exit: number;
  /** What it earned after commissions; slippage is already in the prices. */
  readonly profit: number;
  /** profit / (entry × quantity). */
  readonly return: number;
}

interface Lot {
  readonly t: number;
  readonly price: number;
  /** Commission a unit. */
  readonly fee: number;
  /** Signed units left. */
  quantity: number;
}

/**
 * Round trips from fills, first in, first out: a fill against the position closes the oldest lots first and opens a new
 * one with what is left. Lots still open at the end are valued at `prices`, one for each symbol.
 */
export function roundTrips(fills: readonly Fill[], prices: ArrayLike<number>): readonly Trade[] {
  const lots = new Map<number, Lot[]>();
  const trades: Trade[] = [];
  const add = (symbol: number, lot: Lot, units: number, exit: number, closed: number | null, fee: number) => {
    const sign = Math.sign(lot.quantity);
    const profit = sign * units * (exit - lot.price) - units * (lot.fee + fee);
    trades.push({
      symbol,
      side: sign > 0 ? "long" : "short",
      quantity: units,
      opened: lot.t,
      closed,
      entry: lot.price,
      exit,
      profit,
      return: profit / (lot.price * units)
    });
  };
  for (const {t, symbol, quantity, price, commission} of fills) {
    const fee = commission / Math.abs(quantity);
    const queue = lots.get(symbol) ?? [];
    lots.set(symbol, queue);
    let left = quantity;
    while (left !== 0 && queue.length > 0 && Math.sign(queue[0].quantity) !== Math.sign(left)) {
      const lot = queue[0];
      const units = Math.min(Math.abs(lot.quantity), Math.abs(left));
      add(symbol, lot, units, price, t, fee);
      lot.quantity -= Math.sign(lot.quantity) * units;
      left -= Math.sign(left) * units;
      if (lot.quantity === 0) queue.shift();
    }
    if (left !== 0) queue.push({t, price, fee, quantity: left});
  }
  for (const [symbol, queue] of lots) {
    for (const lot of queue) add(symbol, lot, Math.abs(lot.quantity), prices[symbol], null, 0);
  }
  return trades.sort((a, b) => a.opened - b.opened || a.symbol - b.symbol);
}
