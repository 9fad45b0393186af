import {between, oneOf} from "../../base/options.js";
import type {Book, Order, Rejection} from "../../plugin.js";
import type {View} from "../../base/view.js";
import type {ShareRule} from "../rules.js";
import {units} from "./orders.js";

/** What an order may not do. An order that breaks one is cut to what is allowed, or refused, and the reason is kept. */
export interface Controls {
  /** Σ |position × price| / equity with the order filled, at the latest prices and with the orders that wait. */
  readonly maxLeverage?: number;
  /** Units, and value in the account's currency, of one order. */
  readonly maxOrderUnits?: number;
  readonly maxOrderValue?: number;
  /** Orders on one day. */
  readonly maxOrders?: number;
  /** The part of equity that a position may have, long or short. */
  readonly maxPosition?: number;
  /** No position may become less than 0. */
  readonly longOnly?: boolean;
  /** Symbols that no order may name. */
  readonly doNotOrder?: readonly string[];
  /** A field that says how many units of each symbol can be borrowed to sell short; none where it is missing. */
  readonly shortable?: string;
  /** Whether what is too much is cut off (`cut`, where left out) or the whole order is refused. */
  readonly breach?: "cut" | "reject";
}

const names = [
  "maxLeverage",
  "maxOrderUnits",
  "maxOrderValue",
  "maxOrders",
  "maxPosition",
  "longOnly",
  "doNotOrder",
  "shortable",
  "breach"
];

/** Throws where a control is unknown or no limit, or, where the symbols are told, names one that is none of them. */
export function checkControls(controls: Controls, symbols?: readonly string[]): void {
  const unknown = Object.keys(controls).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`unknown control: ${unknown}; controls are ${names.join(", ")}`);
  for (const name of ["maxLeverage", "maxOrderUnits", "maxOrderValue", "maxOrders", "maxPosition"] as const)
    if (controls[name] !== undefined) between(name, controls[name], 0);
  const {longOnly = false, shortable = "", doNotOrder = [], breach = "cut"} = controls as Record<string, unknown>;
  if (typeof longOnly !== "boolean") throw new Error(`invalid longOnly: ${String(longOnly)}; expected true or false`);
  if (typeof shortable !== "string")
    throw new Error(`invalid shortable: ${String(shortable)}; expected the name of a field`);
  if (!Array.isArray(doNotOrder))
    throw new Error(`invalid doNotOrder: ${JSON.stringify(doNotOrder)}; expected a list of symbols`);
  oneOf("breach rule", breach, ["cut", "reject"]);
  const absent = symbols && controls.doNotOrder?.find((symbol) => !symbols.includes(symbol));
  if (absent !== undefined) throw new Error(`unknown symbol: ${absent}, not to be ordered; the panel has no such one`);
}

/** The orders that may go on: what is too much of them is cut off, or they are left out. */
export type Gate = (orders: readonly Order[], book: Book, waiting: readonly Order[], now: View) => readonly Order[];

/** The gate of some controls; what it cuts or refuses it tells `reject`. */
export function gate(controls: Controls, shares: ShareRule, reject: (rejection: Rejection) => void): Gate {
  const {breach = "cut", doNotOrder = []} = controls;
  let day = NaN;
  let count = 0;
  return (orders, book, waiting, now) => {
    const today = Math.floor(now.t / 86_400_000);
    if (today !== day) [day, count] = [today, 0];
    const most = positionsWith(book, waiting, 1);
    const least = positionsWith(book, waiting, -1);
    const value = (s: number) => {
      const units = Math.max(Math.abs(most[s]), Math.abs(least[s]));
      return units === 0 ? 0 : units * book.price[s];
    };
    let gross = 0;
    for (let s = 0; s < most.length; ++s) gross += value(s);
    return orders.flatMap((order) => {
      if (closesParent(order, waiting)) return [order];
      const {symbol} = order;
      const price = book.price[symbol];
      const side = Math.sign(order.quantity);
      const position = (side > 0 ? most : least)[symbol];
      let left = order.quantity;
      const allow = (rule: keyof Controls, most: number, reason: string) => {
        if (!(Math.abs(left) > most)) return;
        const kept = breach === "reject" ? 0 : side * units(Math.max(0, most), shares);
        if (kept === left) return;
        reject({t: now.t, symbol, quantity: left - kept, rule, reason});
        left = kept;
      };
      const closing = Math.max(0, -side * position);
      const grows = () => Math.abs(position + left) > Math.abs(position);
      const name = now.symbols[symbol];
      if (doNotOrder.includes(name)) allow("doNotOrder", 0, `${name} is not to be ordered`);
      if (count >= (controls.maxOrders ?? Infinity))
        allow("maxOrders", 0, `at most ${controls.maxOrders} orders are given on a day`);
      if (controls.maxOrderUnits !== undefined)
        allow("maxOrderUnits", controls.maxOrderUnits, `an order has at most ${controls.maxOrderUnits} units`);
      if (controls.maxOrderValue !== undefined)
        allow("maxOrderValue", controls.maxOrderValue / price, `an order is worth at most ${controls.maxOrderValue}`);
      if (controls.longOnly === true && side < 0)
        allow("longOnly", Math.max(0, position), `a position of ${position} may not become less than 0`);
      if (controls.shortable !== undefined && side < 0) {
        const there = Math.max(0, now.at(controls.shortable, symbol) || 0);
        allow("shortable", Math.max(0, position + there), `${there} units can be borrowed`);
      }
      if (controls.maxPosition !== undefined && grows()) {
        const room = (controls.maxPosition * book.equity) / price - side * position;
        allow("maxPosition", room, `a position is at most ${controls.maxPosition} of equity`);
      }
      if (controls.maxLeverage !== undefined && grows()) {
        const room = (controls.maxLeverage * book.equity - (gross - value(symbol))) / price;
        allow("maxLeverage", Math.max(closing, room - side * position), `leverage is at most ${controls.maxLeverage}`);
      }
      if (left === 0) return [];
      ++count;
      if (order.group === undefined && order.parent === undefined) {
        gross -= value(symbol);
        (side > 0 ? most : least)[symbol] += left;
        gross += value(symbol);
      }
      return [left === order.quantity ? order : {...order, quantity: left}];
    });
  };
}

/** Whether an order waits for one of the other side: it can only take back what that has done. */
function closesParent({parent, quantity}: Order, waiting: readonly (Order & {readonly id?: number})[]): boolean {
  const other = parent === undefined ? undefined : waiting.find(({id}) => id === parent);
  return other !== undefined && Math.sign(other.quantity) === -Math.sign(quantity);
}

/** The positions that there are once all that waits on one side is filled, and nothing on the other. */
function positionsWith(book: Book, waiting: readonly Order[], side: 1 | -1): Float64Array {
  const planned = book.position.slice();
  for (const {symbol, quantity, group, parent} of waiting)
    if (group === undefined && parent === undefined && Math.sign(quantity) === side) planned[symbol] += quantity;
  return planned;
}
