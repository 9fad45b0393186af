import {backtest} from "../../backtest/backtest.js";
import {bookOf} from "../../base/book.js";
import type {Panel} from "../../base/panel.js";
import {head, rows} from "../../base/panel.js";
import {view} from "../../base/view.js";
import type {Book, Commission, Slippage, Strategy} from "../../plugin.js";
import {disturbed, firstDifference, onlyFields, spread} from "../columns.js";
import {counted, firstOfEach, oddNeeds, reasonOf, unknownField} from "../findings.js";
import {auditPanel, withNeeds} from "../panels.js";
import type {Audit, Finding} from "../verdict.js";

const strategyRules = [
  "look-ahead",
  "whole-sample",
  "hidden-history",
  "undeclared-field",
  "hidden-state",
  "broken-form"
] as const;

/** Audits a strategy by trading it over days with bars that are missing. */
export function auditStrategy(strategy: Strategy): Audit {
  const {needs, lookback} = strategy;
  const stated = oddNeeds(needs);
  if (stated) return {checked: ["broken-form"], findings: [stated]};
  if (!(Number.isSafeInteger(lookback) && lookback >= 0)) {
    const message = `its lookback is ${lookback}; expected a whole number from 0`;
    return {checked: ["broken-form"], findings: [{rule: "broken-form", message}]};
  }
  const panel = withNeeds(auditPanel({rows: lookback + 120}), needs);
  try {
    const findings = strategyFindings(strategy, panel);
    const answers = answerFindings((i, book) => strategy.targets(view(panel, i), book), panel);
    return {checked: strategyRules, findings: firstOfEach([...findings, ...answers])};
  } catch (error) {
    const unknown = unknownField(error, [...needs, "open", "close"]);
    if (unknown) return {checked: strategyRules, findings: [unknown]};
    throw error;
  }
}

/**
 * What a strategy does over a panel and must not, when it is traded without costs: cutting the future off, or changing
 * it, changes no earlier equity; the same book on the same row gets the same answer when what came before t − lookback
 * is cut off; fields beside its `needs` and the prices that trading needs change nothing.
 */
export function strategyFindings(strategy: Strategy, panel: Panel): readonly Finding[] {
  const count = panel.times.length;
  if (count < strategy.lookback + 20)
    throw new Error(`invalid panel: ${count} rows; an audit needs ${strategy.lookback + 20}`);
  const findings: Finding[] = [];
  const whole = equityOf(strategy, panel);
  equityOf(strategy, disturbed(panel, 0, count, 29));
  if (firstDifference(equityOf(strategy, panel), whole) >= 0)
    return [{rule: "hidden-state", message: "the same panel is traded otherwise when it is traded again"}];
  for (const stop of spread(1, count - 1)) {
    const cut = firstDifference(equityOf(strategy, head(panel, stop)), whole.subarray(0, stop));
    const row =
      cut >= 0
        ? cut
        : firstDifference(equityOf(strategy, disturbed(panel, stop)).subarray(0, stop), whole.subarray(0, stop));
    if (row < 0) continue;
    const late = Math.floor((count * 3) / 4);
    const early = firstDifference(
      equityOf(strategy, disturbed(panel, late)).subarray(0, count >> 1),
      whole.subarray(0, count >> 1)
    );
    findings.push(
      early >= 0
        ? {rule: "whole-sample", message: `equity on row ${early} changes with rows from ${late} on`}
        : {rule: "look-ahead", message: `equity on row ${row} changes with rows from ${stop} on`}
    );
    break;
  }
  const undeclared = fieldFinding(strategy, panel, whole);
  if (undeclared) findings.push(undeclared);
  for (const t of spread(strategy.lookback + 1, count - 1, 24)) {
    const start = t - strategy.lookback;
    const answers = [rows(panel, 0, t + 1), rows(panel, start, t + 1)].map((known) => firstOrders(strategy, known));
    if (firstDifference(answers[0], answers[1]) < 0) continue;
    findings.push({
      rule: "hidden-history",
      message: `row ${t} is answered otherwise when rows before ${start} are cut off; its lookback is ${counted(strategy.lookback, "row")}`
    });
    break;
  }
  return findings;
}

function fieldFinding(strategy: Strategy, panel: Panel, whole: Float64Array): Finding | null {
  const beside = `fields beside its needs (${strategy.needs.join(", ") || "none"}) are taken away`;
  try {
    const row = firstDifference(equityOf(strategy, onlyFields(panel, [...strategy.needs, "open", "close"])), whole);
    return row < 0 ? null : {rule: "undeclared-field", message: `equity on row ${row} changes when ${beside}`};
  } catch (error) {
    return {rule: "undeclared-field", message: `it throws when ${beside}: ${reasonOf(error)}`};
  }
}

/** Answers that are no finite weights, that write over the book, or that depend on what was asked before. */
export function answerFindings(ask: (i: number, book: Book) => Float64Array | null, panel: Panel): Finding[] {
  const n = panel.symbols.length;
  const last = panel.times.length - 1;
  const middle = last >> 1;
  const once = String(ask(middle, bookAt(panel, middle)));
  ask(middle, bookAt(panel, middle, 10));
  if (String(ask(middle, bookAt(panel, middle))) !== once)
    return [
      {rule: "hidden-state", message: `row ${middle} is answered otherwise after a larger account was asked about`}
    ];
  for (let i = 0; i <= last; i += Math.max(1, Math.floor(last / 150))) {
    const book = bookAt(panel, i);
    const targets = ask(i, book);
    if (targets && (targets.length !== n || !targets.every((weight) => Number.isFinite(weight))))
      return [
        {rule: "broken-form", message: `row ${i} is answered with ${String(targets)}; expected ${n} finite weights`}
      ];
    const written = writtenOver(book, bookAt(panel, i));
    if (written !== null)
      return [{rule: "hidden-state", message: `row ${i}: it writes over the book's ${written}; change a copy`}];
  }
  const order = spread(Math.floor(last / 4), last, 12);
  const kept = order.map((i) => ask(i, bookAt(panel, i)));
  const copies = kept.map((targets) => targets?.slice());
  for (const i of order) ask(i, bookAt(panel, i));
  const reused = kept.findIndex((targets, k) => targets && firstDifference(targets, copies[k]!) >= 0);
  if (reused >= 0 || kept.some((targets, k) => targets && kept.indexOf(targets) < k)) {
    const message = "weights that it gave before change when it is asked again: give a new array each time";
    return [{rule: "hidden-state", message}];
  }
  const answers = (asked: readonly number[]) => new Map(asked.map((i) => [i, String(ask(i, bookAt(panel, i)))]));
  const forward = answers(order);
  const backward = answers(order.toReversed());
  const row = order.find((i) => forward.get(i) !== backward.get(i));
  if (row === undefined) return [];
  return [{rule: "hidden-state", message: `row ${row} is answered otherwise when the rows are asked in another order`}];
}

/** The first array in which a book is no longer as it was; null where there is none. */
export function writtenOver(book: Book, before: Book): string | null {
  const names = ["position", "price", "entry", "best", "held", "stopped"] as const;
  return names.find((name) => book[name].some((value, s) => !Object.is(value, before[name][s]))) ?? null;
}

/**
 * A made-up account as of row i, of `size` millions: its equity rises and falls from row to row, it holds something now
 * and then, long and short, with gains and with losses, and has been stopped out of some of what it does not hold.
 */
export function bookAt({symbols, fields}: Panel, i: number, size = 1): Book {
  const n = symbols.length;
  const price = fields.close.slice(i * n, (i + 1) * n).map((value) => (Number.isNaN(value) ? 100 : value));
  const position = price.map((_, s) => (i % 3 === 0 ? 0 : 50 * (((i + s) % 5) - 2)));
  const equity = 1e6 * size * (1 + 0.4 * Math.sin(i / 7));
  const cash = price.reduce((left, value, s) => left - value * position[s], equity);
  const entry = price.map((value, s) => (position[s] === 0 ? NaN : value * (1 + 0.1 * Math.sin(i / 5 + s))));
  const best = price.map((value, s) => {
    if (position[s] === 0) return NaN;
    return position[s] > 0 ? 1.02 * Math.max(value, entry[s]) : 0.98 * Math.min(value, entry[s]);
  });
  const held = Uint32Array.from(position, (units, s) => (units === 0 ? 0 : 1 + ((i + s) % 9)));
  const stopped = Int8Array.from(position, (units, s) => (units === 0 ? ((i + s) % 3) - 1 : 0));
  return bookOf({cash, position, price, equity, entry, best, held, stopped, peak: 1.4e6 * size});
}

const exact: Slippage = {fill: ({quantity}, price) => ({price, quantity})};
const free: Commission = {cost: () => 0};

function equityOf(strategy: Strategy, panel: Panel): Float64Array {
  const trading = {strategy, slippage: exact, commission: free, fill: "next-close", delay: 0, cash: 1e6} as const;
  return backtest(panel, {...trading, shares: "fractional"}, {periods: 252}).equity;
}

/** The positions that a strategy takes when it is first asked on a panel's last row, repeated so that they fill. */
function firstOrders(strategy: Strategy, panel: Panel): Float64Array {
  const n = panel.symbols.length;
  const last = panel.times.length - 1;
  const times = Float64Array.from([...panel.times, panel.times[last] + 1]);
  const repeated = (column: Float64Array) => Float64Array.from([...column, ...column.subarray(last * n)]);
  const fields = Object.fromEntries(Object.entries(panel.fields).map(([name, column]) => [name, repeated(column)]));
  let asked = false;
  const once: Strategy = {
    ...strategy,
    targets(now, book) {
      if (asked) return null;
      asked = true;
      return strategy.targets(now, book);
    }
  };
  const trading = {strategy: once, slippage: exact, commission: free, fill: "next-close", delay: 0, cash: 1e6} as const;
  const {fills} = backtest({...panel, times, fields}, {...trading, shares: "fractional"}, {periods: 252}, last);
  const held = new Float64Array(n);
  for (const {symbol, quantity} of fills) held[symbol] += quantity;
  return held;
}
