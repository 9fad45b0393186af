import type {Book, Order} from "../../plugin.js";
import type {ShareRule} from "../rules.js";

/**
 * The market orders that take the book to its target weights: for each symbol w · equity / price − position, cut as
 * `units` does. A symbol without a price, or with a weight that is `NaN`, is left alone.
 *
 * @param good how long they are good
 */
export function ordersFor(
  targets: Float64Array,
  {equity, position, price}: Pick<Book, "equity" | "position" | "price">,
  shares: ShareRule,
  good: Order["good"] = "bar"
): Order[] {
  const orders: Order[] = [];
  for (let symbol = 0; symbol < targets.length; ++symbol) {
    const quantity = change(targets[symbol], equity, price[symbol], position[symbol], shares);
    if (quantity !== 0) orders.push({symbol, quantity, good});
  }
  return orders;
}

/**
 * The units that take a position to a target weight; 0 where there is no price or no weight, and where the change is
 * below 1e-12 of the position: rounding, of a weight that is to stay as it is. Throws where the weight is infinite.
 */
export function change(weight: number, equity: number, price: number, position: number, shares: ShareRule): number {
  const exact = weight === 0 ? 0 : (weight * equity) / price;
  if (Math.abs(weight) === Infinity) throw new Error(`invalid weight: ${weight}; expected a part of equity`);
  if (!Number.isFinite(exact)) return 0;
  const more = units(exact - position, shares);
  return Math.abs(more) > 1e-12 * Math.abs(position) ? more : 0;
}

/** Units as they may be held: where shares are whole cut toward zero, or up where within 1e-4 of the next (Zipline's rule). */
export function units(quantity: number, shares: ShareRule): number {
  if (shares === "fractional") return quantity;
  const nearest = Math.round(quantity);
  return Math.abs(quantity - nearest) <= 1e-4 ? nearest : Math.trunc(quantity);
}

/** Throws where an order's terms are none. */
export function checkOrder({limit, stop, trail, at, quantity}: Order): void {
  for (const [name, value] of Object.entries({limit, stop, trail}))
    if (value !== undefined && !(value > 0 && value < Infinity))
      throw new Error(`invalid ${name}: ${value} of an order; expected a price above 0`);
  if (!Number.isFinite(quantity)) throw new Error(`invalid quantity: ${quantity} of an order; expected units`);
  if (at !== undefined && (stop ?? trail) !== undefined)
    throw new Error(`invalid order: at the ${at} with a stop; a stop is filled when it is hit`);
}

/** Throws where what a slippage model answers is no fill of the order. */
export function checkFill({price, quantity}: {price: number; quantity: number}, {quantity: asked}: Order): void {
  if (!(price > 0 && price < Infinity))
    throw new Error(`invalid fill: price ${price} from the slippage model; expected one above 0`);
  if (!(asked > 0 ? quantity >= 0 && quantity <= asked : quantity <= 0 && quantity >= asked))
    throw new Error(
      `invalid fill: ${quantity} units of ${asked} from the slippage model; expected a part of the order`
    );
}
