import {backtestByEvents, trade} from "../../backtest/backtest.js";
import type {Column, Panel} from "../../base/panel.js";
import {head} from "../../base/panel.js";
import type {Algorithm, Book, Commission, Desk, Slippage, Terms} from "../../plugin.js";
import type {View} from "../../base/view.js";
import {disturbed, firstDifference, renamed, spread} from "../columns.js";
import {firstOfEach, oddNeeds, reasonOf, unknownField} from "../findings.js";
import {auditPanel, withNeeds} from "../panels.js";
import type {Audit, Finding} from "../verdict.js";

const checked = ["look-ahead", "whole-sample", "undeclared-field", "hidden-state", "broken-form"] as const;

/** The bars that an algorithm is audited over. */
const timeframes: Readonly<Record<string, (rows: number) => Panel>> = {
  days: (rows) => auditPanel({rows}),
  "half hours": (rows) => auditPanel({rows, symbols: 4, seed: 8, intraday: true}),
  "five minutes": (rows) => auditPanel({rows, symbols: 4, seed: 9, intraday: "5m"})
};

/**
 * Audits an algorithm by trading it over days and half hours with bars that are missing, and over five minutes where it
 * gives no order in either. One that refuses a kind of bars, by an error that begins with `invalid panel`, is audited over
 * the others.
 */
export function auditAlgorithm(algorithm: Algorithm): Audit {
  const {needs, lookback} = algorithm;
  const stated = oddNeeds(needs) ?? oddLookback(lookback);
  if (stated) return {checked: ["broken-form"], findings: [stated]};
  const findings: Finding[] = [];
  const skipped: string[] = [];
  let ordered = 0;
  for (const [name, make] of Object.entries(timeframes)) {
    if (name === "five minutes" && (ordered > 0 || findings.length > 0)) continue;
    const panel = withNeeds(make(lookback + 120), needs);
    try {
      const found = algorithmFindings(algorithm, panel);
      ordered += found.orders;
      findings.push(...found.findings);
    } catch (error) {
      const unknown = unknownField(error, needs);
      if (unknown) return {checked, findings: [unknown]};
      const message = `made-up bars of ${name}: it throws: ${reasonOf(error)}`;
      if (reasonOf(error).startsWith("invalid panel: ")) skipped.push(message);
      else findings.push({rule: "broken-form", message});
    }
    if (findings.length > 0) break;
  }
  if (ordered === 0 && findings.length === 0) {
    const message = `of ${lookback + 120} made-up days, half hours and five minutes it gives no order on any: nothing could be put to the test`;
    findings.push({rule: "broken-form", message, suspicion: true});
  }
  return {checked, findings: firstOfEach(findings), ...(skipped.length > 0 && {skipped})};
}

/**
 * What an algorithm does over a panel and must not, when it is traded without costs, and how many orders it gives: a run
 * begins anew, whatever was run before or is run at the same time; cutting the future off, or changing it, changes no
 * earlier equity, order, fill or record; it reads no field beside its `needs` and the prices that trading needs; it leaves the
 * book as it is; it orders numbers.
 */
export function algorithmFindings(
  algorithm: Algorithm,
  panel: Panel
): {readonly findings: readonly Finding[]; readonly orders: number} {
  const count = panel.times.length;
  if (count < algorithm.lookback + 20)
    throw new Error(`invalid panel: ${count} rows; an audit needs ${algorithm.lookback + 20}`);
  const seen: Finding[] = [];
  const whole = outcome(algorithm, panel, (finding) => seen.push(finding));
  const state = stateFinding(algorithm, panel, whole);
  const ahead = state ? null : futureFinding(algorithm, panel, whole);
  return {
    findings: firstOfEach([...seen, ...[state, ahead].filter((finding) => finding !== null)]),
    orders: whole.orders
  };
}

/** A run is as the first was when it is made again, after another one, under other names, and beside another one. */
function stateFinding(algorithm: Algorithm, panel: Panel, whole: Outcome): Finding | null {
  const count = panel.times.length;
  const other = disturbed(panel, 0, count, 29);
  const found = (row: number, when: string): Finding => {
    return {rule: "hidden-state", message: `row ${row} is traded otherwise when ${when}`};
  };
  const again = differs(outcome(algorithm, panel), whole, count);
  if (again >= 0) return found(again, "the same panel is traded again: what it keeps is not begun anew");
  const named = outcome(algorithm, other);
  const after = differs(outcome(algorithm, panel), whole, count);
  if (after >= 0) return found(after, "another panel was traded before: what it keeps is not begun anew");
  const unnamed = differs({...outcome(algorithm, renamed(other)), said: named.said}, named, count);
  if (unnamed >= 0) return found(unnamed, "the symbols have other names: it knows them from another run");
  const equity = whole.columns.get("equity")!;
  const runs = [panel, other].map((each) => trade(each, tradingOf(algorithm)));
  for (let row = 0; row < count; ++row) {
    const [step] = runs.map((run) => run.next());
    if (step.done === true || step.value.book.equity === equity[row]) continue;
    return found(row, "another panel is traded at the same time: its runs share what they keep");
  }
  return null;
}

function futureFinding(algorithm: Algorithm, panel: Panel, whole: Outcome): Finding | null {
  const count = panel.times.length;
  for (const stop of spread(1, count - 1, 8)) {
    const cut = differs(outcome(algorithm, head(panel, stop)), whole, stop);
    const row = cut >= 0 ? cut : differs(outcome(algorithm, disturbed(panel, stop)), whole, stop);
    if (row < 0) continue;
    const late = Math.floor((count * 3) / 4);
    const early = differs(outcome(algorithm, disturbed(panel, late)), whole, count >> 1);
    return early >= 0
      ? {rule: "whole-sample", message: `row ${early} is traded otherwise when rows from ${late} on change`}
      : {
          rule: "look-ahead",
          message: `row ${row} is traded otherwise when rows from ${stop} on ${cut >= 0 ? "are cut off" : "change"}`
        };
  }
  return null;
}

/** A run: its equity and records, what was ordered and filled and what was said on each row, and how many orders were given. */
interface Outcome {
  readonly columns: ReadonlyMap<string, Column>;
  readonly done: readonly string[];
  readonly said: readonly string[];
  readonly orders: number;
}

function outcome(algorithm: Algorithm, panel: Panel, tell: (finding: Finding) => void = () => undefined): Outcome {
  const [done, said] = [0, 1].map(() => new Array<string>(panel.times.length).fill(""));
  let orders = 0;
  const eyed = watched(algorithm, panel, tell, (row, order) => {
    done[row] += `${order}\n`;
    ++orders;
  });
  const {equity, fills, records = {}, log = []} = backtestByEvents(panel, tradingOf(eyed), {periods: 252});
  for (const {t, symbol, quantity, price} of fills) done[panel.times.indexOf(t)] += `${symbol} ${quantity} ${price}\n`;
  for (const {t, text} of log) said[panel.times.indexOf(t)] += `${text}\n`;
  const recorded = Object.entries(records).map(([name, values]) => [`record ${name}`, values] as const);
  return {columns: new Map([["equity", equity], ...recorded]), done, said, orders};
}

/** The first of so many rows on which two runs differ in equity, orders, fills, records or what they say; −1 where there is none. */
function differs(a: Outcome, b: Outcome, count: number): number {
  const missing = new Float64Array(count).fill(NaN);
  const places = [...new Set([...a.columns.keys(), ...b.columns.keys()])].map((name) => {
    const [one, two] = [a, b].map(({columns}) => columns.get(name)?.subarray(0, count) ?? missing);
    return firstDifference(one, two);
  });
  for (const what of ["done", "said"] as const)
    places.push(a[what].slice(0, count).findIndex((text, row) => text !== b[what][row]));
  return places.filter((row) => row >= 0).reduce((least, row) => (least < 0 ? row : Math.min(least, row)), -1);
}

/** The fields that every panel that is traded has. */
const prices = ["open", "close"];

/** The ways to order that take a symbol, a size and terms. */
const ways = ["order", "orderValue", "orderPercent", "orderTarget", "orderTargetValue", "orderTargetPercent"] as const;

/** The algorithm with eyes on what it reads, what it orders and what it writes over. */
function watched(
  algorithm: Algorithm,
  {times}: Panel,
  tell: (finding: Finding) => void,
  note: (row: number, order: string) => void
): Algorithm {
  const allowed = [...algorithm.needs, ...prices];
  let row = 0;
  const reads = (name: string) => {
    if (allowed.includes(name)) return;
    const message = `row ${row}: it reads ${name}; its needs are ${algorithm.needs.join(", ") || "none"}`;
    tell({rule: "undeclared-field", message});
  };
  const seen = (now: View): View => {
    row = times.indexOf(now.t);
    return {
      t: now.t,
      symbols: now.symbols,
      time: (ago) => now.time(ago),
      has: (name) => (reads(name), now.has(name)),
      row: (name, ago) => (reads(name), now.row(name, ago)),
      at: (name, symbol, ago) => (reads(name), now.at(name, symbol, ago))
    };
  };
  const calls = (call: ((now: View, book: Book) => void) | undefined) => (now: View, book: Book) => {
    const eyed = seen(now);
    const arrays = Object.entries(book).filter((entry): entry is [string, Float64Array] =>
      ArrayBuffer.isView(entry[1])
    );
    const before = arrays.map(([, values]) => values.slice());
    call?.(eyed, book);
    for (const [i, [name, values]] of arrays.entries())
      if (firstDifference(values, before[i]) >= 0)
        tell({rule: "hidden-state", message: `row ${row}: it writes over the book's ${name}; change a copy`});
  };
  const ordered = (way: string, symbol: number, numbers: Readonly<Record<string, number | undefined>>) => {
    note(row, JSON.stringify([way, symbol, numbers]));
    const odd = Object.entries(numbers).find(([, value]) => value !== undefined && !Number.isFinite(value));
    if (!odd) return;
    const message = `row ${row}: ${way} of symbol ${symbol} with a ${odd[0]} of ${odd[1]}; expected a number`;
    tell({rule: "broken-form", message});
  };
  const terms = ({limit, stop, trail}: Terms = {}) => ({limit, stop, trail});
  const begin: Algorithm["begin"] = (desk, symbols) => {
    const order = Object.fromEntries(
      ways.map((way) => [
        way,
        (symbol: number, size: number, given?: Terms) => {
          ordered(way, symbol, {size, ...terms(given)});
          return desk[way](symbol, size, given);
        }
      ])
    ) as Pick<Desk, (typeof ways)[number]>;
    const handlers = algorithm.begin(
      {
        ...desk,
        ...order,
        orderBracket(symbol, size, exits, given) {
          ordered("orderBracket", symbol, {size, ...terms(given), ...exits});
          return desk.orderBracket(symbol, size, exits, given);
        },
        history: (name, symbol, bars) => (reads(name), desk.history(name, symbol, bars)),
        pipeline(columns, screen) {
          for (const name of [...columns, ...(screen === undefined ? [] : [screen])]) reads(name);
          return desk.pipeline(columns, screen);
        },
        schedule: (rule, action) => {
          desk.schedule(rule, calls(action));
        }
      },
      symbols
    );
    return {
      bar: calls(handlers.bar && ((now, book) => handlers.bar?.(now, book))),
      filled: (fill, now) => handlers.filled?.(fill, seen(now))
    };
  };
  return {...algorithm, begin};
}

const exact: Slippage = {fill: ({quantity}, price) => ({price, quantity})};
const free: Commission = {cost: () => 0};

function tradingOf(strategy: Algorithm) {
  const costs = {slippage: exact, commission: free, fill: "next-close", delay: 0, cash: 1e6} as const;
  return {strategy, ...costs, shares: "fractional"} as const;
}

function oddLookback(lookback: number): Finding | null {
  if (Number.isSafeInteger(lookback) && lookback >= 0) return null;
  return {rule: "broken-form", message: `its lookback is ${lookback}; expected a whole number from 0`};
}
