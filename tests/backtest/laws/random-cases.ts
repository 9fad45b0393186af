import fc from "fast-check";
import type {Trading} from "../../../core/backtest/backtest.js";
import type {Panel} from "../../../core/base/panel.js";
import type {View} from "../../../core/base/view.js";
import {random} from "../../../core/base/random.js";
import type {Algorithm, Commission, Slippage, Strategy, Terms} from "../../../core/plugin.js";
import {day} from "../markets.js";

/** What a random market is drawn from. */
export interface Draw {
  readonly seed: number;
  readonly rows: number;
  readonly symbols: number;
}

export const draws = fc.record({
  seed: fc.integer(),
  rows: fc.integer({min: 2, max: 50}),
  symbols: fc.integer({min: 1, max: 6})
});

/**
 * Random walks with jumps, of which some bars are missing, some have no open, no close or no volume, and some symbols
 * come late or go for good; with a field `draw` of weights, some of them missing. One cell in twenty may be one of the
 * `wild` numbers.
 */
export function randomMarket({seed, rows, symbols}: Draw, wild: readonly number[] = []): Panel {
  const r = random(seed);
  const size = rows * symbols;
  const columns = Array.from({length: 6}, () => new Float64Array(size).fill(NaN));
  const [open, high, low, close, volume, draw] = columns;
  const last = Float64Array.from({length: symbols}, () =>
    wild.length > 0 ? 10 ** (8 * r.uniform() - 4) : 20 + 80 * r.uniform()
  );
  const from = Array.from({length: symbols}, () => (r.uniform() < 0.2 ? r.integer(rows) : 0));
  const to = Array.from({length: symbols}, () => (r.uniform() < 0.2 ? r.integer(rows) : rows));
  const leverage = r.uniform() < 0.3 ? 4 : 1;
  for (let i = 0; i < size; ++i) {
    const s = i % symbols;
    const row = Math.floor(i / symbols);
    draw[i] = r.uniform() < 0.05 ? NaN : r.uniform() < 0.2 ? 0 : (leverage * r.normal()) / symbols;
    if (row < from[s] || row >= to[s] || r.uniform() < 0.05) continue;
    const before = last[s] * (1 + 0.01 * r.normal());
    last[s] = Math.max(last[s] * 0.01, last[s] * (1 + (r.uniform() < 0.03 ? 0.5 : 0.03) * r.normal()));
    const reach = 0.02 * r.uniform();
    open[i] = r.uniform() < 0.02 ? NaN : Math.max(before, last[s] * 0.01);
    close[i] = r.uniform() < 0.03 ? NaN : last[s];
    high[i] = Math.max(open[i] || last[s], last[s]) * (1 + reach);
    low[i] = Math.min(open[i] || last[s], last[s]) * (1 - reach);
    volume[i] = r.uniform() < 0.05 ? 0 : r.uniform() < 0.03 ? NaN : Math.round(5000 * r.uniform());
    if (wild.length > 0 && r.uniform() < 0.05) columns[r.integer(5)][i] = wild[r.integer(wild.length)];
  }
  return {
    times: Float64Array.from({length: rows}, (_, i) => i * day),
    symbols: Array.from({length: symbols}, (_, s) => `S${s}`),
    fields: {open, high, low, close, volume, draw}
  };
}

/** Prices that are none, or hardly believable; and such as take an account to the end of numbers. */
export const unlikely = [0, -1, NaN, Infinity, -Infinity, 1e12, 1e-12];
export const nonsense = [...unlikely, 1e300, 5e-324];

/** Weights as they are drawn, on some rows none. */
export const drawn: Strategy = {
  needs: ["draw"],
  lookback: 0,
  bookless: true,
  targets: (now) => (now.at("draw", 0) > 0.8 ? null : now.row("draw"))
};

/**
 * A price worse by a part, and at most a share of the bar's volume over all orders in it: whole units of whole orders, if
 * not said otherwise.
 */
export function slipping(rate: number, share: number, whole = true): Slippage & Required<Pick<Slippage, "linear">> {
  return {
    linear: {rate, share},
    fill({symbol, quantity}, reference, now, taken) {
      const volume = now.at("volume", symbol);
      if (!(volume > 0)) return null;
      const cap = share * volume;
      const most = (whole && Number.isInteger(quantity) ? Math.floor(cap) : cap) - taken;
      const side = quantity > 0 ? 1 : -1;
      const units = Math.min(Math.abs(quantity), most);
      return units > 0 ? {price: reference * (1 + side * rate), quantity: side * units} : null;
    }
  };
}

/** So much a unit and such a part of the value. */
export function charging(unit: number, value: number): Commission & Required<Pick<Commission, "linear">> {
  return {
    linear: {unit, value},
    cost: ({quantity, price}) => Math.abs(quantity) * unit + Math.abs(quantity) * price * value
  };
}

/** An order that was given, and the bar at whose close. */
export interface Given {
  readonly t: number;
  readonly symbol: number;
  readonly quantity: number;
  readonly terms: Terms;
}

/**
 * Gives random orders of every type, as the seed, a symbol's name and its prices alone decide. Each order's tag is its key
 * in `given`, a bracket's exits aside. Where the panel has a field `factor`, quantities are divided by it.
 */
export function restless(
  seed: number,
  {whole = true, size = 100, brackets = true, given = new Map<string, Given>()} = {}
): Algorithm {
  return {
    needs: [],
    lookback: 0,
    begin(desk, symbols) {
      const streams = symbols.map((name) => random(`${seed}/${name}`));
      return {
        bar(now, {price}) {
          for (const [symbol, r] of streams.entries()) {
            const [what, side, far, units] = [r.uniform(), r.uniform() < 0.5 ? 1 : -1, 0.03 * r.uniform(), r.uniform()];
            const good = (["bar", "day", "cancelled"] as const)[r.integer(3)];
            const chosen = r.uniform();
            const at = price[symbol];
            if (!(at > 0) || r.uniform() < 0.4) continue;
            const quantity = (side * (whole ? Math.ceil(size * units) : size * units)) / factorOf(now, symbol);
            const tag = `${now.symbols[symbol]} ${now.t / day}`;
            const types: Terms[] = [
              {},
              {at: "open"},
              {at: "close"},
              {limit: at * (1 - side * far)},
              {stop: at * (1 + side * far)},
              {stop: at * (1 + side * far), limit: at * (1 + 2 * side * far)},
              {trail: at * (0.01 + far)},
              {trail: 0.01 + far, trailing: "part"}
            ];
            const choice = Math.floor(what * (types.length + (brackets ? 2 : 1)));
            const waiting = desk.openOrders(symbol);
            if (waiting.length > 9) desk.cancel(waiting[0].id);
            if (choice < types.length) {
              const terms = {...types[choice], good, tag};
              if (desk.order(symbol, quantity, terms) !== null) given.set(tag, {t: now.t, symbol, quantity, terms});
            } else if (choice > types.length)
              desk.orderBracket(
                symbol,
                quantity,
                {stop: at * (1 - side * 0.03), target: at * (1 + side * 0.03)},
                {tag}
              );
            else if (waiting.length > 0) desk.cancel(waiting[Math.floor(chosen * waiting.length)].id);
          }
        }
      };
    }
  };
}

const factorOf = (now: View, symbol: number) => (now.has("factor") ? now.at("factor", symbol) : 1);

export const rulesOf = {
  fill: fc.constantFrom("next-open", "next-close", "next-vwap") as fc.Arbitrary<Trading["fill"]>,
  triggers: fc.constantFrom("pessimistic", "optimistic", "close") as fc.Arbitrary<NonNullable<Trading["triggers"]>>,
  shares: fc.constantFrom("whole", "fractional") as fc.Arbitrary<Trading["shares"]>
};

/** Throws where a law does not hold; many times as fast as a matcher. */
export function hold(law: boolean): void {
  if (!law) throw new Error("the law does not hold");
}

/** Weights without the first symbol's having a say in all of them. */
export const each: Strategy = {...drawn, bookless: false, targets: (now) => now.row("draw")};

/** A stop for each symbol, from its best price and from its entry by turns. */
export const stops = (symbols: number, distance: number) =>
  Array.from({length: symbols}, (_, symbol) => ({
    symbol,
    from: symbol % 2 === 0 ? ("best" as const) : ("entry" as const),
    distance,
    name: "stop"
  }));
