import {calendar} from "../../base/calendar.js";
import type {View} from "../../base/view.js";
import type {Algorithm, Book, DateRule, Desk, Fill, Order, Terms} from "../../plugin.js";
import type {Broker} from "../broker.js";
import type {recorder} from "../decide.js";
import {units} from "./orders.js";
import {dueDates} from "./schedule.js";
import type {Costs, Market} from "../trading.js";

/** An algorithm that has begun: to be called once a bar, after the bar's fills. */
export interface Running {
  bar(row: number, now: View, book: Book, fills: readonly Fill[]): void;
}

/** Begins an algorithm at a broker. */
export function runAlgorithm(
  algorithm: Algorithm,
  symbols: readonly string[],
  broker: Broker,
  {shares}: Pick<Costs, "shares">,
  {calendar: name = "XNYS"}: Pick<Market, "calendar">,
  keep: ReturnType<typeof recorder>
): Running {
  let now: View | null = null;
  let book: Book | null = null;
  let row = 0;
  let groups = 0;
  const tasks: {readonly due: (t: number) => boolean; readonly action: (now: View, book: Book) => void}[] = [];

  function present(): {readonly now: View; readonly book: Book} {
    if (!now || !book)
      throw new Error("invalid order: the market is not open yet; give orders within bar or a schedule");
    return {now, book};
  }

  function place(symbol: number, exact: number, terms: Terms = {}): number | null {
    const {now, book} = present();
    if (!(symbol >= 0 && symbol < symbols.length))
      throw new Error(`unknown symbol: ${symbol}; the panel has ${symbols.length}, counted from 0`);
    if (!(book.price[symbol] > 0) || !Number.isFinite(exact)) return null;
    const quantity = units(exact, shares);
    if (quantity === 0) return null;
    return broker.submit([{...terms, symbol, quantity}], now)[0];
  }

  const priceOf = (symbol: number) => present().book.price[symbol];
  const held = (symbol: number) => present().book.position[symbol];
  const desk: Desk = {
    order: place,
    orderValue: (symbol, value, terms) => place(symbol, value / priceOf(symbol), terms),
    orderPercent: (symbol, part, terms) => place(symbol, (part * present().book.equity) / priceOf(symbol), terms),
    orderTarget: (symbol, quantity, terms) => place(symbol, quantity - held(symbol), terms),
    orderTargetValue: (symbol, value, terms) => place(symbol, value / priceOf(symbol) - held(symbol), terms),
    orderTargetPercent: (symbol, part, terms) =>
      place(symbol, (part * present().book.equity) / priceOf(symbol) - held(symbol), terms),
    orderBracket(symbol, quantity, {stop, target}, terms) {
      const parent = place(symbol, quantity, terms);
      if (parent === null) return null;
      const group = --groups;
      const exits: Order = {symbol, quantity: -units(quantity, shares), parent, group};
      broker.submit([{...exits, stop, tag: "stop"}], present().now);
      broker.submit([{...exits, limit: target, tag: "target"}], present().now);
      return parent;
    },
    cancel: (id) => {
      broker.cancel(id);
    },
    openOrders: (symbol) => broker.waiting(symbol),
    schedule(rule: DateRule, action) {
      tasks.push({due: dueDates(rule, calendar(name)), action});
    },
    record(values) {
      for (const [key, value] of Object.entries(values)) keep.record(row, key, value);
    },
    log(text) {
      keep.log.push({t: present().now.t, text});
    },
    history(field, symbol, bars) {
      const {now} = present();
      return Float64Array.from({length: bars}, (_, i) => now.at(field, symbol, bars - 1 - i));
    },
    pipeline(columns, screen) {
      const {now} = present();
      const passed = now.row(screen ?? "close");
      const values = columns.map((name) => now.row(name));
      return Array.from(passed.keys())
        .filter((symbol) => passed[symbol] > 0)
        .map((symbol) => ({
          symbol,
          values: Object.fromEntries(columns.map((name, i) => [name, values[i][symbol]]))
        }));
    }
  };
  const handlers = algorithm.begin(desk, symbols);
  return {
    bar(at, view, account, fills) {
      [row, now, book] = [at, view, account];
      for (const fill of fills) handlers.filled?.(fill, view);
      for (const {due, action} of tasks) if (due(view.t)) action(view, account);
      handlers.bar?.(view, account);
    }
  };
}
