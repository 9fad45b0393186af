import type {OpenOrder, Order} from "../../plugin.js";
import type {ShareRule, TriggerRule} from "../rules.js";
import {units} from "./orders.js";
import type {BarPrices, Moment, Waiting} from "./triggers.js";
import {extremeWith, hits} from "./triggers.js";

/** An order that waits, changed in place. */
export interface Working extends Waiting {
  readonly id: number;
  /** Whether it came of target weights. */
  readonly aim: boolean;
  quantity: number;
  filled: number;
  paid: number;
  limit?: number;
  stop?: number;
  trail?: number;
  hit: boolean;
  extreme: number;
  /** Units that its parent's fills have yet to make an order. */
  dormant: number;
  /** The moment of this bar from which it is there. */
  since: Moment;
  /** The day of its first bar; `NaN` before. */
  day: number;
}

/** The orders that wait, in the order in which they were given. */
export interface WorkingOrders {
  readonly list: Working[];
  add(order: Order, price: number, aim: boolean): number;
  /** Cuts orders down, and wakes others, once so many units of one were filled. */
  filled(order: Working, fill: {readonly quantity: number; readonly price: number}, moment: Moment): void;
  /** Drops those that were good for an earlier day. */
  beginDay(day: number): void;
  /** Takes away those for which it holds. Those that end so with nothing filled are counted in `ended`. */
  drop(which: (order: Working) => boolean): void;
  /** Ends a bar: those that are done or no longer good are dropped, stops that were hit are remembered. */
  endBar(prices: (symbol: number) => BarPrices, triggers: TriggerRule): void;
  /** A split of `ratio` new units for an old one. */
  split(symbol: number, ratio: number, shares: ShareRule): void;
  /** How many ended with nothing filled; counted anew from 0 each time it is asked. */
  ended(): number;
}

/** No orders yet. */
export function workingOrders(): WorkingOrders {
  let list: Working[] = [];
  let next = 1;
  let unfilled = 0;
  let children = false;
  const orders: WorkingOrders = {
    get list() {
      return list;
    },
    add(order, price, aim) {
      const id = next++;
      const {symbol, quantity, limit, stop, trail, trailing, at, good, group, parent, tag} = order;
      const child = parent !== undefined;
      children ||= child;
      // Field by field, so that all have one shape: spreading took a third of a backtest's time.
      list.push({
        id,
        aim,
        symbol,
        quantity: child ? 0 : quantity,
        dormant: child ? quantity : 0,
        filled: 0,
        paid: 0,
        limit,
        stop,
        trail,
        trailing,
        at,
        good,
        group,
        parent,
        tag,
        hit: false,
        extreme: price,
        since: 0,
        day: NaN
      });
      return id;
    },
    filled(order, {quantity, price}, moment) {
      const size = Math.abs(quantity);
      for (const other of list) {
        if (other.parent === order.id && other.dormant !== 0) {
          const more = Math.sign(other.dormant) * Math.min(Math.abs(other.dormant), size);
          if (other.quantity === 0) {
            other.since = moment;
            other.extreme = price;
          }
          other.quantity += more;
          other.dormant -= more;
        }
        if (order.group !== undefined && other.group === order.group && other !== order) {
          other.quantity -= Math.sign(other.quantity) * Math.min(Math.abs(other.quantity), size);
        }
      }
    },
    beginDay(day) {
      let over = false;
      for (const order of list) {
        if (order.quantity === 0) continue;
        if (Number.isNaN(order.day)) order.day = day;
        else over ||= order.good === "day" && order.day !== day;
      }
      if (over) orders.drop((order) => order.good === "day" && order.quantity !== 0 && order.day !== day);
    },
    drop(which) {
      let kept = 0;
      for (const order of list) {
        if (!which(order)) list[kept++] = order;
        else if (order.filled === 0 && order.quantity !== 0) ++unfilled;
      }
      shorten(kept);
    },
    endBar(prices, triggers) {
      let kept = 0;
      for (const order of list) {
        const {quantity, dormant, since} = order;
        order.since = 0;
        if (quantity === 0 ? dormant === 0 : order.good === "bar" && since === 0) {
          if (quantity !== 0 && order.filled === 0) ++unfilled;
          continue;
        }
        list[kept++] = order;
        if (quantity === 0) continue;
        if (order.trail === undefined && (order.stop === undefined || order.hit)) continue;
        const bar = prices(order.symbol);
        if (!(bar.high > 0) || since === 2 || (since === 1 && triggers !== "pessimistic")) continue;
        if (!order.hit && hits(order, bar, triggers)) order.hit = true;
        if (!order.hit && since === 0) order.extreme = extremeWith(order, bar, triggers);
      }
      shorten(kept);
    },
    split(symbol, ratio, shares) {
      for (const order of list) {
        if (order.symbol !== symbol) continue;
        order.quantity = units(order.quantity * ratio, shares);
        order.dormant = units(order.dormant * ratio, shares);
        order.filled *= ratio;
        if (order.limit !== undefined) order.limit /= ratio;
        if (order.stop !== undefined) order.stop /= ratio;
        if (order.trail !== undefined && order.trailing !== "part") order.trail /= ratio;
        order.extreme /= ratio;
      }
    },
    ended() {
      const count = unfilled;
      unfilled = 0;
      return count;
    }
  };

  /** Keeps so many from the front, and of what waits for a parent those whose parent is still there. */
  function shorten(kept: number) {
    if (kept === list.length) return;
    list.length = kept;
    if (!children) return;
    const there = new Set(list.map(({id}) => id));
    for (const order of list) if (order.parent !== undefined && !there.has(order.parent)) order.dormant = 0;
    list = list.filter((order) => order.quantity !== 0 || order.dormant !== 0);
  }

  return orders;
}

/** An order as others may see it. */
export function openOrder(order: Working): OpenOrder {
  const {aim: _, hit: __, extreme: ___, dormant, since: ____, day: _____, ...rest} = order;
  return {...rest, quantity: order.quantity === 0 ? dormant : order.quantity};
}
