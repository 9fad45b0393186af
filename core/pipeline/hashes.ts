import type {Market} from "../backtest/backtest.js";
import {digest} from "../base/digest.js";
import type {Column, Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import type {Result} from "../plugin.js";

/** SHA-256 of each stage's arrays, bit for bit; a stage that was not taken has none. */
export interface Hashes {
  /** Times, symbols and all fields of the panel that the market gave, and the benchmark. */
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
  /** Equity, cash, exposures and fills. */
  readonly backtest?: string;
  /** All of the above. */
  readonly result: string;
}

/** The hash of what the market gave. */
export function panelHash(
  {times, symbols, fields}: Panel,
  {benchmark, actions = []}: Pick<Market, "benchmark" | "actions">
): Promise<string> {
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const facts = actions.map(({action, t, symbol, value, to, cash, paid}) => [action, t, symbol, value, to, cash, paid]);
  return digest({
    times,
    symbols: bytes(symbols),
    ...(benchmark && {benchmark}),
    ...(actions.length > 0 && {actions: bytes(facts)}),
    ...prefixed("field", fields)
  });
}

/** The hash of columns of the panel. */
export function columnsHash(panel: Panel, names: readonly string[]): Promise<string> {
  return digest(Object.fromEntries(names.map((name) => [name, field(panel, name)])));
}

/** The hash of a signal's paths. */
export function pathsHash(paths: readonly Column[]): Promise<string> {
  return digest(prefixed("path", Object.fromEntries(paths.entries())));
}

/** The hash of all that a backtest did: the account bar by bar, fills, what else was paid, and what was refused. */
export function backtestHash({
  times,
  equity,
  cash,
  gross,
  net,
  fills,
  postings = [],
  rejections = []
}: Omit<Result, "symbols" | "unfilled" | "periods">) {
  return digest({
    times,
    equity,
    cash,
    gross,
    net,
    "fill.t": fills.map((fill) => fill.t),
    "fill.symbol": fills.map((fill) => fill.symbol),
    "fill.quantity": fills.map((fill) => fill.quantity),
    "fill.price": fills.map((fill) => fill.price),
    "fill.commission": fills.map((fill) => fill.commission),
    "fill.slippage": fills.map((fill) => fill.slippage),
    ...(postings.length > 0 && {
      "posting.t": postings.map(({t}) => t),
      "posting.amount": postings.map(({amount}) => amount)
    }),
    ...(rejections.length > 0 && {
      "rejection.t": rejections.map(({t}) => t),
      "rejection.symbol": rejections.map(({symbol}) => symbol),
      "rejection.quantity": rejections.map(({quantity}) => quantity)
    })
  });
}

/** The hash of hashes. */
export async function withResult(hashes: Omit<Hashes, "result">): Promise<Hashes> {
  const text = JSON.stringify(Object.entries(hashes).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {...hashes, result: await digest({text: new TextEncoder().encode(text)})};
}

function prefixed(prefix: string, columns: Readonly<Record<string, Column>>): Record<string, Column> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [`${prefix}.${name}`, column]));
}
