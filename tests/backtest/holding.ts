import type {Result} from "../../core/plugin.js";
import {backtest} from "../../core/backtest/backtest.js";
import type {Market, Trading} from "../../core/backtest/trading.js";
import {parseDate} from "../../core/base/timeframe.js";
import type {Panel} from "../../core/base/panel.js";

/** A day of 2014. */
export const day = (date: string) => parseDate(`2014-${date}`);

/** A panel of closes by symbol, one a day; null where there is none. Opens are the closes. */
export function closesOf(
  dates: readonly string[],
  closes: Readonly<Record<string, readonly (number | null)[]>>
): Panel {
  const symbols = Object.keys(closes);
  const close = Float64Array.from(dates.flatMap((_, i) => symbols.map((symbol) => closes[symbol][i] ?? NaN)));
  const fields = {open: close, high: close, low: close, close, volume: close.map(() => 1e6)};
  return {times: Float64Array.from(dates, day), symbols, fields};
}

/** What buys weights of equity at the close of its first row, free of charge, and never trades again. */
export function holding(weights: readonly number[], more: Partial<Trading> = {}): Trading {
  let first: number | undefined;
  return {
    strategy: {
      needs: [],
      lookback: 0,
      targets({t}) {
        first ??= t;
        return t === first ? Float64Array.from(weights) : null;
      }
    },
    slippage: {fill: ({quantity}, price) => ({price, quantity})},
    commission: {cost: () => 0},
    fill: "same-close",
    cash: 1e6,
    shares: "fractional",
    delay: 0,
    ...more
  };
}

/** A position that is held from the close of a row on with all dividends put back in. */
export function reinvested(panel: Panel, actions: Market["actions"], start = 0): Result {
  const weights = panel.symbols.map(() => 1 / panel.symbols.length);
  return backtest(panel, holding(weights, {dividends: "reinvest"}), {periods: 252, ...(actions && {actions})}, start);
}

/** How far two series of levels are from growing alike, as the largest part by which one level is off. */
export function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const off = Array.from(a, (each, i) => Math.abs(each / a[0] / (b[i] / b[0]) - 1));
  return off.reduce((worst, each) => (each <= worst ? worst : each), a.length === b.length ? 0 : Infinity);
}
