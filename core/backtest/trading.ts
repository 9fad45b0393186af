import type {CalendarName} from "../base/calendar.js";
import type {View} from "../base/view.js";
import type {
  Action,
  Algorithm,
  Book,
  Commission,
  Fill,
  Financing,
  Guard,
  OpenOrder,
  Order,
  Overlay,
  Posting,
  Rejection,
  Slippage,
  Strategy
} from "../plugin.js";
import type {Controls} from "./orders/controls.js";
import type {Margin} from "./account/margin.js";
import type {DividendRule, FillRule, ShareRule, TriggerRule} from "./rules.js";

/** What trading costs, and what there is to trade with. */
export interface Costs {
  readonly slippage: Slippage;
  readonly commission: Commission;
  readonly financing?: readonly Financing[];
  readonly fill: FillRule;
  /** `pessimistic` where left out. */
  readonly triggers?: TriggerRule;
  /** Cash at the start, in the account's currency. */
  readonly cash: number;
  readonly shares: ShareRule;
  /** What orders are refused or cut; none where left out. */
  readonly controls?: Controls;
  /** What may be bought on credit; all, without limit, where left out (Zipline's rule). */
  readonly margin?: Margin;
  /** `cash` where left out. */
  readonly dividends?: DividendRule;
  /**
   * The return from the last close to what holders get of a delisted symbol where the data do not say; 0 where left out.
   */
  readonly delistingReturn?: number;
}

/** What to trade, and how. */
export interface Trading extends Costs {
  readonly strategy: Strategy | Algorithm;
  readonly overlays?: readonly Overlay[];
  /** Bars between a decision and its orders; 0 sends them at once, to fill on the next bar. */
  readonly delay: number;
  /** How long the orders to target weights are good; `bar` where left out. New targets replace those of before. */
  readonly good?: Order["good"];
}

/** What the market is, beside its prices. */
export interface Market {
  /** The benchmark's level on each of the panel's rows; `NaN` where it has none. */
  readonly benchmark?: Float64Array;
  /** Bars a year. */
  readonly periods: number;
  /** What befell the symbols, in the units of the panel's prices. */
  readonly actions?: readonly Action[];
  /** Whose sessions dates are counted in; `XNYS` where left out. */
  readonly calendar?: CalendarName;
}

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
  /** The orders that wait, of one symbol or of all, in the order in which they were given. */
  waiting(symbol?: number): readonly OpenOrder[];
  /** The stops to keep during the next bar, instead of those of before. */
  guard(guards: readonly Guard[]): void;
  /** Forgets that a guard closed a position in the symbol. */
  resume(symbol: number): void;
}

/** Whether it gives its orders itself. */
export function isAlgorithm(strategy: Strategy | Algorithm): strategy is Algorithm {
  return "begin" in strategy;
}

/** Throws where an algorithm is given what weights alone can be given. */
export function checkAlgorithm({strategy, delay, overlays, fill}: Trading): void {
  if (!isAlgorithm(strategy)) return;
  const refused = delay > 0 ? "delay" : overlays?.length ? "overlays" : fill === "same-close" ? fill : null;
  if (refused !== null)
    throw new Error(`invalid trading: ${refused} is for strategies of target weights; an algorithm orders itself`);
}

/** Throws where a delay is none. */
export function checkDelay({delay}: Pick<Trading, "delay">): void {
  if (!(Number.isInteger(delay) && delay >= 0)) throw new Error(`invalid delay: ${delay}; expected 0 or more bars`);
}

/** Throws where the return of a delisting is none. */
export function checkDelisting({delistingReturn = 0}: Pick<Costs, "delistingReturn">): void {
  if (!(delistingReturn >= -1 && delistingReturn < Infinity))
    throw new Error(`invalid delistingReturn: ${delistingReturn}; expected a return of -1 or more`);
}

/** Throws where a symbol is there twice: what befalls it could not be told apart. */
export function checkSymbols(symbols: readonly string[]): void {
  const seen = new Set<string>();
  for (const symbol of symbols) {
    if (seen.has(symbol)) throw new Error(`invalid symbols: ${symbol} is there twice; name each once`);
    seen.add(symbol);
  }
}
