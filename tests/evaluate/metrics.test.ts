import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {loadMaker, pluginNames} from "../../core/lab/registry.js";
import type {Fill, Plugin, Result} from "../../core/plugin.js";
import {drawdownDuration} from "../../plugins/metrics/risk/drawdown-duration.js";
import {grossExposure} from "../../plugins/metrics/risk/gross-exposure.js";
import {maxLeverage} from "../../plugins/metrics/risk/max-leverage.js";
import {netExposure} from "../../plugins/metrics/risk/net-exposure.js";
import {valueAtRisk} from "../../plugins/metrics/risk/value-at-risk.js";
import {annualReturn} from "../../plugins/metrics/annual-return.js";
import {excessSharpe} from "../../plugins/metrics/benchmark/excess-sharpe.js";
import {hitRate} from "../../plugins/metrics/hit-rate.js";
import {meanReturn} from "../../plugins/metrics/returns/mean-return.js";
import {omega} from "../../plugins/metrics/returns/omega.js";
import {sharpe} from "../../plugins/metrics/sharpe.js";
import {averageLoss} from "../../plugins/metrics/trades/average-loss.js";
import {averageWin} from "../../plugins/metrics/trades/average-win.js";
import {bestTrade} from "../../plugins/metrics/trades/best-trade.js";
import {expectancy} from "../../plugins/metrics/trades/expectancy.js";
import {holdingBars} from "../../plugins/metrics/trades/holding-bars.js";
import {holdingDays} from "../../plugins/metrics/trades/holding-days.js";
import {profitFactor} from "../../plugins/metrics/trades/profit-factor.js";
import {tradeCount} from "../../plugins/metrics/trades/trade-count.js";
import {winRate} from "../../plugins/metrics/trades/win-rate.js";
import {worstTrade} from "../../plugins/metrics/trades/worst-trade.js";

const metrics: readonly Plugin<"metric">[] = await Promise.all(
  (await pluginNames("metric")).map(async (name) => (await loadMaker("metric", name))())
);

const day = 864e5;
const fill = (t: number, quantity: number, price: number, {symbol = 0, commission = 0} = {}): Fill => {
  return {t: t * day, symbol, quantity, price, commission, slippage: 0};
};

/** The result of an account of daily bars that had this equity, half of it long and a tenth short. */
function result(equity: readonly number[], fills: readonly Fill[] = [], more: Partial<Result> = {}): Result {
  const times = Float64Array.from(equity, (_, i) => i * day);
  const gross = times.map(() => 0.6);
  const net = times.map(() => 0.4);
  const rest = {symbols: ["A", "B"], cash: Float64Array.from(equity), gross, net, unfilled: 0, periods: 252};
  return {...rest, times, equity: Float64Array.from(equity), fills, ...more};
}

describe("trade figures", () => {
  const fills = [
    fill(1, 10, 100, {commission: 10}),
    fill(1, -5, 10, {symbol: 1}),
    fill(4, -10, 120, {commission: 10}),
    fill(6, 5, 12, {symbol: 1}),
    fill(7, 4, 50),
    fill(9, -2, 75),
    fill(10, -2, 85),
    fill(11, 1, 50)
  ];
  const backtest = result(
    Array.from({length: 14}, () => 1e4),
    fills
  );

  it("follow their definitions", () => {
    expect(tradeCount().measure(backtest)).toBe(3);
    expect(winRate().measure(backtest)).toBe(2 / 3);
    expect(profitFactor().measure(backtest)).toBe((180 + 120) / 10);
    expect(averageWin().measure(backtest)).toBeCloseTo((0.18 + 0.6) / 2, 14);
    expect(averageLoss().measure(backtest)).toBeCloseTo(-0.2, 14);
    expect(expectancy().measure(backtest)).toBeCloseTo((0.18 + 0.6 - 0.2) / 3, 14);
    expect(bestTrade().measure(backtest)).toBeCloseTo(0.6, 14);
    expect(worstTrade().measure(backtest)).toBeCloseTo(-0.2, 14);
    expect(holdingBars().measure(backtest)).toBeCloseTo((3 + 5 + 3) / 3, 14);
    expect(holdingDays().measure(backtest)).toBeCloseTo((3 + 5 + 3) / 3, 14);
  });

  it("count exits or lots where they are told to", () => {
    expect(tradeCount({per: "exit"}).measure(backtest)).toBe(4);
    expect(winRate({per: "exit"}).measure(backtest)).toBe(3 / 4);
    expect(() => tradeCount({per: "month"})).toThrow("unknown per: month; pers are position, exit, lot");
  });

  it("are NaN where nothing was traded, and the count is 0", () => {
    const idle = result([1, 1]);
    for (const metric of [
      winRate,
      profitFactor,
      averageWin,
      averageLoss,
      expectancy,
      bestTrade,
      worstTrade,
      holdingBars
    ])
      expect(metric().measure(idle), metric.plugin).toBeNaN();
    expect(tradeCount().measure(idle)).toBe(0);
    expect(profitFactor().measure(result([1, 1, 1], [fill(0, 1, 1), fill(1, -1, 2)])), "none lost").toBeNaN();
  });

  it("add up: what is expected is what wins and losses come to", () => {
    const [share, won, lost] = [winRate(), averageWin(), averageLoss()].map((metric) => metric.measure(backtest));
    expect(expectancy().measure(backtest)).toBeCloseTo(share * won + (1 - share) * lost, 14);
  });
});

describe("exposure and time under water", () => {
  it("are read off the bars", () => {
    const gross = Float64Array.of(0.5, 2, 0.5);
    const net = Float64Array.of(0.5, -1, -0.4);
    const account = result([100, 90, 95], [], {gross, net});
    expect(maxLeverage().measure(account)).toBe(2);
    expect(grossExposure().measure(account)).toBe(1);
    expect(netExposure().measure(account)).toBeCloseTo(-0.3, 14);
    expect(drawdownDuration().measure(account)).toBe(2);
  });
});

describe("returns", () => {
  it("of a year differ, arithmetic and compound, by about half the variance", () => {
    const equity = [100];
    for (let i = 0; i < 252; ++i) equity.push(equity[i] * (i % 2 === 0 ? 1.02 : 0.99));
    const [arithmetic, compound] = [meanReturn(), annualReturn()].map((metric) => metric.measure(result(equity)));
    expect(arithmetic).toBeCloseTo(0.005 * 252, 12);
    expect(Math.log1p(compound)).toBeCloseTo(arithmetic - (252 / 2) * (0.015 * 0.015 + 0.005 * 0.005), 2);
  });

  it("that only repeat are no ratio, however they are rounded", () => {
    const equity = Array.from({length: 60}, (_, i) => 1e5 * 1.0007 ** i);
    const benchmark = Float64Array.from(equity, (_, i) => 50 * 1.0002 ** i);
    expect(sharpe().measure(result(equity))).toBeNaN();
    expect(excessSharpe().measure(result(equity, [], {benchmark}))).toBeNaN();
  });

  it("end where nothing is left, of an account in debt too", () => {
    for (const left of [0, -50]) {
      const ruined = result([100, 101, 99, left, left, left]);
      expect(hitRate().measure(ruined)).toBe(1 / 3);
      expect(sharpe().measure(ruined)).toBe(sharpe().measure(result([100, 101, 99, left])));
      expect(valueAtRisk().measure(ruined)).toBe(valueAtRisk().measure(result([100, 101, 99, left])));
      expect(annualReturn().measure(ruined)).toBe(-1);
    }
  });

  it("refuse options that say nothing", () => {
    expect(() => valueAtRisk({cutoff: 5})).toThrow("invalid cutoff: 5; expected a share between 0 and 1");
    expect(() => omega({required: -1})).toThrow("invalid required: -1; expected a year's return above -1");
  });

  it("are a year's by the bars that a year has", () => {
    const equity = [100, 103, 101, 104, 102, 107];
    const benchmark = Float64Array.of(10, 10.2, 10.1, 10.4, 10.2, 10.5);
    const account = (periods: number) => result(equity, [], {periods, benchmark});
    const annual = excessSharpe({annual: true});
    expect(annual.measure(account(52)) / annual.measure(account(13))).toBeCloseTo(2, 12);
    expect(excessSharpe().measure(account(52))).toBe(excessSharpe().measure(account(13)));
  });
});

describe("every metric", () => {
  const walk = fc.array(fc.integer({min: 90, max: 111}), {minLength: 1, maxLength: 40});
  const traded = fc.array(fc.tuple(fc.nat(1), fc.integer({min: -5, max: 5}), fc.integer({min: 5, max: 30})), {
    maxLength: 20
  });
  const account = (steps: readonly number[], trades: readonly (readonly [number, number, number])[], scale: number) => {
    const equity = [1000 * scale];
    for (const step of steps) equity.push((equity[equity.length - 1] * step) / 100);
    const fills = trades
      .filter(([, quantity]) => quantity !== 0)
      .map(([symbol, quantity, price], i) =>
        fill(Math.min(i, equity.length - 1), quantity, price * scale, {symbol, commission: scale})
      );
    const benchmark = Float64Array.from(equity, (_, i) => 100 + ((i * 7919) % 31));
    return result(equity, fills, {benchmark});
  };

  it("stays the same, bit for bit, when amounts are counted in another currency", () => {
    fc.assert(
      fc.property(walk, traded, fc.constantFrom(1 / 4096, 2, 1 << 20), (steps, trades, scale) => {
        const [own, other] = [account(steps, trades, 1), account(steps, trades, scale)];
        for (const metric of metrics) expect(metric.measure(other), metric.name).toBe(metric.measure(own));
      })
    );
  });

  it("is a number or NaN, never an infinity, of whatever account", () => {
    const odd = fc.array(fc.constantFrom(0, -10, 1e-9, 1, 100, 1e12), {minLength: 1, maxLength: 12});
    fc.assert(
      fc.property(odd, traded, fc.constantFrom(1, 52, 252, 98_280), (levels, trades, periods) => {
        const {fills} = account(
          levels.slice(1).map(() => 100),
          trades,
          1
        );
        const equity = [1000, ...levels.slice(1)];
        const benchmark = Float64Array.from(equity, (_, i) => (i % 3 === 2 ? NaN : 5 + (i % 4)));
        for (const metric of metrics) {
          const value = metric.measure(result(equity, fills, {periods, benchmark}));
          expect(Math.abs(value), `${metric.name}: ${value}`).not.toBe(Infinity);
        }
      })
    );
  });
});
