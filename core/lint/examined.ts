import {later} from "../backtest/late.js";
import {rowsByTime} from "../evaluate/excursions.js";
import {accountReturns} from "../evaluate/returns.js";
import type {Trade} from "../evaluate/trades.js";
import {roundTrips} from "../evaluate/trades.js";
import {gathered} from "../evaluate/trade-figures.js";
import type {Result} from "../plugin.js";
import type {Span} from "./days.js";
import {earnedBy} from "./days.js";
import type {Holdings} from "./holdings.js";
import {holdingsOf} from "./holdings.js";
import type {MeanTest} from "./mean-test.js";
import {testMean} from "./mean-test.js";
import {latestCloses, marketLevels} from "./market-levels.js";
import {retrade} from "./retrade.js";
import {annualSharpe} from "./sharpe.js";
import type {Traded} from "./traded.js";

/** A backtest with what several rules measure in it; each is computed when it is first asked for. */
export interface Examined extends Traded {
  /** What the account began with. */
  readonly cash: number;
  /** What it earned in all. */
  readonly profit: number;
  /**
   * Whether there is a profit to ask after: it is above 0, and the mean return at least half a standard error above zero.
   * Where it is not, anything is many times the profit, and the rules on what makes it have nothing to say.
   */
  readonly profitable: boolean;
  /** The mean return of `daily` against nothing. */
  readonly test: MeanTest;
  /** From the first bar to the last. */
  readonly years: number;
  /** The account's return on each bar after the first. */
  readonly returns: Float64Array;
  readonly sharpe: number;
  /** The returns by day where there are at least 30 days, else by bar; and how many make a year. */
  readonly daily: {readonly returns: Float64Array; readonly periods: number; readonly of: "day" | "bar"};
  readonly days: readonly Span[];
  readonly months: readonly Span[];
  /** Positions from flat to flat, those that are open valued at the last close. */
  readonly positions: readonly Trade[];
  /** What one bar's fills closed of a position. */
  readonly exits: readonly Trade[];
  /** What each symbol earned: its trades, and what was paid for holding it. */
  readonly bySymbol: Float64Array;
  /** Σ |price × quantity| of all fills, and what they cost: commissions and slippage. */
  readonly traded: number;
  readonly costs: number;
  readonly holdings: Holdings;
  /** The market's level on each bar and what it is; null where there is none. */
  readonly market: {readonly levels: Float64Array; readonly name: string} | null;
  /** The rows until a label is known, by the median and at least 1; Infinity where there are no labels. */
  readonly labelSpan: number;
  /** The row of the panel on which a fill was made. */
  readonly rowOf: (t: number) => number;
  /** The same by what was known a bar before. */
  readonly late: Result;
}

/** Gets a backtest ready to be looked at. */
export function examine(run: Traded): Examined {
  const {result, panel, plan} = run;
  const {equity, times, fills, postings = [], splits, symbols} = result;
  const {cash} = plan.backtest;
  const trips = lazy(() => roundTrips(fills, latestCloses(run), {times, ...(splits && {splits})}));
  const returns = lazy(() => accountReturns(equity));
  const spans = (span: "day" | "month") => earnedBy(times.subarray(1), returns(), span);
  const rows = lazy(() => rowsByTime(panel.times));
  const days = lazy(() => spans("day"));
  const daily = lazy(() => dailyReturns(days(), returns(), result.periods));
  const test = lazy(() => testMean(daily().returns));
  const profit = equity[equity.length - 1] - cash;
  const measured = {
    returns,
    sharpe: () => annualSharpe(returns(), result.periods),
    days,
    months: () => spans("month"),
    positions: () => gathered(trips(), "position", times),
    exits: () => gathered(trips(), "exit", times).filter(({closed}) => closed !== null),
    bySymbol() {
      const out = new Float64Array(symbols.length);
      for (const {symbol, profit} of trips()) out[symbol] += profit;
      for (const {symbol, amount} of postings) if (symbol !== undefined) out[symbol] += amount;
      return out;
    },
    traded: () => fills.reduce((sum, {price, quantity}) => sum + Math.abs(price * quantity), 0),
    costs: () => fills.reduce((sum, {commission, slippage}) => sum + commission + slippage, 0),
    holdings: () => holdingsOf(run),
    market: () => marketLevels(run),
    rowOf: () => (t: number) => rows()(t),
    late: () => retrade(run, later(plan.backtest)),
    labelSpan: () => labelSpan(run),
    daily,
    test,
    profitable: () => profit > 0 && test().t >= 0.5
  };
  const base = {
    ...run,
    cash,
    profit,
    years: (equity.length - 1) / result.periods
  };
  return withLazy<typeof base, Omit<Examined, keyof typeof base>>(base, measured);
}

/** The returns by day where there are enough days. */
function dailyReturns(days: readonly Span[], returns: Float64Array, periods: number): Examined["daily"] {
  if (days.length < 30) return {returns, periods, of: "bar"};
  const earned = Float64Array.from(days, (day) => day.earned);
  return {returns: earned, periods: (periods * days.length) / returns.length, of: "day"};
}

/** Computes a value when it is first asked for, and keeps it. */
function lazy<T>(make: () => T): () => T {
  let made: {readonly value: T} | null = null;
  return () => (made ??= {value: make()}).value;
}

/** An object with further properties that are computed when they are first read. */
function withLazy<B extends object, M extends object>(
  base: B,
  measured: {readonly [name in keyof M]: () => M[name]}
): B & Readonly<M> {
  const out = {...base};
  for (const name of Object.keys(measured) as (keyof M)[])
    Object.defineProperty(out, name, {enumerable: true, get: lazy(measured[name])});
  return out as B & Readonly<M>;
}

/** How many rows after its own a label is known, by the median. */
function labelSpan({panel, plan: {learn}}: Traded): number {
  if (!learn) return Infinity;
  const {until} = learn.label.compute(panel);
  const n = panel.symbols.length;
  const rows = new Map(Array.from(panel.times, (time, row) => [time, row]));
  const spans: number[] = [];
  for (let i = 0; i < until.length; ++i) {
    const end = rows.get(until[i]);
    if (end !== undefined) spans.push(end - Math.floor(i / n));
  }
  spans.sort((a, b) => a - b);
  return Math.max(1, spans[spans.length >> 1] ?? Infinity);
}
