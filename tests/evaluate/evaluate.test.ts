import {random} from "../../core/base/random.js";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {drawdowns, worstDrawdowns} from "../../core/evaluate/drawdown.js";
import {informationCoefficients, serialCoefficient, summarise} from "../../core/evaluate/information-coefficient.js";
import {monthlyReturns, yearlyReturns} from "../../core/evaluate/periods.js";
import {quantileReturns} from "../../core/evaluate/quantiles.js";
import {meanTest, neighbours} from "../../core/evaluate/signals/mean-test.js";
import {signalFigures} from "../../core/evaluate/signal-metrics.js";
import {roundTrips} from "../../core/evaluate/trades.js";
import type {Fill} from "../../core/plugin.js";

const fill = (t: number, quantity: number, price: number, commission = 0): Fill => {
  return {t, symbol: 0, quantity, price, commission, slippage: 0};
};

describe("drawdown", () => {
  it("measures each value against the highest so far", () => {
    expect(Array.from(drawdowns([1, 2, 1, 4, 3]))).toEqual([0, 0, -0.5, 0, -0.25]);
  });

  it("finds falls, deepest first, the last one open", () => {
    expect(worstDrawdowns([10, 9, 10, 5, 8, 10, 11, 10])).toEqual([
      {peak: 2, trough: 3, recovery: 5, depth: -0.5},
      {peak: 0, trough: 1, recovery: 2, depth: 9 / 10 - 1},
      {peak: 6, trough: 7, recovery: null, depth: 10 / 11 - 1}
    ]);
    expect(worstDrawdowns([1, 2, 3])).toEqual([]);
  });
});

describe("months", () => {
  const times = Float64Array.of(
    Date.UTC(2019, 11, 30),
    Date.UTC(2019, 11, 31),
    Date.UTC(2020, 0, 15),
    Date.UTC(2020, 1, 3)
  );

  it("links levels at month ends", () => {
    const months = monthlyReturns(times, Float64Array.of(100, 110, 99, 198));
    expect(months.map(({year, month}) => [year, month])).toEqual([
      [2019, 12],
      [2020, 1],
      [2020, 2]
    ]);
    expect(months.map(({value}) => value)).toEqual([110 / 100 - 1, 99 / 110 - 1, 1]);
    expect(yearlyReturns(months).get(2020)).toBeCloseTo(198 / 110 - 1, 14);
  });

  it("passes over missing levels", () => {
    expect(monthlyReturns(times, Float64Array.of(NaN, 110, NaN, 220))).toEqual([
      {year: 2019, month: 12, value: 0},
      {year: 2020, month: 2, value: 1}
    ]);
  });
});

describe("round trips", () => {
  it("closes the oldest lots first and charges commissions by unit", () => {
    const fills = [fill(1, 10, 100, 10), fill(2, 10, 110), fill(3, -15, 120, 15)];
    const trades = roundTrips(fills, [130]);
    expect(trades.map(({quantity, entry, exit, profit}) => [quantity, entry, exit, profit])).toEqual([
      [10, 100, 120, 200 - 10 - 10],
      [5, 110, 120, 50 - 5],
      [5, 110, 130, 100]
    ]);
    expect(trades.map(({closed}) => closed)).toEqual([3, 3, null]);
  });

  it("turns a position over through zero", () => {
    const trades = roundTrips([fill(1, 10, 100), fill(2, -30, 90), fill(3, 20, 80)], [80]);
    expect(trades.map(({side, quantity, profit}) => [side, quantity, profit])).toEqual([
      ["long", 10, -100],
      ["short", 20, 200]
    ]);
  });

  it("earns in all what the cash flows and the position left say", () => {
    const fills = fc.array(
      fc.record({quantity: fc.integer({min: -9, max: 9}).filter((q) => q !== 0), price: fc.integer({min: 1, max: 99})}),
      {maxLength: 30}
    );
    fc.assert(
      fc.property(fills, (list) => {
        const all = list.map(({quantity, price}, t) => fill(t, quantity, price, 1));
        const cash = all.reduce((sum, f) => sum - f.quantity * f.price - f.commission, 0);
        const units = all.reduce((sum, f) => sum + f.quantity, 0);
        const profit = roundTrips(all, [50]).reduce((sum, trade) => sum + trade.profit, 0);
        expect(profit).toBeCloseTo(cash + units * 50, 6);
      })
    );
  });
});

describe("signals", () => {
  const times = Float64Array.of(0, 1);

  it("correlates ranks row by row, leaving out rows with too few names", () => {
    const signal = Float64Array.of(1, 2, 3, 4, 5, 1, 2, 3, 4, NaN);
    const outcome = Float64Array.of(5, 4, 3, 2, 1, 1, 2, 3, 4, 5);
    expect(informationCoefficients(times, signal, outcome)).toEqual([{t: 0, ic: -1, names: 5}]);
  });

  it("widens the error where neighbours move together", () => {
    const trending = Array.from({length: 100}, (_, i) => ({ic: 0.1 + 0.1 * Math.sin(i / 10)}));
    expect(summarise(trending, 1).t).toBeGreaterThan(1.5 * summarise(trending, 10).t);
    const alternating = [1, -1, 1, -1].map((sign) => ({ic: 0.1 + sign}));
    // Two neighbours: γ₀ = 1, γ₁ = −3/4, γ₂ = 1/2, Bartlett's weights 2/3 and 1/3: (1 − 1 + 1/3) / 4.
    expect(summarise(alternating, 2).t).toBeCloseTo(0.1 / Math.sqrt(1 / 12), 12);
  });

  it("correlates a single name through time", () => {
    expect(serialCoefficient([1, 2, NaN, 4], [1, 8, 3, 64])).toMatchObject({rank: 1, count: 3});
  });

  it("sorts outcomes into quantiles within rows", () => {
    const signal = Float64Array.of(1, 2, 3, 4, 5, 50, 40, 30, 20, 10);
    const outcome = Float64Array.of(1, 2, 3, 4, 5, 5, 4, 3, 2, 1);
    expect(quantileReturns(2, signal, outcome, 5).map(({mean}) => mean)).toEqual([1, 2, 3, 4, 5]);
    expect(quantileReturns(10, signal, outcome, 2).map(({count}) => count)).toEqual([5, 5]);
    expect(() => quantileReturns(2, signal, outcome, 1)).toThrow("invalid quantiles: 1");
  });

  it("scores a perfect signal, and the baseline against itself", () => {
    const label = Float64Array.of(0.1, -0.2, 0.3, 0.1, -0.1, 0.4);
    const none = new Float64Array(6).fill(0.05);
    const rows = Float64Array.of(0, 1, 2, 3, 4, 5);
    const perfect = signalFigures(rows, label, label, none, 1);
    expect([perfect.ic.value, perfect.r2.value, perfect["sign-hits"].value, perfect.predictions.value]).toEqual([
      1, 1, 1, 6
    ]);
    expect(signalFigures(rows, none, label, none, 1).r2.value).toBe(0);
  });

  it("tests the mean of coefficients as evaluations of signals do, over the rows that returns span", () => {
    const {normal} = random(3);
    const times = Float64Array.from({length: 120}, (_, i) => i);
    const signal = Float64Array.from({length: 720}, normal);
    const label = signal.map((value) => 0.1 * value + normal());
    const daily = informationCoefficients(times, signal, label).map(({ic}) => ic);
    for (const horizon of [1, 5, 21]) {
      const {robustT} = meanTest(Float64Array.from(daily), neighbours(120, horizon));
      expect(signalFigures(times, signal, label, label, horizon)["ic-t"].value).toBe(robustT);
    }
  });
});
