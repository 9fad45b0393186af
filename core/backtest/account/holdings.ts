import type {Book, Fill, Forced, Posting} from "../../plugin.js";

/** What is held and owed, changed in place; arrays have one value a symbol. */
export interface Holdings {
  cash: number;
  readonly position: Float64Array;
  readonly price: Float64Array;
  readonly entry: Float64Array;
  readonly best: Float64Array;
  readonly held: Uint32Array;
  readonly stopped: Int8Array;
  peak: number;
  /** Dividends earned and not yet paid, in the order of their ex-dates. */
  owed: {readonly due: number; readonly symbol: number; readonly amount: number}[];
  /** Whether positions, entries or stops have changed since the last book was made. */
  changed: boolean;
  /** What was bought and sold in the bar, and what else was paid. */
  fills: Fill[];
  postings: Posting[];
}

/** Throws where what an account begins with is no positive amount. */
export function checkCash(cash: number): void {
  if (!(typeof cash === "number" && cash > 0 && cash < Infinity))
    throw new Error(`invalid cash: ${cash}; expected a positive amount`);
}

/** An account with nothing but cash. Throws where that is no positive amount. */
export function holdings(symbols: number, cash: number): Holdings {
  checkCash(cash);
  const missing = () => new Float64Array(symbols).fill(NaN);
  return {
    cash,
    position: new Float64Array(symbols),
    price: missing(),
    entry: missing(),
    best: missing(),
    held: new Uint32Array(symbols),
    stopped: new Int8Array(symbols),
    peak: cash,
    owed: [],
    changed: true,
    fills: [],
    postings: []
  };
}

/** Books a fill: cash falls by price · quantity + commission, and the entry is the average price of what is held. */
export function take(account: Holdings, fill: Fill): void {
  const {symbol, quantity, price, commission} = fill;
  const before = account.position[symbol];
  const after = before + quantity;
  account.cash -= price * quantity + commission;
  account.position[symbol] = after;
  account.changed = true;
  account.fills.push(fill);
  if (after === 0) {
    account.entry[symbol] = account.best[symbol] = NaN;
    account.held[symbol] = 0;
  } else if (before === 0 || before > 0 !== after > 0) {
    account.entry[symbol] = account.best[symbol] = price;
    account.held[symbol] = 0;
  } else if (Math.abs(after) > Math.abs(before)) {
    account.entry[symbol] = (account.entry[symbol] * before + price * quantity) / after;
  }
}

/** Closes a position at its latest price, or at the one given, free of charge. */
export function closeOut(account: Holdings, t: number, symbol: number, forced: Forced, price = account.price[symbol]) {
  const quantity = -account.position[symbol];
  if (quantity !== 0) take(account, {t, symbol, quantity, price, commission: 0, slippage: 0, forced});
}

/** Money that comes, or goes where below 0. */
export function post(account: Holdings, posting: Posting): void {
  if (posting.amount === 0) return;
  if (!Number.isFinite(posting.amount))
    throw new Error(`invalid charge: ${posting.amount} of ${posting.what}; expected an amount`);
  account.cash += posting.amount;
  account.postings.push(posting);
}

/** cash + what is owed + Σ position × price. Throws where that is no number. */
export function equityOf({cash, owed, position, price}: Holdings): number {
  let equity = cash;
  for (const {amount} of owed) equity += amount;
  for (let s = 0; s < position.length; ++s) if (position[s] !== 0) equity += position[s] * price[s];
  if (!Number.isFinite(equity)) throw new Error(`invalid equity: ${equity}; prices or positions are beyond numbers`);
  return equity;
}

/** The book of the holdings as they are now; it does not change with them, and shares what is as in the book before. */
export function bookAt(account: Holdings, equity: number, before: Book | undefined): Book {
  const {cash, position, price, entry, best, held, stopped, peak} = account;
  const same = account.changed ? undefined : before;
  account.changed = false;
  return {
    cash,
    equity,
    position: same?.position ?? position.slice(),
    price: price.slice(),
    entry: same?.entry ?? entry.slice(),
    best: best.slice(),
    held: held.slice(),
    stopped: same?.stopped ?? stopped.slice(),
    peak
  };
}
