import type {View} from "../base/view.js";
import type {Book, Commission, Fill, Order, Slippage} from "../plugin.js";

/**
 * The price that a market order decided on bar t is filled at: `next-open` the open of bar t + 1 (backtrader's and
 * freqtrade's rule), `next-close` its close (Zipline's).
 */
export const fillRules = ["next-open", "next-close"] as const;
export type FillRule = (typeof fillRules)[number];

/** What trading costs, and what there is to trade with. */
export interface Costs {
  readonly slippage: Slippage;
  readonly commission: Commission;
  readonly fill: FillRule;
  /** Cash at the start, in the account's currency. */
  readonly cash: number;
}

/** The account after one bar. */
export interface Mark {
  readonly t: number;
  readonly book: Book;
  readonly fills: readonly Fill[];
  /** Orders that this bar could not fill; they are cancelled. */
  readonly unfilled: number;
}

/** Where orders go: simulated here, or a paper or live account elsewhere. */
export interface Broker {
  /** Fills what it can of the open orders during the bar, then marks the book to its close. */
  mark(now: View): Mark;
  /** Takes orders for the next bar. */
  submit(orders: readonly Order[]): void;
}

/** A held symbol without a price on this many bars in a row is taken for delisted and closed at its last price. */
export const delistedAfter = 5;

/**
 * A simulated account: market orders, good for one bar, filled at the fill rule's price as slippage changes it; no
 * limit on borrowing, no interest. A symbol with no close keeps its last one; after `delistedAfter` such bars a
 * position in it is closed at that price, free of charge. When equity falls to zero or below, all positions are closed
 * at the bar's close and no further order is taken.
 */
export function simulate(symbols: readonly string[], {slippage, commission, fill: rule, cash}: Costs): Broker {
  if (!(cash > 0 && cash < Infinity)) throw new Error(`invalid cash: ${cash}; expected a positive amount`);
  const n = symbols.length;
  const reference = rule === "next-open" ? "open" : "close";
  const position = new Float64Array(n);
  const price = new Float64Array(n).fill(NaN);
  const absent = new Uint32Array(n);
  let open: Order[] = [];
  let bankrupt = false;

  function close(t: number, symbol: number, forced: Fill["forced"]): Fill {
    const quantity = -position[symbol];
    cash -= price[symbol] * quantity;
    position[symbol] = 0;
    return {t, symbol, quantity, price: price[symbol], commission: 0, slippage: 0, forced};
  }

  return {
    mark(now) {
      const fills: Fill[] = [];
      let unfilled = 0;
      for (const order of open) {
        const at = now.at(reference, order.symbol);
        const fill = at > 0 ? slippage.fill(order, at, now) : null;
        if (fill === null || fill.quantity === 0) {
          ++unfilled;
          continue;
        }
        const fee = commission.cost(fill, order);
        cash -= fill.price * fill.quantity + fee;
        position[order.symbol] += fill.quantity;
        fills.push({
          t: now.t,
          symbol: order.symbol,
          quantity: fill.quantity,
          price: fill.price,
          commission: fee,
          slippage: (fill.price - at) * fill.quantity
        });
      }
      open = [];
      const closes = now.row("close");
      for (let s = 0; s < n; ++s) {
        if (closes[s] > 0) {
          price[s] = closes[s];
          absent[s] = 0;
        } else if (++absent[s] >= delistedAfter && position[s] !== 0) {
          fills.push(close(now.t, s, "delisted"));
        }
      }
      let equity = cash;
      for (let s = 0; s < n; ++s) if (position[s] !== 0) equity += position[s] * price[s];
      if (equity <= 0 && !bankrupt) {
        bankrupt = true;
        for (let s = 0; s < n; ++s) if (position[s] !== 0) fills.push(close(now.t, s, "bankrupt"));
        equity = cash;
      }
      return {t: now.t, book: {cash, equity, position: position.slice(), price: price.slice()}, fills, unfilled};
    },
    submit(orders) {
      if (!bankrupt) open.push(...orders);
    }
  };
}
