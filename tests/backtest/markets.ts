import type {Trading} from "../../core/backtest/backtest.js";
import {backtest} from "../../core/backtest/backtest.js";
import type {Market} from "../../core/backtest/trading.js";
import type {Panel} from "../../core/base/panel.js";
import type {View} from "../../core/base/view.js";
import type {Algorithm, Commission, Desk, Fill, Guard, Overlay, Slippage, Strategy, Terms} from "../../core/plugin.js";

export const day = 86_400_000;
export const free: Commission = {cost: () => 0};
export const exact: Slippage = {fill: ({quantity}, reference) => ({price: reference, quantity})};

/** At most so much of the bar's volume over all orders in it, at the reference price worse by a part. */
export function capped(share: number, worse = 0): Slippage {
  return {
    fill({symbol, quantity}, reference, now, taken) {
      const most = Math.floor(share * now.at("volume", symbol)) - taken;
      const side = Math.sign(quantity);
      const units = Math.min(Math.abs(quantity), most);
      return units > 0 ? {price: reference * (1 + side * worse), quantity: side * units} : null;
    }
  };
}

/** Bars of one symbol, one a day from the first of January 1970: open, high, low, close and, 1e6 if left out, volume. */
export function bars(...rows: readonly (readonly number[])[]): Panel {
  return many({A: rows});
}

/** Bars of several symbols, as `bars` takes them. */
export function many(symbols: Readonly<Record<string, readonly (readonly number[])[]>>): Panel {
  const names = Object.keys(symbols);
  const count = symbols[names[0]].length;
  const column = (place: number, other: number) =>
    Float64Array.from(
      {length: count * names.length},
      (_, cell) => symbols[names[cell % names.length]][Math.floor(cell / names.length)][place] ?? other
    );
  return {
    times: Float64Array.from({length: count}, (_, i) => i * day),
    symbols: names,
    fields: {
      open: column(0, NaN),
      high: column(1, NaN),
      low: column(2, NaN),
      close: column(3, NaN),
      volume: column(4, 1e6)
    }
  };
}

/** A bar that has one price alone. */
export const flat = (price: number, volume = 1e6) => [price, price, price, price, volume] as const;

/** Does what is planned for each row, given the number of each order by the place in which it was given. */
export function plan(
  actions: Readonly<Record<number, (desk: Desk, now: View) => void>>,
  needs: string[] = []
): Algorithm {
  return {
    needs,
    lookback: 0,
    begin(desk) {
      let row = -1;
      return {
        bar(now) {
          actions[++row]?.(desk, now);
        }
      };
    }
  };
}

/** Weights that are the same on every bar. */
export function holding(...weights: number[]): Strategy {
  return {needs: [], lookback: 0, targets: () => Float64Array.from(weights)};
}

/** The weights of each row, null where there are none. */
export function weights(rows: readonly (readonly number[] | null)[]): Strategy {
  return {
    needs: [],
    lookback: 0,
    targets: (now) => {
      const row = rows[Math.round(now.t / day)];
      return row ? Float64Array.from(row) : null;
    }
  };
}

/** Keeps the same guards on every bar. */
export function guarding(...guards: Guard[]): Overlay {
  return {adjust: (targets) => targets, guards: () => guards};
}

/** Trades with no costs, 100,000 in cash, whole shares, at the next open; changed as it says. */
export function run(panel: Panel, strategy: Trading["strategy"], changes: Partial<Trading & Market> = {}) {
  const {benchmark, periods = 252, actions, calendar, ...trading} = changes;
  return backtest(
    panel,
    {
      slippage: exact,
      commission: free,
      fill: "next-open",
      cash: 100_000,
      delay: 0,
      shares: "whole",
      strategy,
      ...trading
    },
    {periods, ...(benchmark && {benchmark}), ...(actions && {actions}), ...(calendar && {calendar})}
  );
}

/** The fills as rows: the bar's number, units, price and, where there is one, the tag or what forced it. */
export function told(fills: readonly Fill[]): (readonly (number | string)[])[] {
  return fills.map(({t, quantity, price, tag, forced}) => [
    t / day,
    quantity,
    price,
    ...((forced ?? tag) === undefined ? [] : [forced ?? tag!])
  ]);
}

/** The fills of one order of so many units given at the close of row 0. */
export function one(
  rows: readonly (readonly number[])[],
  quantity: number,
  terms: Terms = {},
  changes: Partial<Trading> = {}
) {
  return told(run(bars(...rows), plan({0: (desk) => desk.order(0, quantity, terms)}), changes).fills);
}
