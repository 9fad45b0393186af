import type {Trading} from "../../../core/backtest/backtest.js";
import {backtest} from "../../../core/backtest/backtest.js";
import type {Panel} from "../../../core/base/panel.js";
import {random} from "../../../core/base/random.js";
import type {Algorithm, OpenOrder, Result, Terms} from "../../../core/plugin.js";

export type Ohlc = readonly [open: number, high: number, low: number, close: number];

/** Bars of symbols S0, S1 …, one list a symbol, and other fields where they are given. */
export function barsOf(
  bars: readonly (readonly Ohlc[])[],
  times: ArrayLike<number> = bars[0].map((_, i) => Date.UTC(2021, 0, 4) + i * 864e5),
  others: Readonly<Record<string, readonly (readonly number[])[]>> = {}
): Panel {
  const n = bars.length;
  const column = (value: (symbol: number, row: number) => number) =>
    Float64Array.from({length: n * bars[0].length}, (_, i) => value(i % n, Math.floor(i / n)));
  const prices = (["open", "high", "low", "close"] as const).map(
    (name, k) => [name, column((s, row) => bars[s][row][k])] as const
  );
  const more = Object.entries(others).map(([name, each]) => [name, column((s, row) => each[s][row])] as const);
  return {
    times: Float64Array.from(times),
    symbols: bars.map((_, s) => `S${s}`),
    fields: {...Object.fromEntries([...prices, ...more]), volume: column(() => 1e9)} as Panel["fields"]
  };
}

/** Bars whose open, high, low and close are all one price. */
export const flat = (price: number): Ohlc => [price, price, price, price];

/** An order that an algorithm gave. */
export interface Given extends Terms {
  readonly row: number;
  readonly symbol: number;
  readonly quantity: number;
}

/** Trades with 1,000 in cash and no costs, in fractions of units, and notes the orders given and those that wait at the end. */
export function run(algorithm: Algorithm, panel: Panel, options: Partial<Trading> = {}) {
  const given: Given[] = [];
  let waiting: readonly OpenOrder[] = [];
  const watched: Algorithm = {
    ...algorithm,
    begin(desk, symbols) {
      let row = -1;
      const handlers = algorithm.begin(
        {
          ...desk,
          order(symbol, quantity, terms) {
            given.push({row: row + 1, symbol, quantity, ...terms});
            return desk.order(symbol, quantity, terms);
          },
          orderTargetPercent(symbol, part, terms) {
            given.push({row: row + 1, symbol, quantity: part, ...terms});
            return desk.orderTargetPercent(symbol, part, terms);
          }
        },
        symbols
      );
      return {
        ...handlers,
        bar(now, book) {
          handlers.bar?.(now, book);
          ++row;
          waiting = desk.openOrders();
        }
      };
    }
  };
  const trading: Trading = {
    strategy: watched,
    slippage: {fill: ({quantity}, price) => ({price, quantity})},
    commission: {cost: () => 0},
    fill: "next-close",
    delay: 0,
    cash: 1000,
    shares: "fractional",
    ...options
  };
  const result: Result = backtest(panel, trading, {periods: 252});
  const rowOf = new Map(Array.from(panel.times, (t, row) => [t, row]));
  const fills = result.fills.map(({t, symbol, quantity, price, tag}) => ({
    row: rowOf.get(t)!,
    symbol,
    quantity: rounded(quantity),
    price: rounded(price),
    ...(tag !== undefined && {tag})
  }));
  return {given, fills, waiting, result};
}

export const rounded = (value: number) => Math.round(value * 1e9) / 1e9 + 0;

/**
 * Bars that a path makes of `steps` steps each. On every step the logarithm of the price loses the part `pull` of its
 * distance from 0 and gains `drift` and noise of the deviation `noise`.
 */
export function path(rows: number, seed: number, {pull = 0, drift = 0, noise = 0.002, steps = 12}): Ohlc[] {
  const {normal} = random(seed);
  let level = 0;
  return Array.from({length: rows}, () => {
    const prices = [100 * Math.exp(level)];
    for (let i = 0; i < steps; ++i) prices.push(100 * Math.exp((level += drift - pull * level + noise * normal())));
    return [prices[0], Math.max(...prices), Math.min(...prices), prices[steps]];
  });
}
