import {between, whole} from "../../base/options.js";
import type {Order} from "../../plugin.js";
import type {Holdings} from "./holdings.js";
import type {ShareRule} from "../rules.js";

/** What may be bought on credit. */
export interface Margin {
  /**
   * The part of the value of positions, long and short, that equity must cover for an order to be filled: 0.5 lets gross
   * exposure be twice the equity (the Federal Reserve's Regulation T), 1 is an account without credit.
   */
  readonly initial: number;
  /** The part below which the broker closes positions; at most `initial`. 0 never does. */
  readonly maintenance: number;
  /** Sessions until what was sold can be spent on other shares; 0 where left out. */
  readonly settlement?: number;
}

/** Throws where a margin is none, or has an option that there is not. */
export function checkMargin(margin: Margin): void {
  const unknown = Object.keys(margin).find((name) => !["initial", "maintenance", "settlement"].includes(name));
  if (unknown !== undefined)
    throw new Error(`unknown margin option: ${unknown}; options are initial, maintenance, settlement`);
  const {initial, maintenance, settlement = 0} = margin;
  between("initial margin", initial, 0.001, 1);
  between("maintenance margin", maintenance, 0, initial);
  whole("settlement", settlement, 0);
}

/** Whether less than the maintenance margin is left. */
export function isCalled({maintenance}: Margin, equity: number, gross: number): boolean {
  return equity < maintenance * gross;
}

/**
 * How many of an order's units may be filled at a price so that equity covers `initial` of the gross exposure, at the
 * latest prices, and that a purchase is paid with settled cash where sales settle late. What makes a position smaller is
 * always allowed.
 */
export function allowed(
  account: Holdings,
  {initial, settlement = 0}: Margin,
  unsettled: number,
  {symbol, quantity, price, fee}: {symbol: number; quantity: number; price: number; fee: number}
): number {
  const position = account.position[symbol];
  const side = Math.sign(quantity);
  const closing = side * position < 0 ? Math.min(Math.abs(position), Math.abs(quantity)) : 0;
  const opening = Math.abs(quantity) - closing;
  if (opening === 0) return quantity;
  let equity = account.cash - fee;
  let gross = 0;
  for (let s = 0; s < account.position.length; ++s) {
    const held = account.position[s];
    if (held === 0) continue;
    const value = held * (s === symbol ? price : account.price[s]);
    equity += value;
    gross += s === symbol && closing > 0 ? 0 : Math.abs(value);
  }
  let most = Math.max(0, (equity / initial - gross) / price);
  if (settlement > 0 && side > 0) most = Math.min(most, Math.max(0, (account.cash - fee - unsettled) / price));
  return side * (closing + Math.min(opening, most));
}

/**
 * What a margin call closes: all positions by the same part, so that equity covers the initial margin of what is left;
 * none where there is no call.
 */
export function calledOrders(margin: Margin, {position, price}: Holdings, equity: number, shares: ShareRule): Order[] {
  let gross = 0;
  for (let s = 0; s < position.length; ++s) if (position[s] !== 0) gross += Math.abs(position[s] * price[s]);
  if (!isCalled(margin, equity, gross)) return [];
  const part = 1 - equity / (margin.initial * gross);
  return Array.from(position).flatMap((held, symbol) => {
    if (held === 0) return [];
    const exact = Math.abs(held) * part;
    const size = Math.min(Math.abs(held), shares === "whole" ? Math.ceil(exact) : exact);
    return [{symbol, quantity: -Math.sign(held) * size, tag: "margin call"}];
  });
}

/** What was sold and is not settled yet, by sessions: the days on which there are bars. */
export function settling(sessions: number) {
  let waits: {readonly due: number; readonly amount: number}[] = [];
  let day = NaN;
  let count = 0;
  return {
    /** A bar begins. */
    begin(t: number): void {
      const today = Math.floor(t / 86_400_000);
      if (today === day) return;
      day = today;
      ++count;
      if (waits.length > 0) waits = waits.filter(({due}) => due > count);
    },
    sold(amount: number): void {
      if (sessions > 0) waits.push({due: count + sessions, amount});
    },
    unsettled: () => waits.reduce((sum, {amount}) => sum + amount, 0)
  };
}
