import type {View} from "../base/view.js";
import type {Book, Fill, Forced, Guard, OpenOrder, Order, Posting, Rejection} from "../plugin.js";
import {applyAction, orderedActions, payDividends} from "./actions.js";
import {checkControls, gate} from "./controls.js";
import {bookAt, closeOut, equityOf, holdings, post, take} from "./holdings.js";
import {allowed, checkMargin, isCalled} from "./margin.js";
import {units} from "./orders.js";
import type {Costs, Market} from "./trading.js";
import type {BarPrices, Moment} from "./triggers.js";
import {barPrices, priceAt} from "./triggers.js";
import type {Working} from "./working.js";
import {openOrder, workingOrders} from "./working.js";

/** The account after one bar. */
export interface Mark {
  readonly t: number;
  readonly book: Book;
  readonly fills: readonly Fill[];
  readonly postings: readonly Posting[];
  readonly rejections: readonly Rejection[];
  /** Orders that ended with nothing filled. */
  readonly unfilled: number;
}

/** Where orders go: simulated here, or a paper or live account elsewhere. */
export interface Broker {
  /** Fills what it can of the open orders during the bar, then marks the book to its close. */
  mark(now: View): Mark;
  /** Fills market orders at the close of the bar that was marked last: the fill rule `same-close`. */
  markAgain(now: View): Mark;
  /** Takes orders for the next bar; answers with their numbers, null for one that was refused. */
  submit(orders: readonly Order[], now: View): readonly (number | null)[];
  /** Takes the orders that lead to target weights, instead of those that came so before. */
  aim(orders: readonly Order[], now: View): void;
  cancel(id: number): void;
  /** The orders that wait, in the order in which they were given. */
  waiting(): readonly OpenOrder[];
  /** The stops to keep during the next bar, instead of those of before. */
  guard(guards: readonly Guard[]): void;
  /** Forgets that a guard closed a position in the symbol. */
  resume(symbol: number): void;
}

/** A held symbol without a price on this many bars in a row is taken for delisted and closed at its last price. */
export const delistedAfter = 5;

/**
 * A simulated account. Within a bar, in this order:
 *
 *     start of the session   interest and fees for the time since the bar before, corporate actions, dividends paid
 *     open                   market orders of `next-open`; stops and limits that the open is beyond
 *     between                stops, guards and limits that the bar reaches (`TriggerRule` says which first)
 *     close                  market orders of `next-close`; then every price becomes the close, a missing one stays
 *     end                    delistings, bankruptcy, margin calls
 *
 * Orders of one moment are filled in the order in which they were given. A symbol with no close keeps its last one;
 * after `delistedAfter` such bars a position in it is closed at that price times 1 + `delistingReturn`, free of charge.
 * When equity falls to zero or below, all positions are closed at the bar's close and no further order is taken. After
 * a margin call positions are cut at the bar's close, all by the same part, until equity covers the initial margin.
 */
export function simulate(symbols: readonly string[], costs: Costs, market: Pick<Market, "actions"> = {}): Broker {
  const {slippage, commission, financing = [], fill: rule, triggers = "pessimistic", shares, margin} = costs;
  const {controls, dividends = "cash", delistingReturn = 0} = costs;
  const n = symbols.length;
  const account = holdings(n, costs.cash);
  const {position, price, held, best, stopped} = account;
  const actions = orderedActions(market.actions ?? [], symbols);
  const orders = workingOrders();
  const absent = new Uint32Array(n);
  const taken = new Float64Array(n);
  const openedAt = new Int8Array(n).fill(-1);
  const levels = new Map<string, number>();
  const bars: (BarPrices | undefined)[] = new Array<BarPrices | undefined>(n);
  let touched: number[] = [];
  let seen: number[] = [];
  let rejections: Rejection[] = [];
  let unsettled: {readonly due: number; readonly amount: number}[] = [];
  let guards: readonly Guard[] = [];
  let before: {readonly t: number; readonly book: Book} | null = null;
  let nextAction = 0;
  let count = 0;
  let bankrupt = false;
  if (margin) checkMargin(margin);
  if (controls) checkControls(controls, symbols);
  const pass = controls ? gate(controls, shares, (rejection) => rejections.push(rejection)) : null;

  function prices(now: View, symbol: number): BarPrices {
    let bar = bars[symbol];
    if (!bar) {
      bar = barPrices(now, symbol);
      bars[symbol] = bar;
      seen.push(symbol);
    }
    return bar;
  }

  /** Fills what it can of an order at a reference price, and answers with the units filled. */
  function execute(now: View, order: Order, at: number, moment: Moment, forced?: Forced): number {
    const {symbol} = order;
    const given = slippage.fill(order, at, now, taken[symbol]);
    if (given === null || given.quantity === 0) return 0;
    const side = Math.sign(order.quantity);
    let [paid, quantity] = [given.price, given.quantity];
    if (order.limit !== undefined && side * paid > side * order.limit) {
      if (triggers === "close") return 0;
      paid = order.limit;
    }
    if (margin) {
      const fee = commission.cost({price: paid, quantity}, order);
      const waits = unsettled.reduce((sum, {amount}) => sum + amount, 0);
      const most = units(allowed(account, margin, waits, {symbol, quantity, price: paid, fee}), shares);
      if (most !== quantity) {
        const reason = waits > 0 ? "more than settled cash and margin allow" : "more than the initial margin allows";
        rejections.push({t: now.t, symbol, quantity: quantity - most, rule: "margin", reason});
      }
      quantity = most;
      if (quantity === 0) return 0;
    }
    const fee = commission.cost({price: paid, quantity}, order);
    const old = position[symbol];
    if (!(price[symbol] > 0)) price[symbol] = at;
    take(account, {
      t: now.t,
      symbol,
      quantity,
      price: paid,
      commission: fee,
      slippage: (paid - at) * quantity,
      ...(forced && {forced}),
      ...(order.tag !== undefined && {tag: order.tag})
    });
    if (position[symbol] !== 0 && (old === 0 || old > 0 !== position[symbol] > 0)) {
      openedAt[symbol] = moment;
      stopped[symbol] = 0;
    }
    if (margin?.settlement && quantity < 0 && old > 0)
      unsettled.push({due: count + margin.settlement, amount: paid * Math.min(old, -quantity)});
    taken[symbol] += Math.abs(quantity);
    touched.push(symbol);
    return quantity;
  }

  function fillOrder(now: View, order: Working, moment: Moment): boolean {
    const plain = order.limit === undefined && order.stop === undefined && order.trail === undefined;
    let at: number | null;
    if (plain && order.at === undefined && rule !== "next-vwap") {
      if (moment !== (rule === "next-open" ? 0 : 2)) return false;
      at = now.at(rule === "next-open" ? "open" : "close", order.symbol);
    } else {
      at = priceAt(moment, order, prices(now, order.symbol), rule, triggers, order.since);
    }
    if (at === null || !(at > 0 && at < Infinity)) return false;
    const filled = execute(now, order, at, moment);
    if (filled === 0) return false;
    const fill = account.fills.at(-1)!;
    order.paid += fill.commission;
    order.quantity -= filled;
    order.filled += Math.abs(filled);
    if (order.group !== undefined || !plain || parents > 0) orders.filled(order, fill, moment);
    return true;
  }
  let parents = 0;

  /** Whether an order may be filled at this moment, of those that were placed within the bar. */
  function ready(order: Working, moment: Moment): boolean {
    if (order.quantity === 0) return false;
    if (order.since === 0) return true;
    return triggers === "pessimistic" && moment === 1 && isStop(order) && order.since === 1;
  }

  function fillMoment(now: View, moment: Moment, which: (order: Working) => boolean): void {
    for (let i = 0; i < orders.list.length; ++i) {
      const order = orders.list[i];
      if (which(order) && ready(order, moment)) fillOrder(now, order, moment);
    }
  }

  function keepGuards(now: View, moment: Moment): void {
    for (const guard of guards) {
      const {symbol, from, distance, name} = guard;
      const units = position[symbol];
      if (units === 0) continue;
      const fresh = openedAt[symbol];
      if (fresh > 0 && !(triggers === "pessimistic" && fresh === 1 && moment === 1)) continue;
      const side = Math.sign(units);
      const key = `${symbol} ${name}`;
      let level = (from === "entry" ? account.entry : best)[symbol] - side * distance;
      const old = levels.get(key);
      if (from === "best" && fresh < 0 && old !== undefined && side * old > side * level) level = old;
      levels.set(key, level);
      const order = {symbol, quantity: -units, stop: level, tag: name, hit: false, extreme: NaN};
      const at = priceAt(moment, order, prices(now, symbol), rule, triggers, fresh > 0 ? 1 : 0);
      if (at === null || !(at > 0) || execute(now, order, at, moment) === 0) continue;
      stopped[symbol] = side;
      orders.drop((each) => each.symbol === symbol && each.aim);
      levels.delete(key);
    }
  }

  function fillBar(now: View): void {
    fillMoment(now, 0, any);
    keepGuards(now, 0);
    if (triggers !== "close") {
      const [first, second] = triggers === "pessimistic" ? [isStop, isNoStop] : [isNoStop, isStop];
      if (triggers === "pessimistic") keepGuards(now, 1);
      fillMoment(now, 1, first);
      fillMoment(now, 1, second);
      if (triggers === "pessimistic") {
        fillMoment(now, 1, (order) => order.since === 1 && isStop(order));
        keepGuards(now, 1);
      } else keepGuards(now, 1);
    } else fillMoment(now, 1, any);
    if (triggers === "close") keepGuards(now, 2);
    fillMoment(now, 2, any);
  }

  function markPrices(now: View): void {
    const closes = now.row("close");
    for (let s = 0; s < n; ++s) {
      const close = closes[s];
      const there = close > 0 && close < Infinity;
      if (there) {
        price[s] = close;
        absent[s] = 0;
      } else if (++absent[s] >= delistedAfter && position[s] !== 0) {
        closeOut(account, now.t, s, "delisted", price[s] * (1 + delistingReturn));
        orders.drop((order) => order.symbol === s);
      }
      if (position[s] === 0) continue;
      if (openedAt[s] < 0) ++held[s];
      const long = position[s] > 0;
      const bar = openedAt[s] > 0 || (!there && !bars[s]) ? undefined : prices(now, s);
      const reached = bar && bar.high > 0 ? (long ? bar.high : bar.low) : there ? close : NaN;
      if (long ? reached > best[s] : reached < best[s]) best[s] = reached;
    }
  }

  function callMargin(now: View, equity: number): void {
    if (!margin) return;
    let gross = 0;
    for (let s = 0; s < n; ++s) if (position[s] !== 0) gross += Math.abs(position[s] * price[s]);
    if (!isCalled(margin, equity, gross)) return;
    const part = 1 - equity / (margin.initial * gross);
    for (let s = 0; s < n; ++s) {
      const close = now.at("close", s);
      if (position[s] === 0 || !(close > 0)) continue;
      const exact = Math.abs(position[s]) * part;
      const cut = Math.min(Math.abs(position[s]), shares === "whole" ? Math.ceil(exact) : exact);
      execute(now, {symbol: s, quantity: -Math.sign(position[s]) * cut, tag: "margin call"}, close, 2, "margin-call");
    }
  }

  function close(now: View): Mark {
    let equity = equityOf(account);
    if (equity > 0) {
      callMargin(now, equity);
      equity = equityOf(account);
    }
    if (equity <= 0 && !bankrupt) {
      bankrupt = true;
      orders.drop(any);
      guards = [];
      for (let s = 0; s < n; ++s) closeOut(account, now.t, s, "bankrupt");
      equity = equityOf(account);
    }
    account.peak = Math.max(account.peak, equity);
    const book = bookAt(account, equity);
    before = {t: now.t, book};
    const mark = {
      t: now.t,
      book,
      fills: account.fills,
      postings: account.postings,
      rejections,
      unfilled: orders.ended()
    };
    account.fills = [];
    account.postings = [];
    rejections = [];
    return mark;
  }

  function begin(now: View): void {
    ++count;
    for (const s of touched) taken[s] = 0;
    for (const s of touched) openedAt[s] = -1;
    for (const s of seen) bars[s] = undefined;
    [touched, seen] = [[], []];
    if (unsettled.length > 0) unsettled = unsettled.filter(({due}) => due > count);
    if (before && !bankrupt)
      for (const plugin of financing) {
        const days = (now.t - before.t) / 86_400_000;
        for (const charge of plugin.charges(before.book, now, days)) post(account, {t: now.t, ...charge});
      }
    for (; nextAction < actions.length && actions[nextAction].t <= now.t; ++nextAction) {
      const action = actions[nextAction];
      if (!before) continue;
      applyAction(account, action, now.t, {shares, dividends, delistingReturn});
      const {symbol, value = NaN} = action;
      if (action.action === "split") {
        orders.split(symbol, value, shares);
        for (const [key, level] of levels) if (key.startsWith(`${symbol} `)) levels.set(key, level / value);
      }
      if (action.action === "delisting" || action.action === "merger") orders.drop((order) => order.symbol === symbol);
    }
    payDividends(account, now.t);
    for (const [key] of levels) if (position[Number.parseInt(key, 10)] === 0) levels.delete(key);
  }

  return {
    mark(now) {
      begin(now);
      const day = Math.floor(now.t / 86_400_000);
      for (const order of orders.list) if (Number.isNaN(order.day)) order.day = day;
      if (orders.list.some(({good, day: first}) => good === "day" && first !== day))
        orders.drop((order) => order.good === "day" && order.day !== day);
      fillBar(now);
      orders.endBar((symbol) => prices(now, symbol), triggers);
      markPrices(now);
      return close(now);
    },
    markAgain(now) {
      for (const order of [...orders.list])
        if (order.limit === undefined && order.stop === undefined && order.trail === undefined && !order.at)
          fillOrder(now, order, 2);
      orders.drop((order) => order.good === "bar" || (order.quantity === 0 && order.dormant === 0));
      return close(now);
    },
    submit(given, now) {
      return given.map((order) => {
        const [taken] = bankrupt ? [] : pass ? pass([order], before!.book, orders.list, now) : [order];
        if (!taken || taken.quantity === 0) return null;
        checkOrder(taken);
        if (taken.parent !== undefined) ++parents;
        return orders.add(taken, price[taken.symbol], false);
      });
    },
    aim(given, now) {
      orders.drop(({aim}) => aim);
      if (bankrupt) return;
      for (const order of pass ? pass(given, before!.book, orders.list, now) : given)
        orders.add(order, price[order.symbol], true);
    },
    cancel: (id) => {
      orders.drop((order) => order.id === id);
    },
    waiting: () => orders.list.map(openOrder),
    guard(given) {
      guards = given;
    },
    resume(symbol) {
      stopped[symbol] = 0;
    }
  };
}

const any = () => true;
const isStop = (order: Working) => (order.stop !== undefined || order.trail !== undefined) && !order.hit;
const isNoStop = (order: Working) => !isStop(order);

function checkOrder({limit, stop, trail, quantity}: Order): void {
  for (const [name, value] of Object.entries({limit, stop, trail}))
    if (value !== undefined && !(value > 0 && value < Infinity))
      throw new Error(`invalid ${name}: ${value} of an order; expected a price above 0`);
  if (!Number.isFinite(quantity)) throw new Error(`invalid quantity: ${quantity} of an order; expected units`);
}
