import type {Book, Order} from "../plugin.js";

/** Whether positions are counted in whole units or may be fractions of one. */
export const shareRules = ["whole", "fractional"] as const;
export type ShareRule = (typeof shareRules)[number];

/**
 * The market orders that take the book to its target weights: for each symbol w · equity / price − position, with the
 * target rounded toward zero where shares are whole (up, where within 1e-4 of the next share: Zipline's rule). A symbol
 * without a price, or with a weight that is `NaN`, is left alone.
 */
export function ordersFor(targets: Float64Array, {equity, position, price}: Book, shares: ShareRule): Order[] {
  const orders: Order[] = [];
  for (let symbol = 0; symbol < targets.length; ++symbol) {
    const exact = targets[symbol] === 0 ? 0 : (targets[symbol] * equity) / price[symbol];
    if (!Number.isFinite(exact)) continue;
    const quantity = (shares === "whole" ? wholeShares(exact) : exact) - position[symbol];
    if (quantity !== 0) orders.push({symbol, quantity});
  }
  return orders;
}

function wholeShares(quantity: number): number {
  const nearest = Math.round(quantity);
  return Math.abs(quantity - nearest) <= 1e-4 ? nearest : Math.trunc(quantity);
}
