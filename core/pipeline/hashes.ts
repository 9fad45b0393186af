import type {Market} from "../backtest/backtest.js";
import {digest} from "../base/digest.js";
import type {Column, Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import type {Result} from "../plugin.js";
import type {Contender} from "./contest.js";
import type {Explanation} from "./explanation.js";

/** SHA-256 of each stage's arrays, bit for bit; a stage that was not taken has none. */
export interface Hashes {
  /** Times, symbols and all fields of the panel that the market gave, the benchmark, the actions and the calendar. */
  readonly panel: string;
  readonly features?: string;
  /** The samples' cells, labels and the times at which these are known; of a plan without a model. */
  readonly samples?: string;
  /** The symbols of each part, of a split that draws them: the hash of the text that is saved. */
  readonly symbols?: string;
  /** Signal, baseline and label. */
  readonly signal?: string;
  /** The paths of the signal, where it has several. */
  readonly paths?: string;
  /** The figures of all that learned from the same samples, where there are rivals. */
  readonly contest?: string;
  /** What the models make of their features, where it was asked for. */
  readonly explanation?: string;
  /** Equity, cash, exposures, fills, and what else befell the account and was said of it. */
  readonly backtest?: string;
  /** All of the above. */
  readonly result: string;
}

/** The hash of what the market gave; a calendar is in it where it is not `XNYS`, which one that is left out means. */
export function panelHash(
  {times, symbols, fields}: Panel,
  {benchmark, actions = [], calendar = "XNYS"}: Pick<Market, "benchmark" | "actions" | "calendar">
): Promise<string> {
  const facts = actions.map(({action, t, symbol, value, to, cash, paid}) => [action, t, symbol, value, to, cash, paid]);
  return digest({
    times,
    symbols: bytes(symbols),
    ...(benchmark && {benchmark}),
    ...(actions.length > 0 && {actions: bytes(facts)}),
    ...(calendar !== "XNYS" && {calendar: bytes(calendar)}),
    ...prefixed("field", fields)
  });
}

/** The hash of columns of the panel. */
export function columnsHash(panel: Panel, names: readonly string[]): Promise<string> {
  return digest(Object.fromEntries(names.map((name) => [name, field(panel, name)])));
}

/** The hash of what contenders came to: the values of their figures, without units and reasons, and their classes. */
export function contestHash(contest: readonly Contender[]): Promise<string> {
  const valued = contest.map(({name, model, horizon, shuffled, folds, classes, figures}) => ({
    name,
    model,
    horizon,
    shuffled,
    folds,
    ...(classes && {classes}),
    figures: Object.fromEntries(Object.entries(figures).map(([name, {value}]) => [name, value]))
  }));
  return digest({text: bytes(valued)});
}

/** The hash of what models make of their features. */
export function explanationHash(explanation: Explanation): Promise<string> {
  return digest({text: bytes(explanation)});
}

/** The hash of a signal's paths. */
export function pathsHash(paths: readonly Column[]): Promise<string> {
  return digest(prefixed("path", Object.fromEntries(paths.entries())));
}

/**
 * The hash of all that a backtest did: the account bar by bar, fills and why they were made, what else was paid, what was
 * refused, what the strategy kept and what it said. What there is none of does not enter. It is the same of what was
 * written as JSON and read again, where −0 has become 0 and an infinite number none.
 */
export function backtestHash({
  times,
  equity,
  cash,
  gross,
  net,
  fills,
  postings = [],
  rejections = [],
  records = {},
  log = []
}: Omit<Result, "symbols" | "unfilled" | "periods">) {
  const kept = Object.entries(records).map(([name, values]) => [name, values.map(finite)] as const);
  const reasons = fills.some(({forced, tag}) => forced !== undefined || tag !== undefined);
  return digest({
    times,
    equity,
    cash,
    gross,
    net,
    "fill.t": fills.map((fill) => fill.t),
    "fill.symbol": fills.map((fill) => fill.symbol),
    "fill.quantity": fills.map((fill) => fill.quantity + 0),
    "fill.price": fills.map((fill) => fill.price + 0),
    "fill.commission": fills.map((fill) => fill.commission + 0),
    "fill.slippage": fills.map((fill) => fill.slippage + 0),
    ...(reasons && {"fill.reasons": bytes(fills.map(({forced = null, tag = null}) => [forced, tag]))}),
    ...(postings.length > 0 && {
      "posting.reasons": bytes(postings.map(({what, symbol = null}) => [what, symbol])),
      "posting.t": postings.map(({t}) => t),
      "posting.amount": postings.map(({amount}) => amount)
    }),
    ...(rejections.length > 0 && {
      "rejection.reasons": bytes(rejections.map(({rule, reason}) => [rule, reason])),
      "rejection.t": rejections.map(({t}) => t),
      "rejection.symbol": rejections.map(({symbol}) => symbol),
      "rejection.quantity": rejections.map(({quantity}) => quantity)
    }),
    ...(log.length > 0 && {"log.t": log.map(({t}) => t), "log.text": bytes(log.map(({text}) => text))}),
    ...prefixed("record", Object.fromEntries(kept))
  });
}

/** The hash of hashes. */
export async function withResult(hashes: Omit<Hashes, "result">): Promise<Hashes> {
  const text = JSON.stringify(Object.entries(hashes).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {...hashes, result: await digest({text: new TextEncoder().encode(text)})};
}

function finite(value: number): number {
  return Number.isFinite(value) ? value + 0 : NaN;
}

function bytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function prefixed(prefix: string, columns: Readonly<Record<string, Column>>): Record<string, Column> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [`${prefix}.${name}`, column]));
}
