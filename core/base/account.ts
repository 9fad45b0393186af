import type {View} from "./view.js";

/** The account as of a bar's close. Arrays have one value a symbol. */
export interface Book {
  readonly cash: number;
  /** cash + what is owed to the account (dividends between ex-date and payment) + Σ position × price. */
  readonly equity: number;
  /** Units held of each symbol; negative where short. */
  readonly position: Float64Array;
  /** Each symbol's latest known close; `NaN` before its first. */
  readonly price: Float64Array;
  /** The average price of what is held, commissions not counted; `NaN` where nothing is. */
  readonly entry: Float64Array;
  /** The highest high since a long position was opened, the lowest low since a short one was; `NaN` where nothing is held. */
  readonly best: Float64Array;
  /** Bars since the position was opened, 0 on the bar that opened it and where nothing is held. */
  readonly held: Uint32Array;
  /**
   * 1 or −1 where a guard closed a long or a short position and the strategy has wanted that side on every bar since; to
   * leave the book alone is to want what is held. 0 elsewhere.
   */
  readonly stopped: Int8Array;
  /** The highest equity so far, the start's included. */
  readonly peak: number;
}

/** How an order is to be filled; a market order, good till cancelled, where nothing is said. */
export interface Terms {
  /** The worst price at which it may be filled. */
  readonly limit?: number;
  /** The price at which it becomes a market order, or one with the limit: above the market to buy, below it to sell. */
  readonly stop?: number;
  /** A stop that follows the best price since the order was given at this distance, and never goes back; a part of that price where `trailing` is `part`. */
  readonly trail?: number;
  readonly trailing?: "price" | "part";
  /** Filled at the bar's open or close, whatever the fill rule says. */
  readonly at?: "open" | "close";
  /** How long it is good: for one bar, to the end of the day, or until it is cancelled. */
  readonly good?: "bar" | "day" | "cancelled";
  /**
   * Orders of one group cancel one another: a fill of one takes the same from the others. Numbers below 0 are the desk's,
   * for its brackets.
   */
  readonly group?: number;
  /** The order whose fill makes this one an order; as much of it as was filled. */
  readonly parent?: number;
  /** What it is for, in a word or two: it is written beside its fills. */
  readonly tag?: string;
}

/** An order. */
export interface Order extends Terms {
  /** The symbol's place in the panel. */
  readonly symbol: number;
  /** Units still to be filled, positive to buy and negative to sell. */
  readonly quantity: number;
  /** Units filled so far, without a sign, and the commission paid for them; 0 where left out. */
  readonly filled?: number;
  readonly paid?: number;
}

/** Why the broker and not the strategy traded. */
export type Forced = "delisted" | "bankrupt" | "merged" | "margin-call" | "fraction";

export interface Fill {
  /** The bar that filled the order. */
  readonly t: number;
  readonly symbol: number;
  readonly quantity: number;
  readonly price: number;
  /** Paid to the broker. */
  readonly commission: number;
  /** What slippage cost against the reference price: (price − reference) × quantity. */
  readonly slippage: number;
  readonly forced?: Forced;
  /** The order's tag; of a guard its name. */
  readonly tag?: string;
}

/** An order, or a part of one, that was not taken: by which rule, and what it says. */
export interface Rejection {
  readonly t: number;
  readonly symbol: number;
  /** Units that were not taken. */
  readonly quantity: number;
  readonly rule: string;
  readonly reason: string;
}

/** Money that came or went without a trade. */
export interface Charge {
  /** `dividend`, `borrow`, `cash-interest`, `margin-interest`, `funding` and what else a financing plugin names. */
  readonly what: string;
  /** Added to the cash: negative where it is paid. */
  readonly amount: number;
  readonly symbol?: number;
}

/** A charge and its bar. */
export interface Posting extends Charge {
  readonly t: number;
}

/** What a strategy had to say on a bar. */
export interface Note {
  readonly t: number;
  readonly text: string;
}

/** A stop that the broker keeps over whatever is held of a symbol during the next bar. */
export interface Guard {
  readonly symbol: number;
  /** From what the distance counts: the position's average price, or its best price until the bar before. */
  readonly from: "entry" | "best";
  /** In the price's units, above 0. */
  readonly distance: number;
  /** Written beside its fills, such as `stop-loss`. */
  readonly name: string;
}

/** What a backtest leaves: one value a bar, the fills, and what else befell the account. */
export interface Result {
  readonly times: Float64Array;
  readonly symbols: readonly string[];
  readonly equity: Float64Array;
  readonly cash: Float64Array;
  /** Σ |position × price| / equity. */
  readonly gross: Float64Array;
  /** Σ position × price / equity. */
  readonly net: Float64Array;
  readonly fills: readonly Fill[];
  /** Orders that ended with nothing filled: no price or no volume while they were good, or a price never reached. */
  readonly unfilled: number;
  /** The benchmark's level on each row; `NaN` where it has none. */
  readonly benchmark?: Float64Array;
  /** Bars a year, for annual figures. */
  readonly periods: number;
  /** Dividends, interest, fees: all that changed the cash without a trade. */
  readonly postings?: readonly Posting[];
  /** Splits of the symbols while they were traded: new units for an old one, and the first bar in the new units. */
  readonly splits?: readonly {readonly t: number; readonly symbol: number; readonly ratio: number}[];
  /** Orders that were refused or cut, and why. */
  readonly rejections?: readonly Rejection[];
  /** What the strategy kept, one value a bar, `NaN` where it kept none; and what it said. */
  readonly records?: Readonly<Record<string, Float64Array>>;
  readonly log?: readonly Note[];
}

/** On which bars a scheduled action is due, counted in sessions of the market's calendar. */
export interface DateRule {
  readonly every: "day" | "week" | "month";
  /** Counted from the first session of the week or month, or back from its last. `start` where left out. */
  readonly from?: "start" | "end";
  /** How many sessions after the first, or before the last; 0 where left out. */
  readonly offset?: number;
}

/** An order that waits at the broker. */
export interface OpenOrder extends Order {
  readonly id: number;
  readonly filled: number;
  readonly paid: number;
}

/** The prices at which a bracket's two exits are placed. */
export interface Exits {
  readonly stop: number;
  readonly target: number;
}

/**
 * Where an algorithm gives its orders. Each takes effect on a later bar than that on which it is given. Quantities are in
 * units, cut toward zero to whole ones where shares are whole; values are in the account's currency, parts are of equity,
 * both at the latest price. Each answers with the order's id, or null where there is nothing to order or no price. The
 * forms with a target look at what is held and not at open orders, as Zipline's do.
 */
export interface Desk {
  order(symbol: number, quantity: number, terms?: Terms): number | null;
  orderValue(symbol: number, value: number, terms?: Terms): number | null;
  orderPercent(symbol: number, part: number, terms?: Terms): number | null;
  orderTarget(symbol: number, quantity: number, terms?: Terms): number | null;
  orderTargetValue(symbol: number, value: number, terms?: Terms): number | null;
  orderTargetPercent(symbol: number, part: number, terms?: Terms): number | null;
  /** An order and, when it is filled, a stop and a limit order against it of which each cancels the other. */
  orderBracket(symbol: number, quantity: number, exits: Exits, terms?: Terms): number | null;
  cancel(id: number): void;
  /** The orders that wait, of one symbol or of all, in the order in which they were given. */
  openOrders(symbol?: number): readonly OpenOrder[];
  /** Calls the action on each bar on which the rule is due, in the order of the calls, before the algorithm's own `bar`. */
  schedule(rule: DateRule, action: (now: View, book: Book) => void): void;
  /** Keeps numbers for the result, by name, one a bar. */
  record(values: Readonly<Record<string, number>>): void;
  /** Writes a line into the result's log. */
  log(text: string): void;
  /** A field's last `bars` values of one symbol, oldest first, this bar's included. */
  history(field: string, symbol: number, bars: number): Float64Array;
  /** The symbols whose field `screen` is above 0 (all that have a price, where left out) with the values of `columns`. */
  pipeline(columns: readonly string[], screen?: string): readonly PipelineRow[];
}

/** A symbol that passed a pipeline's screen, and its values. */
export interface PipelineRow {
  readonly symbol: number;
  readonly values: Readonly<Record<string, number>>;
}
