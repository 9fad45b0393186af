import {bookOf} from "../../../core/base/book.js";
import type {Panel} from "../../../core/base/panel.js";
import {random} from "../../../core/base/random.js";
import {view} from "../../../core/base/view.js";
import type {Book, Strategy} from "../../../core/plugin.js";

/** Days of closes, one list a symbol (S0, S1 …), and of other fields where they are given. */
export function days(
  closes: readonly (readonly number[])[],
  others: Readonly<Record<string, readonly (readonly number[])[]>> = {},
  first = Date.UTC(2021, 0, 1)
): Panel {
  const column = (series: readonly (readonly number[])[]) =>
    Float64Array.from({length: series.length * series[0].length}, (_, i) => {
      return series[i % series.length][Math.floor(i / series.length)];
    });
  return {
    times: Float64Array.from(closes[0], (_, i) => first + i * 864e5),
    symbols: closes.map((_, s) => `S${s}`),
    fields: {close: column(closes), ...Object.fromEntries(Object.entries(others).map(([k, v]) => [k, column(v)]))}
  };
}

/** The last known prices as of a row. */
function pricesAt({symbols, fields}: Panel, row: number): Float64Array {
  return Float64Array.from(symbols, (_, s) => {
    for (let i = row; i >= 0; --i)
      if (fields.close[i * symbols.length + s] > 0) return fields.close[i * symbols.length + s];
    return NaN;
  });
}

/** An account with an equity of 1 that holds these parts of it, as of a row. */
export function bookHolding(panel: Panel, row: number, parts: readonly number[] = panel.symbols.map(() => 0)): Book {
  const price = pricesAt(panel, row);
  const position = Float64Array.from(parts, (part, s) => (part === 0 ? 0 : part / price[s]));
  return bookOf({cash: 1 - parts.reduce((sum, part) => sum + part, 0), position, price});
}

/** What a strategy answers on a row, the last where none is given, to an account that holds these parts of its equity. */
export function ask(strategy: Strategy, panel: Panel, parts?: readonly number[], row = panel.times.length - 1) {
  const answer = strategy.targets(view(panel, row), bookHolding(panel, row, parts));
  return answer && Array.from(answer, (weight) => Math.round(weight * 1e12) / 1e12 + 0);
}

/** Trades without costs, filling at the next close: the equity of each row, which is 1 at first, and the trades. */
export function trade(strategy: Strategy, panel: Panel) {
  const n = panel.symbols.length;
  const position = new Float64Array(n);
  const equity: number[] = [];
  const trades: {row: number; symbol: number; side: number}[] = [];
  let cash = 1;
  let orders: Float64Array | null = null;
  for (let row = 0; row < panel.times.length; ++row) {
    const price = pricesAt(panel, row);
    for (let s = 0; orders !== null && s < n; ++s) {
      if (Math.abs(orders[s]) < 1e-12 || !(panel.fields.close[row * n + s] > 0)) continue;
      position[s] = Math.abs(position[s] + orders[s]) < 1e-12 ? 0 : position[s] + orders[s];
      cash -= orders[s] * price[s];
      trades.push({row, symbol: s, side: Math.sign(orders[s])});
    }
    orders = null;
    const book = bookOf({cash, position: position.slice(), price});
    equity.push(book.equity);
    if (row < strategy.lookback) continue;
    const targets = strategy.targets(view(panel, row), book);
    orders =
      targets && targets.map((weight, s) => (weight === 0 ? 0 : (weight * book.equity) / price[s]) - position[s]);
  }
  return {equity, trades};
}

/** A logarithmic random walk that begins at 100. */
export function walk(rows: number, seed: number, drift = 0, volatility = 0.015): number[] {
  const r = random(seed);
  let level = Math.log(100);
  return Array.from({length: rows}, () => Math.exp((level += drift + volatility * r.normal())));
}

/** What is pulled back to 0 by the share `pull` of its distance on each row, pushed by noise of the deviation `noise`. */
export function reverting(rows: number, seed: number, pull = 0.2, noise = 0.01): number[] {
  const r = random(seed);
  let level = 0;
  return Array.from({length: rows}, () => (level += -pull * level + noise * r.normal()));
}

/** The straight lines that join the prices given at their rows, from row 0 on. */
export function zigzag(corners: readonly (readonly [row: number, price: number])[]): number[] {
  const out = [corners[0][1]];
  for (let k = 1; k < corners.length; ++k) {
    const [[start, from], [row, price]] = [corners[k - 1], corners[k]];
    for (let i = start + 1; i <= row; ++i) out.push(from + ((price - from) * (i - start)) / (row - start));
  }
  return out;
}
