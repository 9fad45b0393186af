import type {View} from "../../base/view.js";
import type {Fill, Forced, Order, Rejection} from "../../plugin.js";
import type {Guards} from "./guards.js";
import type {Holdings} from "./holdings.js";
import {take} from "./holdings.js";
import {allowed, checkMargin, settling} from "./margin.js";
import {checkFill, units} from "../orders/orders.js";
import type {Costs} from "../trading.js";
import type {Moment} from "../orders/triggers.js";

/** What turns orders into fills: slippage, the margin, commissions, the account. */
export interface Execution {
  /** A bar begins. */
  begin(t: number): void;
  /** Fills what it can of an order at a reference price, and answers with the units filled. */
  fill(now: View, order: Order, at: number, moment: Moment, forced?: Forced): number;
  /** The moment at which each symbol's position was opened in this bar; -1 where it was not. */
  readonly openedAt: Int8Array;
}

/** Fills orders of an account; `reject` is told what the margin does not allow. */
export function execution(
  account: Holdings,
  {slippage, commission, triggers, margin, shares}: Costs,
  guards: Guards,
  reject: (rejection: Rejection) => void
): Execution {
  const {position, price, stopped} = account;
  if (margin) checkMargin(margin);
  const sales = settling(margin?.settlement ?? 0);
  const taken = new Float64Array(position.length);
  const openedAt = new Int8Array(position.length).fill(-1);
  let touched: number[] = [];

  function fill(now: View, order: Order, at: number, moment: Moment, forced?: Forced): number {
    const {symbol} = order;
    const given = slippage.fill(order, at, now, taken[symbol]);
    if (given === null || given.quantity === 0) return 0;
    checkFill(given, order);
    const side = Math.sign(order.quantity);
    let [paid, quantity] = [given.price, given.quantity];
    if (order.limit !== undefined && side * paid > side * order.limit) {
      if (triggers === "close") return 0;
      paid = order.limit;
    }
    if (margin) {
      const fee = commission.cost({price: paid, quantity}, order);
      const waits = sales.unsettled();
      const most = units(allowed(account, margin, waits, {symbol, quantity, price: paid, fee}), shares);
      if (most !== quantity) {
        const reason = waits > 0 ? "more than settled cash and margin allow" : "more than the initial margin allows";
        reject({t: now.t, symbol, quantity: quantity - most, rule: "margin", reason});
      }
      quantity = most;
      if (quantity === 0) return 0;
    }
    const fee = commission.cost({price: paid, quantity}, order);
    if (!Number.isFinite(fee)) throw new Error(`invalid commission: ${fee}; expected an amount`);
    const old = position[symbol];
    if (!(price[symbol] > 0)) price[symbol] = at;
    const made: {-readonly [name in keyof Fill]: Fill[name]} = {
      t: now.t,
      symbol,
      quantity,
      price: paid,
      commission: fee,
      slippage: (paid - at) * quantity
    };
    if (forced) made.forced = forced;
    if (order.tag !== undefined) made.tag = order.tag;
    take(account, made);
    if (position[symbol] !== 0 && (old === 0 || old > 0 !== position[symbol] > 0)) {
      openedAt[symbol] = moment;
      stopped[symbol] = 0;
      guards.forget(symbol);
    }
    if (quantity < 0 && old > 0) sales.sold(paid * Math.min(old, -quantity));
    taken[symbol] += Math.abs(quantity);
    touched.push(symbol);
    return quantity;
  }

  return {
    begin(t) {
      sales.begin(t);
      for (const s of touched) taken[s] = 0;
      for (const s of touched) openedAt[s] = -1;
      touched = [];
    },
    fill,
    openedAt
  };
}
