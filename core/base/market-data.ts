import type {Timeframe} from "./timeframe.js";

/** One bar of one symbol. Prices are in the quote currency, volume in units of the symbol. */
export interface Bar {
  /** The bar's label, epoch milliseconds UTC; see `Panel.times`. */
  readonly t: number;
  readonly symbol: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** The close adjusted for splits and dividends as the vendor states it; missing where the vendor states none. */
  readonly adjusted?: number;
  /** Where the bar was read, for messages: `prices.csv:17`. */
  readonly origin?: string;
}

/** What befell a symbol, effective from the opening of the session t on. */
export interface Action {
  /**
   * `split`: `value` new units for one old one (4 for four to one, 0.1 for one to ten; a stock dividend of 5 % is 1.05).
   * `dividend`: `value` in cash a unit as units were on that day, owed to who held it before t, the ex-date, and paid on
   * `paid`. `rename`: the symbol is called `to` from t on. `delisting`: no bar follows before t is over; `value` is the
   * return from the last close to what holders got, where that is known. `merger`: holders get `value` units of `to` and
   * `cash` for each unit.
   */
  readonly action: "split" | "dividend" | "rename" | "delisting" | "merger";
  readonly t: number;
  readonly symbol: string;
  readonly value?: number;
  readonly to?: string;
  readonly cash?: number;
  /** When a dividend is paid, epoch milliseconds UTC; on the ex-date where left out. */
  readonly paid?: number;
  readonly origin?: string;
}

/** A value of a series beside the bars (sentiment, a volatility index, a factor, a macro figure). */
export interface Observation {
  readonly series: string;
  /** What the value is about: the start of its period, epoch milliseconds UTC. */
  readonly t: number;
  /** From when on it could be known; a revision has the same t and a later `published`. */
  readonly published: number;
  /** The symbol it is about; left out where it is about all. */
  readonly symbol?: string;
  readonly value: number;
  readonly origin?: string;
}

/**
 * What can be wrong with a row: a value that is `missing`, no `number`, a `price` not above zero, a `volume` below zero, a
 * `range` that does not hold its prices, a `time` that is none or not asked for, a row out of `order`, a `duplicate` of
 * one before, a `symbol` that is none, a `format` that cannot be read.
 */
export const faultKinds = [
  "missing",
  "number",
  "price",
  "volume",
  "range",
  "time",
  "order",
  "duplicate",
  "symbol",
  "format"
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** A row that is no bar: what was wrong, where it was read, and the row itself as text. */
export interface Fault {
  readonly kind: FaultKind;
  readonly fault: string;
  readonly origin: string;
  readonly row: string;
  /** The symbol and the label that the row states, where it states them. */
  readonly symbol?: string;
  readonly t?: number;
}

/** What a source yields. */
export type Item = Bar | Action | Observation | Fault;

/** Whether an item is a bar. */
export function isBar(item: Item): item is Bar {
  return "close" in item;
}

export interface Query {
  /** The symbols wanted; all that the source has where left out. */
  readonly symbols?: readonly string[];
  /** The bars wanted have `from` ≤ t < `to`, epoch milliseconds UTC. */
  readonly from: number;
  readonly to: number;
  readonly timeframe: Timeframe;
}

/** A trade as a venue reports it. */
export interface Trade {
  /** When it was made, epoch milliseconds UTC. */
  readonly t: number;
  readonly symbol: string;
  readonly price: number;
  readonly quantity: number;
  /** The venue's number of the trade, by which a repeated one is known. */
  readonly id?: string;
}

/** A bar as far as it has come, or whole. */
export interface LiveBar extends Bar {
  readonly closed: boolean;
}

/** An instrument that a source can name. */
export interface Instrument {
  readonly symbol: string;
  readonly name?: string;
  readonly exchange?: string;
  /** As the vendor says: `equity`, `etf`, `index`, `spot`, `swap` … */
  readonly type?: string;
}
