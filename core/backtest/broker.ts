import type {View} from "../base/view.js";
import type {Book, Rejection} from "../plugin.js";
import {applyAction, orderedActions, payDividends} from "./account/actions.js";
import {checkControls, gate} from "./orders/controls.js";
import {execution} from "./account/execution.js";
import {guardsOf} from "./account/guards.js";
import {bookAt, closeOut, equityOf, holdings, post} from "./account/holdings.js";
import {calledOrders} from "./account/margin.js";
import {checkOrder} from "./orders/orders.js";
import type {Broker, Costs, Mark, Market} from "./trading.js";
import {checkDelisting} from "./trading.js";
import type {BarFields, BarPrices, Moment} from "./orders/triggers.js";
import {barFields, barPrices, priceAt} from "./orders/triggers.js";
import type {Working} from "./orders/working.js";
import {openOrder, workingOrders} from "./orders/working.js";

export type {Broker, Mark} from "./trading.js";

/** A held symbol without a price on this many days in a row that have bars is taken for delisted and closed at its last price. */
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
 * after `delistedAfter` days without one a position in it is closed at that price times 1 + `delistingReturn`, free of charge.
 * When equity falls to zero or below, all positions are closed at the bar's close and no further order is taken. After
 * a margin call positions are cut at the bar's close, all by the same part, until equity covers the initial margin.
 */
export function simulate(symbols: readonly string[], costs: Costs, market: Pick<Market, "actions"> = {}): Broker {
  const {financing = [], fill: rule, triggers = "pessimistic", shares, margin} = costs;
  const {controls, dividends = "cash", delistingReturn = 0} = costs;
  checkDelisting(costs);
  const n = symbols.length;
  const account = holdings(n, costs.cash);
  const {position, price, held, best, stopped} = account;
  const actions = orderedActions(market.actions ?? [], symbols);
  const orders = workingOrders();
  const absent = new Uint32Array(n);
  const guards = guardsOf(account);
  const execute = execution(account, costs, guards, (rejection) => rejections.push(rejection));
  const {openedAt} = execute;
  const bars: (BarPrices | undefined)[] = new Array<BarPrices | undefined>(n);
  let fields: BarFields | undefined;
  let seen: number[] = [];
  let rejections: Rejection[] = [];
  let before: {readonly t: number; readonly book: Book} | null = null;
  let nextAction = 0;
  let bankrupt = false;
  let today = NaN;
  let newDay = false;
  if (controls) checkControls(controls, symbols);
  const pass = controls ? gate(controls, shares, (rejection) => rejections.push(rejection)) : null;

  function prices(now: View, symbol: number): BarPrices {
    let bar = bars[symbol];
    if (!bar) {
      bar = barPrices(now, symbol, (fields ??= barFields(now)));
      bars[symbol] = bar;
      seen.push(symbol);
    }
    return bar;
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
    const filled = execute.fill(now, order, at, moment);
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
    for (const guard of guards.list) {
      const {symbol, name} = guard;
      const units = position[symbol];
      if (units === 0) continue;
      const fresh = openedAt[symbol];
      if (fresh > 0 && !(triggers === "pessimistic" && fresh === 1 && moment === 1)) continue;
      const side = Math.sign(units);
      const order = {
        symbol,
        quantity: -units,
        stop: guards.level(guard, fresh >= 0),
        tag: name,
        hit: false,
        extreme: NaN
      };
      const at = priceAt(moment, order, prices(now, symbol), rule, triggers, fresh > 0 ? 1 : 0);
      if (at === null || !(at > 0) || execute.fill(now, order, at, moment) === 0) continue;
      stopped[symbol] = side;
      account.changed = true;
      orders.drop((each) => each.symbol === symbol && each.aim);
      if (position[symbol] === 0) guards.forget(symbol);
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
      } else if ((newDay ? ++absent[s] : absent[s]) >= delistedAfter && position[s] !== 0) {
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
    for (const order of calledOrders(margin, account, equity, shares)) {
      const close = now.at("close", order.symbol);
      if (close > 0 && close < Infinity) execute.fill(now, order, close, 2, "margin-call");
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
      guards.replace([]);
      for (let s = 0; s < n; ++s) closeOut(account, now.t, s, "bankrupt");
      equity = equityOf(account);
    }
    account.peak = Math.max(account.peak, equity);
    const book = bookAt(account, equity, before?.book);
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
    return mark;
  }

  function begin(now: View): void {
    execute.begin(now.t);
    rejections = [];
    const day = Math.floor(now.t / 86_400_000);
    newDay = day !== today;
    today = day;
    for (const s of seen) bars[s] = undefined;
    seen = [];
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
        guards.split(symbol, value);
      }
      if (action.action === "delisting" || action.action === "merger") orders.drop((order) => order.symbol === symbol);
    }
    payDividends(account, now.t);
    guards.tidy();
  }

  return {
    mark(now) {
      begin(now);
      orders.beginDay(today);
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
    waiting: (symbol) => orders.list.filter((order) => symbol === undefined || order.symbol === symbol).map(openOrder),
    guard(given) {
      guards.replace(given);
    },
    resume(symbol) {
      stopped[symbol] = 0;
      account.changed = true;
    }
  };
}

const any = () => true;
const isStop = (order: Working) => (order.stop !== undefined || order.trail !== undefined) && !order.hit;
const isNoStop = (order: Working) => !isStop(order);
