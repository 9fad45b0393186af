import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {backtest} from "../../core/backtest/backtest.js";
import type {Trading} from "../../core/backtest/trading.js";
import type {Panel} from "../../core/base/panel.js";
import type {Action, Result} from "../../core/plugin.js";
import {apart, closesOf, day, holding, reinvested} from "./holding.js";

const run = (panel: Panel, weights: readonly number[], actions: readonly Action[], more: Partial<Trading> = {}) =>
  backtest(panel, holding(weights, more), {periods: 252, actions}, 0);
const position = ({fills}: Result, symbol = 0) =>
  fills.reduce((sum, fill) => sum + (fill.symbol === symbol ? fill.quantity : 0), 0);

/** The days about the split of Apple's shares, 7 for 1 on 2014-06-09, as they were traded. */
const dates = ["06-05", "06-06", "06-09", "06-10"];
const apple = closesOf(dates, {AAPL: [647.35, 645.57, 93.7, 94.25]});
const seven: Action = {action: "split", t: day("06-09"), symbol: "AAPL", value: 7};

describe("a split", () => {
  it("gives new shares for old ones and changes nobody's wealth", () => {
    const {equity, fills} = run(apple, [1], [seven], {shares: "whole"});
    const shares = Math.floor(1e6 / 647.35);
    const rest = 1e6 - shares * 647.35;
    expect(fills).toHaveLength(1);
    const wanted = [1e6, rest + shares * 645.57, rest + shares * 7 * 93.7, rest + shares * 7 * 94.25];
    for (const [i, value] of equity.entries()) expect(value).toBeCloseTo(wanted[i], 6);
  });

  it("pays the fraction of a whole share in cash, to the long and by the short", () => {
    const panel = closesOf(dates, {A: [300, 300, 200, 210]});
    const split: Action = {action: "split", t: day("06-09"), symbol: "A", value: 1.5};
    for (const side of [1, -1]) {
      const {fills, equity, cash} = run(panel, [side * 0.0303], [split], {shares: "whole"});
      expect(fills.map(({quantity}) => quantity)).toEqual([side * 101, side * -0.5]);
      expect(fills[1]).toMatchObject({t: day("06-09"), price: 200, commission: 0, forced: "fraction"});
      expect(cash[2] - cash[1]).toBeCloseTo(side * 0.5 * 200, 9);
      expect(equity[2]).toBeCloseTo(1e6, 9);
      expect(equity[3]).toBeCloseTo(1e6 + side * 151 * 10, 9);
    }
    const exact = run(panel, [0.0303], [split], {shares: "fractional"});
    expect(exact.fills).toHaveLength(1);
    expect(exact.equity[3]).toBeCloseTo(1e6 + 151.5 * 10, 9);
  });

  it("of many for one leaves whole shares and the price of the rest", () => {
    const panel = closesOf(dates, {A: [5, 5, 50, 60]});
    const split: Action = {action: "split", t: day("06-09"), symbol: "A", value: 0.1};
    const {fills, equity} = run(panel, [0.000095], [split], {shares: "whole"});
    expect(fills[0].quantity).toBe(19);
    expect(fills[1].quantity).toBeCloseTo(-0.9, 12);
    expect(equity[3]).toBeCloseTo(1e6 + 10, 9);
  });
});

describe("a dividend", () => {
  // Apple paid 0.47 on 2014-08-14 to who held it before 2014-08-07.
  const august = ["08-06", "08-07", "08-08", "08-13", "08-15"];
  const panel = closesOf(august, {AAPL: [94.96, 94.48, 94.74, 97.24, 97.98]});
  const dividend: Action = {action: "dividend", t: day("08-07"), symbol: "AAPL", value: 0.47, paid: day("08-14")};

  it("is earned on its ex-date and comes in cash on the first row from its pay date on", () => {
    const {cash, equity, fills, postings} = run(panel, [1], [dividend]);
    const [{quantity}] = fills;
    const amount = quantity * 0.47;
    expect([...cash].map((each) => Math.round(each * 1e6) / 1e6)).toEqual([0, 0, 0, 0, Math.round(amount * 1e6) / 1e6]);
    expect(postings).toEqual([{t: day("08-15"), what: "dividend", symbol: 0, amount}]);
    for (const [i, close] of [94.48, 94.74, 97.24, 97.98].entries())
      expect(equity[i + 1]).toBeCloseTo(quantity * close + amount, 6);
  });

  it("is paid by the short, on the same day", () => {
    const {cash, equity, postings} = run(panel, [-1], [dividend]);
    const quantity = -1e6 / 94.96;
    expect(cash[3]).toBeCloseTo(2e6, 6);
    expect(cash[4] - cash[3]).toBeCloseTo(quantity * 0.47, 6);
    expect(postings![0].amount).toBeLessThan(0);
    expect(equity[1]).toBeCloseTo(2e6 + quantity * (94.48 + 0.47), 6);
  });

  it("comes on its ex-date where no other is known, and is owed to the end where it is paid after it", () => {
    const {paid: _, ...undated} = dividend;
    expect(run(panel, [1], [undated]).cash[1]).toBeCloseTo((1e6 / 94.96) * 0.47, 6);
    const late = run(panel, [1], [{...dividend, paid: day("09-01")}]);
    expect(late.cash[4]).toBeCloseTo(0, 6);
    expect(late.equity[4]).toBeCloseTo((1e6 / 94.96) * (97.98 + 0.47), 6);
    const early = run(panel, [1], [{...dividend, paid: day("08-06")}]);
    expect(early.cash[0]).toBeCloseTo(0, 6);
    expect(early.cash[1]).toBeCloseTo((1e6 / 94.96) * 0.47, 6);
  });

  it("is owed to who held the share before, not to who buys it on the day or has sold it", () => {
    const late = {...holding([1]), fill: "next-close" as const, delay: 0};
    const [bought] = [backtest(panel, late, {periods: 252, actions: [dividend]}, 0)];
    expect(bought.fills[0].t).toBe(day("08-07"));
    expect(bought.postings ?? []).toEqual([]);
    const rows = [1, 0, 0, 0, 0];
    let row = 0;
    const sold = backtest(
      panel,
      {...holding([1]), strategy: {needs: [], lookback: 0, targets: () => Float64Array.of(rows[row++])}},
      {periods: 252, actions: [dividend]},
      0
    );
    expect(sold.fills.map(({t}) => t)).toEqual([day("08-06"), day("08-07")]);
    // Sold at the close of the ex-date, so it was held before it.
    expect(sold.cash[4]).toBeCloseTo((1e6 / 94.96) * (94.48 + 0.47), 6);
  });

  it("on the day of a split is one of the new units", () => {
    const both = closesOf(dates, {A: [100, 100, 24, 24]});
    const events: Action[] = [
      {action: "dividend", t: day("06-09"), symbol: "A", value: 1},
      {action: "split", t: day("06-09"), symbol: "A", value: 4}
    ];
    for (const dividends of ["cash", "reinvest"] as const)
      expect(run(both, [1], events, {dividends}).equity[3]).toBeCloseTo(1e6, 6);
  });

  it("is taken off the price of a share that has none on its ex-date, so that it counts once", () => {
    const halted = closesOf(dates, {A: [100, null, 90, 90], B: [1, 1, 1, 1]});
    const cash: Action = {action: "dividend", t: day("06-06"), symbol: "A", value: 10, paid: day("06-10")};
    for (const dividends of ["cash", "reinvest"] as const) {
      const {equity} = run(halted, [1, 0], [cash], {dividends});
      for (const value of equity) expect(value).toBeCloseTo(1e6, 6);
    }
  });

  it("put back in buys at the price less the dividend, and returns what adjusted prices do", () => {
    const {equity, cash, fills} = run(panel, [1], [dividend], {dividends: "reinvest"});
    expect(fills[1]).toMatchObject({t: day("08-07"), price: 94.96 - 0.47, commission: 0});
    expect(cash[4]).toBeCloseTo(0, 6);
    const factor = 1 - 0.47 / 94.96;
    expect(apart(equity, [94.96 * factor, 94.48, 94.74, 97.24, 97.98])).toBeLessThan(1e-14);
  });
});

describe("a merger", () => {
  const panel = closesOf(dates, {A: [20, 21, null, null], B: [40, 40, 41, 44]});

  it("gives shares of another, cash, or both", () => {
    const merger = {action: "merger", t: day("06-09"), symbol: "A"} as const;
    const shares = 1e6 / 20;
    const given = (more: Partial<Action>) => run(panel, [1, 0], [{...merger, ...more}]);
    const stock = given({value: 0.5, to: "B"});
    expect(position(stock, 0)).toBeCloseTo(0, 9);
    expect(position(stock, 1)).toBeCloseTo(shares / 2, 9);
    expect(stock.equity[3]).toBeCloseTo((shares / 2) * 44, 6);
    const cash = given({cash: 22});
    expect([cash.equity[3], cash.cash[3]]).toEqual([cash.cash[2], cash.cash[2]]);
    expect(cash.cash[2]).toBeCloseTo(shares * 22, 6);
    const both = given({value: 0.25, to: "B", cash: 11});
    expect(both.cash[3]).toBeCloseTo(shares * 11, 6);
    expect(both.equity[3]).toBeCloseTo(shares * (11 + 0.25 * 44), 6);
  });

  it("is delivered by the short", () => {
    const {equity} = run(
      panel,
      [-1, 0],
      [{action: "merger", t: day("06-09"), symbol: "A", value: 0.5, to: "B", cash: 1}]
    );
    expect(equity[3]).toBeCloseTo(1e6 + (1e6 / 20) * (20 - 1 - 0.5 * 44), 6);
  });

  it("pays the fraction of a whole share in cash", () => {
    const merger: Action = {action: "merger", t: day("06-09"), symbol: "A", value: 0.3, to: "B"};
    const {fills, cash} = run(panel, [0.00202, 0], [merger], {shares: "whole"});
    expect(fills.map(({symbol, quantity}) => [symbol, quantity])).toEqual([
      [0, 101],
      [0, -101],
      [1, 30]
    ]);
    expect(cash[2] - cash[1]).toBeCloseTo(0.3 * 40, 9);
  });
});

describe("a delisting", () => {
  it("closes what is held at the last price and its return", () => {
    const panel = closesOf(dates, {A: [20, 10, null, null], B: [1, 1, 1, 1]});
    for (const value of [-1, -0.3, 0, 0.25]) {
      const {equity} = run(panel, [1, 0], [{action: "delisting", t: day("06-09"), symbol: "A", value}]);
      expect(equity[2]).toBeCloseTo((1e6 / 20) * 10 * (1 + value), 6);
    }
  });
});

describe("total returns of what is held", () => {
  interface Step {
    readonly gain: number;
    readonly split: number | null;
    readonly dividend: number | null;
  }
  const step: fc.Arbitrary<Step> = fc.record({
    gain: fc.double({min: -0.1, max: 0.1, noNaN: true}),
    split: fc.option(fc.constantFrom(2, 3, 7, 1.5, 0.1), {freq: 4}),
    dividend: fc.option(fc.double({min: 0.001, max: 0.3, noNaN: true}), {freq: 3})
  });

  /** The closes as traded of steps, and what befell; growth is what adjusted prices have. */
  function tradedAs(steps: readonly Step[]) {
    const closes = [100];
    const actions: Action[] = [];
    const growth = [1];
    for (const [i, {gain, split, dividend}] of steps.entries()) {
      const t = Date.UTC(2014, 0, i + 2);
      const before = closes[i] / (split ?? 1);
      const paid = dividend === null ? 0 : dividend * before;
      if (paid > 0) actions.push({action: "dividend", t, symbol: "A", value: paid});
      if (split !== null) actions.push({action: "split", t, symbol: "A", value: split});
      closes.push((before - paid) * (1 + gain));
      growth.push(growth[i] * (1 + gain));
    }
    const close = Float64Array.from(closes);
    const fields = {open: close, high: close, low: close, close, volume: close.map(() => 1e6)};
    const times = Float64Array.from(closes, (_, i) => Date.UTC(2014, 0, i + 1));
    return {panel: {times, symbols: ["A"], fields}, actions, growth};
  }

  it("are those of prices from which splits and dividends are taken out, whatever these are", () => {
    fc.assert(
      fc.property(fc.array(step, {minLength: 1, maxLength: 40}), (steps) => {
        const {panel, actions, growth} = tradedAs(steps);
        expect(apart(reinvested(panel, actions).equity, growth)).toBeLessThan(1e-12);
      }),
      {numRuns: 300, seed: 11}
    );
  });

  it("differ from them without the actions", () => {
    const {panel, actions, growth} = tradedAs([{gain: 0.01, split: 2, dividend: 0.05}]);
    expect(apart(reinvested(panel, actions).equity, growth)).toBeLessThan(1e-12);
    for (const left of [[], actions.slice(0, 1), actions.slice(1)])
      expect(apart(reinvested(panel, left).equity, growth)).toBeGreaterThan(0.04);
  });
});
