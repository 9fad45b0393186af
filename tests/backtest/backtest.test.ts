import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Trading} from "../../core/backtest/backtest.js";
import {backtest, trade} from "../../core/backtest/backtest.js";
import {delistedAfter} from "../../core/backtest/broker.js";
import type {Panel} from "../../core/base/panel.js";
import {field, head, withField} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import type {Commission, Slippage, Strategy} from "../../core/plugin.js";

const day = 86_400_000;
const free: Commission = {cost: () => 0};
const exact: Slippage = {fill: ({quantity}, reference) => ({price: reference, quantity})};
const base = {
  slippage: exact,
  commission: free,
  fill: "next-close",
  cash: 1000,
  delay: 0,
  shares: "fractional"
} as const;

/** A panel of one symbol whose opens lie one below the closes given. */
function panelOf(...closes: number[]): Panel {
  const close = Float64Array.from(closes);
  return {
    times: Float64Array.from(closes, (_, i) => i * day),
    symbols: ["A"],
    fields: {
      open: close.map((c) => c - 1),
      high: close,
      low: close.map((c) => c - 1),
      close,
      volume: close.map(() => 1e6)
    }
  };
}

function holding(...weights: number[]): Strategy {
  return {needs: [], lookback: 0, targets: () => Float64Array.from(weights)};
}

/** Random panels with gaps, and strategies that answer with random weights or leave the book alone. */
const cases = fc.record({
  seed: fc.integer(),
  rows: fc.integer({min: 2, max: 40}),
  symbols: fc.integer({min: 1, max: 5}),
  fill: fc.constantFrom("next-open", "next-close"),
  shares: fc.constantFrom("whole", "fractional"),
  delay: fc.integer({min: 0, max: 3})
});

function randomCase({seed, rows, symbols, ...rest}: {seed: number; rows: number; symbols: number}) {
  const r = random(seed);
  const size = rows * symbols;
  const close = Float64Array.from({length: size}, () => (r.uniform() < 0.1 ? NaN : 50 + 100 * r.uniform()));
  const open = close.map((c) => c * (0.95 + 0.1 * r.uniform()));
  const panel: Panel = {
    times: Float64Array.from({length: rows}, (_, i) => i * day),
    symbols: Array.from({length: symbols}, (_, s) => `S${s}`),
    fields: {open, close, high: close, low: open, volume: close.map(() => 1000 * r.uniform())}
  };
  const draws = Float64Array.from({length: size}, () => r.normal() / symbols);
  const withDraws = withField(panel, "draw", draws);
  const strategy: Strategy = {
    needs: ["draw"],
    lookback: 0,
    targets: (now) => (now.at("draw", 0) > 0.8 ? null : now.row("draw"))
  };
  const commission: Commission = {cost: ({quantity}) => Math.max(1, Math.abs(quantity) * 0.01)};
  const slippage: Slippage = {
    fill: ({symbol, quantity}, reference, now) => {
      const most = 0.1 * now.at("volume", symbol);
      const units = Math.sign(quantity) * Math.min(Math.abs(quantity), most);
      return most > 0 ? {price: reference * (1 + 0.001 * Math.sign(quantity)), quantity: units} : null;
    }
  };
  return {panel: withDraws, trading: {...base, strategy, commission, slippage, ...rest} as Trading};
}

describe("backtest", () => {
  it("fills on the bar after the decision, at the rule's price", () => {
    const panel = panelOf(10, 20, 40);
    const atClose = backtest(panel, {...base, strategy: holding(1)}, {periods: 252});
    expect(atClose.fills[0]).toMatchObject({t: day, price: 20, quantity: 100});
    expect(Array.from(atClose.equity)).toEqual([1000, 1000, 3000]);
    const atOpen = backtest(panel, {...base, fill: "next-open", strategy: holding(1)}, {periods: 252});
    expect(atOpen.fills[0]).toMatchObject({t: day, price: 19, quantity: 100});
    expect(Array.from(atOpen.equity)).toEqual([1000, 1100, 3055]);
  });

  it("sizes an order from the close and equity of the bar that decides it", () => {
    const {fills} = backtest(panelOf(10, 20, 40), {...base, strategy: holding(0.5), shares: "whole"}, {periods: 252});
    expect(fills.map(({quantity}) => quantity)).toEqual([50, -25]);
  });

  it("waits as many bars as the delay says", () => {
    const panel = panelOf(10, 10, 10, 10, 10);
    for (const delay of [0, 1, 3]) {
      const {fills} = backtest(panel, {...base, delay, strategy: holding(1)}, {periods: 252});
      expect(fills[0].t).toBe((1 + delay) * day);
    }
  });

  it("leaves the book alone where the strategy answers null", () => {
    const strategy: Strategy = {needs: [], lookback: 0, targets: () => null};
    const {fills, equity} = backtest(panelOf(10, 20, 40), {...base, strategy}, {periods: 252});
    expect(fills).toEqual([]);
    expect(Array.from(equity)).toEqual([1000, 1000, 1000]);
  });

  it("charges commission and records what slippage cost", () => {
    const slippage: Slippage = {fill: ({quantity}, reference) => ({price: reference * 1.01, quantity})};
    const trading = {...base, slippage, commission: {cost: () => 7}, strategy: holding(1)};
    const {fills, cash} = backtest(panelOf(10, 10), trading, {periods: 252});
    expect(fills[0].slippage).toBeCloseTo(0.1 * 100, 10);
    expect(cash[1]).toBeCloseTo(1000 - 1010 - 7, 10);
  });

  it("keeps the last price of a symbol without one, then closes the position at it", () => {
    const gone = new Array<number>(delistedAfter + 1).fill(NaN);
    const {equity, fills, cash} = backtest(
      panelOf(10, 10, 8, ...gone),
      {...base, strategy: holding(1)},
      {periods: 252}
    );
    expect(Array.from(equity.slice(2))).toEqual(new Array(gone.length + 1).fill(800));
    expect(fills.at(-1)).toMatchObject({t: (2 + delistedAfter) * day, price: 8, quantity: -100, forced: "delisted"});
    expect(cash.at(-1)).toBe(800);
  });

  it("ends trading when the account is lost", () => {
    const {equity, fills} = backtest(panelOf(10, 10, 30, 5, 5), {...base, strategy: holding(-1)}, {periods: 252});
    expect(equity[2]).toBe(-1000);
    expect(fills.at(-1)).toMatchObject({forced: "bankrupt"});
    expect(Array.from(equity.slice(3))).toEqual([-1000, -1000]);
  });

  it("counts orders that found no price", () => {
    const {unfilled, fills} = backtest(panelOf(10, NaN, 10), {...base, strategy: holding(1)}, {periods: 252});
    expect(unfilled).toBe(1);
    expect(fills).toHaveLength(1);
  });

  it("takes overlays in order", () => {
    const half = {adjust: (targets: Float64Array) => targets.map((w) => w / 2)};
    const cap = {adjust: (targets: Float64Array) => targets.map((w) => Math.min(w, 0.3))};
    const first = (overlays: readonly (typeof half)[]) =>
      backtest(panelOf(10, 10), {...base, strategy: holding(1), overlays}, {periods: 252}).fills[0].quantity;
    expect(first([half, cap])).toBe(30);
    expect(first([cap, half])).toBe(15);
  });

  it("refuses what it cannot trade", () => {
    const panel = panelOf(10, 10);
    const strategy = holding(1);
    expect(() => backtest(panel, {...base, cash: 0, strategy}, {periods: 252})).toThrow("invalid cash: 0");
    expect(() => backtest(panel, {...base, delay: 0.5, strategy}, {periods: 252})).toThrow("invalid delay: 0.5");
    expect(() => backtest(panel, {...base, strategy: holding(1, 1)}, {periods: 252})).toThrow("2 weights; expected 1");
    const reading: Strategy = {...strategy, needs: ["signal"]};
    expect(() => backtest(panel, {...base, strategy: reading}, {periods: 252})).toThrow("unknown field: signal");
  });

  it("balances: cash + Σ quantity · price = equity on every bar, and cash moves by fills alone", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const {panel, trading} = randomCase(given);
        let cash = trading.cash;
        const held = new Float64Array(panel.symbols.length);
        for (const {book, fills} of trade(panel, trading)) {
          for (const {symbol, quantity, price, commission} of fills) {
            cash -= price * quantity + commission;
            held[symbol] += quantity;
          }
          let equity = book.cash;
          book.position.forEach((q, s) => (equity += q === 0 ? 0 : q * book.price[s]));
          expect(book.equity).toBeCloseTo(equity, 6);
          expect(book.cash).toBeCloseTo(cash, 6);
          book.position.forEach((q, s) => expect(q).toBeCloseTo(held[s], 9));
        }
      }),
      {seed: 1}
    );
  });

  it("never fills an order on the bar that decided it", () => {
    fc.assert(
      fc.property(cases, (draw) => {
        const {panel, trading} = randomCase(draw);
        const decided: number[] = [];
        const given = trading.strategy as Strategy;
        const strategy: Strategy = {
          ...given,
          targets(now, book) {
            decided.push(now.t);
            return given.targets(now, book);
          }
        };
        for (const {t, fills} of trade(panel, {...trading, strategy})) {
          for (const fill of fills)
            if (!fill.forced) expect(decided.filter((d) => d < t).length).toBeGreaterThan(trading.delay);
        }
      }),
      {seed: 2}
    );
  });

  it("changes nothing when the future is cut off", () => {
    fc.assert(
      fc.property(cases, fc.double({min: 0, max: 1, noNaN: true}), (given, share) => {
        const {panel, trading} = randomCase(given);
        const rows = Math.max(1, Math.floor(share * panel.times.length));
        const whole = backtest(panel, trading, {periods: 252});
        const known = backtest(head(panel, rows), trading, {periods: 252});
        expect(known.equity).toEqual(whole.equity.slice(0, rows));
        expect(known.fills).toEqual(whole.fills.filter(({t}) => t <= panel.times[rows - 1]));
      }),
      {seed: 3}
    );
  });

  it("gives a strategy copies, not the panel", () => {
    const panel = panelOf(10, 20, 40);
    const strategy: Strategy = {
      needs: [],
      lookback: 0,
      targets(now) {
        now.row("close").fill(0);
        expect(() => now.row("close", -1)).toThrow("invalid ago: -1");
        expect(() => now.at("close", 0, -1)).toThrow("invalid ago: -1");
        return null;
      }
    };
    backtest(panel, {...base, strategy}, {periods: 252});
    expect(Array.from(field(panel, "close"))).toEqual([10, 20, 40]);
  });
});
