import type {View} from "../../base/view.js";
import type {Order} from "../../plugin.js";
import type {FillRule, TriggerRule} from "../rules.js";

/** A bar's prices. The high and the low hold all that are known; the others are `NaN` where they are missing. */
export interface BarPrices {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly vwap: number;
}

/** Which of a bar's fields beside the close a panel has. */
export interface BarFields {
  readonly open: boolean;
  readonly high: boolean;
  readonly low: boolean;
  readonly vwap: boolean;
}

/** The fields that a view's panel has. */
export function barFields(now: View): BarFields {
  return {open: now.has("open"), high: now.has("high"), low: now.has("low"), vwap: now.has("vwap")};
}

/** The prices of a symbol's bar; a price that is not above 0 is missing. */
export function barPrices(now: View, symbol: number, fields: BarFields): BarPrices {
  const open = fields.open ? known(now.at("open", symbol)) : NaN;
  const close = known(now.at("close", symbol));
  const top = fields.high ? known(now.at("high", symbol)) : NaN;
  const bottom = fields.low ? known(now.at("low", symbol)) : NaN;
  const high = larger(larger(open, close), larger(top, bottom));
  const low = smaller(smaller(open, close), smaller(top, bottom));
  return {open, high, low, close, vwap: fields.vwap ? known(now.at("vwap", symbol)) : (high + low + close) / 3};
}

function known(price: number): number {
  return price > 0 && price < Infinity ? price : NaN;
}

/** The larger of two prices, or the one that is known. */
function larger(a: number, b: number): number {
  return a >= b || Number.isNaN(b) ? a : b;
}

function smaller(a: number, b: number): number {
  return a <= b || Number.isNaN(b) ? a : b;
}

/** When within a bar something is filled: at its open, between, at its close. */
export type Moment = 0 | 1 | 2;

/** What an order that waits remembers of the bars before. */
export interface Waiting extends Order {
  /** Of a stop-limit order, whether its stop was hit. */
  readonly hit: boolean;
  /** Of a trailing stop, the best price so far. */
  readonly extreme: number;
}

/**
 * The price at which a bar fills an order, or null where it does not at this moment: never one outside the bar. A
 * stop-limit order whose stop the open is beyond is a limit order from the open on. `since` is the moment from which the
 * order was there, 0 for one that was there before the bar or since its open.
 */
export function priceAt(
  moment: Moment,
  order: Waiting,
  bar: BarPrices,
  fill: FillRule,
  triggers: TriggerRule,
  since: Moment
): number | null {
  const stop = stopOf(order);
  if (order.limit === undefined && (stop === undefined || order.hit)) {
    const [when, price] = marketAt(order.at, bar, fill);
    return when === moment && price > 0 ? price : null;
  }
  const side = Math.sign(order.quantity);
  if (order.at !== undefined) {
    const [when, price] = marketAt(order.at, bar, fill);
    return when === moment && side * price <= side * order.limit! ? price : null;
  }
  if (triggers === "close") {
    if (moment !== 2 || !(bar.close > 0)) return null;
    if (stop !== undefined && !order.hit && side * bar.close < side * stop) return null;
    return order.limit === undefined || side * bar.close <= side * order.limit ? bar.close : null;
  }
  const far = side > 0 ? bar.high : bar.low;
  const near = side > 0 ? bar.low : bar.high;
  if (!(far > 0)) return null;
  if (stop !== undefined && !order.hit) {
    const opens = since === 0 && side * bar.open >= side * stop;
    if (!opens) {
      if (moment !== 1 || side * far < side * stop) return null;
      const price = side * stop < side * near ? near : stop;
      return order.limit === undefined || side * price <= side * order.limit ? price : null;
    }
    if (order.limit === undefined) return moment === 0 ? bar.open : null;
  }
  const limit = order.limit!;
  const opens = since === 0 && side * bar.open <= side * limit;
  if (moment === 0) return opens ? bar.open : null;
  if (moment !== 1 || opens || side * near > side * limit) return null;
  return side * far < side * limit ? far : limit;
}

/** Whether the bar hits the stop of an order that has one. */
export function hits(order: Waiting, bar: BarPrices, triggers: TriggerRule): boolean {
  const stop = stopOf(order);
  if (stop === undefined) return false;
  const side = Math.sign(order.quantity);
  const far = triggers === "close" ? bar.close : side > 0 ? bar.high : bar.low;
  return side * far >= side * stop;
}

/** The price of an order's stop: as given, or behind the best price so far. */
export function stopOf({stop, trail, trailing, extreme, quantity}: Waiting): number | undefined {
  if (trail === undefined) return stop;
  const distance = trailing === "part" ? trail * extreme : trail;
  return extreme + Math.sign(quantity) * distance;
}

/** Of a trailing stop, the best price with this bar: the highest for one that sells, the lowest for one that buys. */
export function extremeWith({extreme, quantity, trail}: Waiting, bar: BarPrices, triggers: TriggerRule): number {
  if (trail === undefined) return extreme;
  if (triggers === "close") return quantity < 0 ? Math.max(extreme, bar.close) : Math.min(extreme, bar.close);
  return quantity < 0 ? Math.max(extreme, bar.high) : Math.min(extreme, bar.low);
}

function marketAt(at: Order["at"], bar: BarPrices, fill: FillRule): readonly [Moment, number] {
  if (at === "open" || (at === undefined && fill === "next-open")) return [0, bar.open];
  if (at === undefined && fill === "next-vwap") return [1, bar.vwap];
  return [2, bar.close];
}
