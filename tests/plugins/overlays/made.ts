import type {Trading} from "../../../core/backtest/backtest.js";
import {backtest, trade} from "../../../core/backtest/backtest.js";
import type {Mark} from "../../../core/backtest/broker.js";
import {bookOf} from "../../../core/base/book.js";
import type {Panel} from "../../../core/base/panel.js";
import {random} from "../../../core/base/random.js";
import {view} from "../../../core/base/view.js";
import type {Book, Overlay, Result, Strategy} from "../../../core/plugin.js";

const day = 86_400_000;
/** A Wednesday. */
export const firstDay = Date.UTC(2020, 0, 1);

/** Open, high, low, close. */
export type Prices = readonly [open: number, high: number, low: number, close: number];

/** A panel of one symbol with these bars, one a calendar day. */
export function barsOf(...bars: readonly Prices[]): Panel {
  const column = (k: number) => Float64Array.from(bars, (bar) => bar[k]);
  return {
    times: Float64Array.from(bars, (_, i) => firstDay + i * day),
    symbols: ["A"],
    fields: {open: column(0), high: column(1), low: column(2), close: column(3), volume: column(0).fill(1e6)}
  };
}

/** A bar at one price. */
export const still = (price: number): Prices => [price, price, price, price];

/** Seeded bars of several symbols, one a calendar day, with a drift and a volatility. */
export function walk({rows = 300, symbols = 3, seed = 1, drift = 0, volatility = 0.02} = {}): Panel {
  const r = random(seed);
  const columns = Array.from({length: 5}, () => new Float64Array(rows * symbols));
  const [open, high, low, close, volume] = columns;
  for (let i = 0; i < rows * symbols; ++i) {
    const before = i < symbols ? 100 : close[i - symbols];
    open[i] = before * (1 + 0.3 * volatility * r.normal());
    close[i] = before * Math.max(0.2, 1 + drift + volatility * r.normal());
    high[i] = Math.max(open[i], close[i]) * (1 + 0.3 * volatility * r.uniform());
    low[i] = Math.min(open[i], close[i]) * (1 - 0.3 * volatility * r.uniform());
    volume[i] = 1e6;
  }
  return {
    times: Float64Array.from({length: rows}, (_, i) => firstDay + i * day),
    symbols: Array.from({length: symbols}, (_, s) => `S${s}`),
    fields: {open, high, low, close, volume}
  };
}

/** A strategy that answers by the number of its row; each answer anew. */
export function wanting(answer: (row: number, symbols: number) => readonly number[] | null): Strategy {
  return {
    needs: [],
    lookback: 0,
    targets(now) {
      const weights = answer(Math.round((now.t - firstDay) / day), now.symbols.length);
      return weights && Float64Array.from(weights);
    }
  };
}

/** A strategy that wants the same on every bar. */
export const always = (...weights: number[]): Strategy => wanting(() => weights);

function tradingOf(strategy: Strategy, overlays: readonly Overlay[], options: Partial<Trading>): Trading {
  return {
    strategy,
    overlays,
    slippage: {fill: ({quantity}, price) => ({price, quantity})},
    commission: {cost: () => 0},
    fill: "next-close",
    delay: 0,
    cash: 100_000,
    shares: "fractional",
    ...options
  };
}

/** What the engine makes of it, without costs unless options say so. */
export function run(
  panel: Panel,
  strategy: Strategy,
  overlays: readonly Overlay[] = [],
  options: Partial<Trading> = {}
): Result {
  return backtest(panel, tradingOf(strategy, overlays, options), {periods: 252});
}

/** The same, bar by bar. */
export function marks(
  panel: Panel,
  strategy: Strategy,
  overlays: readonly Overlay[] = [],
  options: Partial<Trading> = {}
): Mark[] {
  return [...trade(panel, tradingOf(strategy, overlays, options))];
}

/** The weights that a book has. */
export const weights = ({position, price, equity}: Book): number[] =>
  Array.from(position, (units, s) => (units === 0 ? 0 : (units * price[s]) / equity));

/** What an overlay makes of targets on a row, asked alone. */
export function ask(
  overlay: Overlay,
  targets: readonly number[],
  panel: Panel,
  row = panel.times.length - 1,
  given: Partial<Book> = {}
): number[] | null {
  const n = targets.length;
  const now = view(panel, row);
  const book = bookOf({cash: 1, position: new Float64Array(n), price: new Float64Array(n).fill(1), ...given});
  const memory = overlay.remember?.(null, now, book);
  const answer = overlay.adjust(Float64Array.from(targets), now, book, memory);
  return answer && Array.from(answer);
}

export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
export const size = (values: readonly number[]): number => values.reduce((sum, value) => sum + Math.abs(value), 0);
