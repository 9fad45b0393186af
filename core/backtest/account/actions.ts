import type {Panel} from "../../base/panel.js";
import type {Action, Result} from "../../plugin.js";
import type {Holdings} from "./holdings.js";
import {closeOut, post, take} from "./holdings.js";
import type {DividendRule, ShareRule} from "../rules.js";
import {units} from "../orders/orders.js";

/** How what befalls a symbol is applied to an account. */
export interface ActionRules {
  readonly shares: ShareRule;
  readonly dividends: DividendRule;
  /** The return from the last close to what holders get of a symbol that is delisted and does not say. */
  readonly delistingReturn: number;
}

/**
 * A market's actions in the order in which they take effect: by time, and of one time splits first, since a dividend is
 * stated in the units of its day. Actions of symbols that are not there are left out.
 */
export function orderedActions(actions: readonly Action[], symbols: readonly string[]) {
  const places = new Map(symbols.map((symbol, place) => [symbol, place]));
  return actions
    .flatMap((action) => {
      const symbol = places.get(action.symbol);
      if (symbol === undefined) return [];
      const to = action.to === undefined ? undefined : places.get(action.to);
      return [{...action, symbol, to}];
    })
    .sort((a, b) => a.t - b.t || ranks.indexOf(a.action) - ranks.indexOf(b.action) || a.symbol - b.symbol);
}

const ranks: readonly Action["action"][] = ["split", "dividend", "merger", "rename", "delisting"];

export type PlacedAction = ReturnType<typeof orderedActions>[number];

/**
 * Applies one action at the start of the session t, before any trade, to positions and to latest prices:
 *
 * - a split of ν new units for one: position · ν at price / ν; where shares are whole the fraction is paid in cash;
 * - a dividend D: position · D is owed until the pay date (below 0 where short), or buys position · D / (C − D) units at
 *   C − D, where C is the last price; the price becomes C − D;
 * - a merger: each unit is exchanged for ν units of another symbol at their latest price and for cash; where that one has
 *   no price, it is closed at its own last price; under another name it goes on at its own price;
 * - a delisting: the position is closed at the last price times 1 + its return.
 */
export function applyAction(account: Holdings, action: PlacedAction, t: number, rules: ActionRules): void {
  const {position, price} = account;
  const {symbol, value = NaN} = action;
  const held = position[symbol];
  switch (action.action) {
    case "split":
      if (!(value > 0 && value < Infinity)) throw invalid(action, "expected new units for an old one above 0");
      return split(account, t, symbol, value, rules.shares);
    case "dividend": {
      const ex = price[symbol] - value;
      if (!(value >= 0)) throw invalid(action, "expected cash a unit");
      if (held === 0 && !(ex > 0)) return;
      if (!(ex > 0)) throw invalid(action, `it is not below the last close, ${price[symbol]}`);
      if (held !== 0 && rules.dividends === "reinvest") {
        const exact = (held * value) / ex;
        const quantity = units(exact, rules.shares);
        post(account, {t, what: "dividend", symbol, amount: held * value});
        if (quantity !== 0)
          take(account, {t, symbol, quantity, price: ex, commission: 0, slippage: 0, tag: "dividend"});
      } else if (held !== 0) {
        account.owed.push({due: Math.max(action.paid ?? action.t, action.t), symbol, amount: held * value});
      }
      price[symbol] = ex;
      return;
    }
    case "rename":
    case "merger": {
      const {to} = action;
      const ratio = action.action === "rename" ? 1 : Number.isNaN(value) ? 0 : value;
      if (held === 0 || (action.action === "rename" && to === undefined)) return;
      const cash = action.cash ?? 0;
      if (action.action === "rename" && to !== undefined && !(price[to] > 0)) price[to] = price[symbol];
      if (ratio === 0) return closeOut(account, t, symbol, "merged", cash);
      if (to === undefined || !(price[to] > 0)) return closeOut(account, t, symbol, "merged");
      closeOut(account, t, symbol, "merged", ratio * price[to] + cash);
      const exact = held * ratio;
      const quantity = units(exact, rules.shares);
      if (quantity !== 0)
        take(account, {t, symbol: to, quantity, price: price[to], commission: 0, slippage: 0, forced: "merged"});
      return;
    }
    case "delisting": {
      const change = action.value ?? rules.delistingReturn;
      if (!(change >= -1 && change < Infinity)) throw invalid(action, "expected a return of -1 or more");
      return closeOut(account, t, symbol, "delisted", price[symbol] * (1 + change));
    }
  }
}

/** Pays the dividends that are due by t. */
export function payDividends(account: Holdings, t: number): void {
  if (account.owed.length === 0) return;
  for (const {due, symbol, amount} of account.owed) if (due <= t) post(account, {t, what: "dividend", symbol, amount});
  account.owed = account.owed.filter(({due}) => due > t);
}

function split(account: Holdings, t: number, symbol: number, ratio: number, shares: ShareRule): void {
  const {position, price, entry, best} = account;
  account.changed = true;
  for (const prices of [price, entry, best]) prices[symbol] /= ratio;
  const exact = position[symbol] * ratio;
  position[symbol] = exact;
  const fraction = units(exact, shares) - exact;
  if (fraction !== 0)
    take(account, {
      t,
      symbol,
      quantity: fraction,
      price: price[symbol],
      commission: 0,
      slippage: 0,
      forced: "fraction"
    });
  if (shares === "whole") position[symbol] = Math.round(position[symbol]);
}

function invalid({action, value, t, symbol}: PlacedAction, what: string): Error {
  const day = new Date(t).toISOString().slice(0, 10);
  return new Error(`invalid ${action}: ${value} of symbol ${symbol} on ${day}; ${what}`);
}

/** A market's splits from the second row that is traded on: before the first nothing is held. */
export function splitsWithin(
  {times, symbols}: Pick<Panel, "times" | "symbols">,
  actions: readonly Action[],
  start: number
): NonNullable<Result["splits"]> {
  return orderedActions(actions, symbols)
    .filter(({action, t}) => action === "split" && t > times[start] && t <= times[times.length - 1])
    .map(({t, symbol, value = NaN}) => ({t, symbol, ratio: value}));
}
