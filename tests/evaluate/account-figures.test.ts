import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import type {Fill, Result} from "../../core/plugin.js";
import {adverseExcursion} from "../../plugins/metrics/excursions/adverse-excursion.js";
import {edgeRatio} from "../../plugins/metrics/excursions/edge-ratio.js";
import {favourableExcursion} from "../../plugins/metrics/excursions/favourable-excursion.js";
import {worstExcursion} from "../../plugins/metrics/excursions/worst-excursion.js";
import {carry} from "../../plugins/metrics/exposures/carry.js";
import {dailyTurnover} from "../../plugins/metrics/exposures/daily-turnover.js";
import {longExposure} from "../../plugins/metrics/exposures/long-exposure.js";
import {shortExposure} from "../../plugins/metrics/exposures/short-exposure.js";
import {timeInMarket} from "../../plugins/metrics/exposures/time-in-market.js";
import {bestBar} from "../../plugins/metrics/periods/best-bar.js";
import {bestMonth} from "../../plugins/metrics/periods/best-month.js";
import {bestYear} from "../../plugins/metrics/periods/best-year.js";
import {losingStreak} from "../../plugins/metrics/periods/losing-streak.js";
import {positiveMonths} from "../../plugins/metrics/periods/positive-months.js";
import {positiveYears} from "../../plugins/metrics/periods/positive-years.js";
import {winningStreak} from "../../plugins/metrics/periods/winning-streak.js";
import {worstBar} from "../../plugins/metrics/periods/worst-bar.js";
import {worstMonth} from "../../plugins/metrics/periods/worst-month.js";
import {worstYear} from "../../plugins/metrics/periods/worst-year.js";
import {adjustedSharpe} from "../../plugins/metrics/returns/adjusted-sharpe.js";
import {cagr} from "../../plugins/metrics/returns/cagr.js";
import {gainToPain} from "../../plugins/metrics/returns/gain-to-pain.js";
import {averageDrawdown} from "../../plugins/metrics/risk/average-drawdown.js";
import {drawdownRecovery} from "../../plugins/metrics/risk/drawdown-recovery.js";
import {martinRatio} from "../../plugins/metrics/risk/martin-ratio.js";
import {normalValueAtRisk} from "../../plugins/metrics/risk/normal-value-at-risk.js";
import {timeUnderWater} from "../../plugins/metrics/risk/time-under-water.js";
import {ulcerIndex} from "../../plugins/metrics/risk/ulcer-index.js";
import {sharpe} from "../../plugins/metrics/sharpe.js";
import {kelly} from "../../plugins/metrics/trade-profits/kelly.js";
import {losingRun} from "../../plugins/metrics/trade-profits/losing-run.js";
import {tradeT} from "../../plugins/metrics/trade-profits/trade-t.js";
import {winningRun} from "../../plugins/metrics/trade-profits/winning-run.js";

const day = 864e5;

function account(equity: readonly number[], more: Partial<Result> = {}): Result {
  const values = Float64Array.from(equity);
  const half = values.map(() => 0.5);
  const times = values.map((_, i) => i * day);
  const rest = {cash: values, gross: half, net: half, symbols: ["A"], fills: [], unfilled: 0, periods: 252};
  return {...rest, times, equity: values, ...more};
}

const fill = (t: number, quantity: number, price: number): Fill => ({
  t: t * day,
  symbol: 0,
  quantity,
  price,
  commission: 0,
  slippage: 0
});

describe("growth", () => {
  it("by the calendar counts days, not bars", () => {
    const times = Float64Array.of(0, 10, 2 * 365.25).map((t) => t * day);
    expect(cagr().measure(account([100, 50, 121], {times}))).toBeCloseTo(0.1, 12);
    expect(cagr().measure(account([100, 50, 121], {times, periods: 1}))).toBeCloseTo(0.1, 12);
    expect(cagr().measure(account([100, -3, -3]))).toBe(-1);
    expect(cagr().measure(account([1, 1e9], {periods: 252})), "beyond all numbers").toBeNaN();
  });

  it("is set against what was lost on the way", () => {
    const equity = [100, 110, 99, 108.9];
    expect(gainToPain().measure(account(equity))).toBeCloseTo((0.1 - 0.1 + 0.1) / 0.1, 12);
  });

  it("with rare large losses is worth less than its Sharpe ratio says", () => {
    const skewed = [100];
    const even = [100];
    for (let i = 0; i < 100; ++i) {
      skewed.push(skewed[i] * (i % 10 === 9 ? 0.97 : 1.006));
      even.push(even[i] * (i % 2 === 0 ? 1.02 : 0.99));
    }
    const loss = (equity: readonly number[]) =>
      adjustedSharpe().measure(account(equity)) / sharpe().measure(account(equity));
    expect(loss(skewed)).toBeLessThan(1);
    expect(loss(even)).toBeGreaterThan(loss(skewed));
    const two = [0.03, -0.01, 0.03, -0.01].reduce<number[]>((all, r) => [...all, all[all.length - 1] * (1 + r)], [100]);
    const per = sharpe().measure(account(two, {periods: 1}));
    const kurtosis = -2;
    expect(adjustedSharpe().measure(account(two, {periods: 1}))).toBeCloseTo(
      per * (1 - (kurtosis / 24) * per * per),
      12
    );
  });
});

describe("months and years", () => {
  const date = (year: number, month: number, of: number) => Date.UTC(year, month, of);
  const times = Float64Array.of(
    date(2020, 10, 2),
    date(2020, 10, 30),
    date(2020, 11, 1),
    date(2020, 11, 31),
    date(2021, 0, 4),
    date(2021, 1, 1)
  );
  const equity = [100, 110, 99, 121, 60.5, 66.55];

  it("are the calendar's, the first and the last as far as they go", () => {
    const result = account(equity, {times});
    expect(bestMonth().measure(result)).toBeCloseTo(0.1, 12);
    expect(worstMonth().measure(result)).toBeCloseTo(-0.5, 12);
    expect(positiveMonths().measure(result)).toBe(3 / 4);
    expect(bestYear().measure(result)).toBeCloseTo(0.21, 12);
    expect(worstYear().measure(result)).toBeCloseTo(-0.45, 12);
    expect(positiveYears().measure(result)).toBe(1 / 2);
  });

  it("end where nothing is left", () => {
    const ruined = account([100, 50, 0, 0, 10, 10], {times});
    expect(worstMonth().measure(ruined)).toBe(-1);
    expect(bestMonth().measure(ruined)).toBe(-0.5);
  });

  it("bars are best, worst, and in a row", () => {
    const result = account([100, 101, 102, 103, 90, 80, 81, 81, 82]);
    expect(bestBar().measure(result)).toBeCloseTo(0.0125, 12);
    expect(worstBar().measure(result)).toBeCloseTo(90 / 103 - 1, 12);
    expect([winningStreak().measure(result), losingStreak().measure(result)]).toEqual([3, 2]);
  });
});

describe("falls", () => {
  const equity = [100, 120, 90, 96, 120, 130, 117];

  it("are measured by depth, by length, and by both", () => {
    const result = account(equity);
    expect(averageDrawdown().measure(result)).toBeCloseTo((-0.25 - 0.1) / 2, 12);
    expect(drawdownRecovery().measure(result)).toBe(2);
    expect(timeUnderWater().measure(result)).toBe(3 / 6);
    expect(ulcerIndex().measure(result)).toBeCloseTo(Math.sqrt((0.25 ** 2 + 0.2 ** 2 + 0.1 ** 2) / 6), 12);
    const year = (117 / 100) ** (252 / 6) - 1;
    expect(martinRatio({riskFree: 0.02}).measure(result)).toBeCloseTo((year - 0.02) / ulcerIndex().measure(result), 6);
  });

  it("that were not made good last until the end", () => {
    expect(drawdownRecovery().measure(account([100, 50, 60, 70]))).toBe(2);
  });

  it("refuse a deviation that is none", () => {
    expect(() => normalValueAtRisk({deviations: -1})).toThrow("invalid deviations: -1; expected a number from 0");
  });
});

describe("what is held", () => {
  const gross = Float64Array.of(0, 1, 0.6, 0);
  const net = Float64Array.of(0, 0.2, -0.6, 0);

  it("is long, short, or nothing", () => {
    const result = account([100, 100, 100, 100], {gross, net});
    expect(timeInMarket().measure(result)).toBe(0.5);
    expect(longExposure().measure(result)).toBeCloseTo(0.6 / 4, 12);
    expect(shortExposure().measure(result)).toBeCloseTo(-1 / 4, 12);
  });

  it("is turned over against what there was before and after", () => {
    const fills = [fill(1, 10, 10), fill(2, -4, 10)];
    const result = account([100, 100, 100, 100], {gross, net, fills});
    expect(dailyTurnover().measure(result)).toBeCloseTo((100 / 50 + 40 / 80) / 4, 12);
    expect(dailyTurnover({of: "equity"}).measure(result)).toBeCloseTo((1 + 0.4) / 4, 12);
  });

  it("earns and costs without a trade", () => {
    const postings = [
      {t: 0, what: "dividend", amount: 3},
      {t: day, what: "borrow", amount: -1}
    ];
    expect(carry().measure(account([100, 101], {postings}))).toBe(0.02);
    expect(carry().measure(account([100, 101]))).toBe(0);
  });
});

describe("how far prices went", () => {
  const column = (...values: number[]) => Float64Array.from(values);
  const bars: Panel = {
    times: column(0, 1, 2, 3, 4, 5).map((t) => t * day),
    symbols: ["A"],
    fields: {
      open: column(100, 100, 105, 96, 100, 100),
      high: column(101, 110, 112, 100, 104, 101),
      low: column(99, 95, 100, 90, 98, 99),
      close: column(100, 105, 102, 95, 101, 100)
    }
  };
  // Bought at the open of bar 1 and sold at that of bar 3; sold short at the open of bar 3 and bought back at that of 5.
  const fills = [fill(1, 1, 100), fill(3, -1, 96), fill(3, -1, 96), fill(5, 1, 100)];
  const result = account([1000, 1000, 1000, 1000, 1000, 1000], {fills, times: bars.times});

  it("is what each trade met from its entry to its exit", () => {
    expect(adverseExcursion().measure(result, bars)).toBeCloseTo((-0.05 - (104 / 96 - 1)) / 2, 12);
    expect(favourableExcursion().measure(result, bars)).toBeCloseTo((0.12 + (1 - 90 / 96)) / 2, 12);
    expect(worstExcursion().measure(result, bars)).toBeCloseTo(1 - 104 / 96, 12);
    expect(edgeRatio().measure(result, bars)).toBeCloseTo((0.12 + 0.0625) / (0.05 + 8 / 96), 12);
    expect(adverseExcursion({of: "won"}).measure(result, bars)).toBeNaN();
    expect(adverseExcursion({of: "won"}).undetermined!(result, bars)).toBe("no trade won");
  });

  it("is known of the bars that are given, not of those that were before", () => {
    const calm = {...bars, fields: {...bars.fields, low: bars.fields.low.map(() => 96)}};
    const before = worstExcursion().measure(result, bars);
    expect(worstExcursion().measure(result, {...calm, fields: {...calm.fields, high: bars.fields.open}})).not.toBe(
      before
    );
    expect(worstExcursion().measure(result, bars)).toBe(before);
    const {high: _, ...rest} = bars.fields;
    expect(worstExcursion().measure(result, {...bars, fields: rest})).toBeNaN();
  });
});

describe("trades in a row", () => {
  const prices = [11, 12, 9, 8, 7, 13];
  const fills = prices.flatMap((price, i) => [fill(2 * i, 1, 10), fill(2 * i + 1, -1, price)]);
  const result = account(
    Array.from({length: 12}, () => 100),
    {fills}
  );

  it("are counted, and judged together", () => {
    expect([winningRun().measure(result), losingRun().measure(result)]).toEqual([2, 3]);
    const returns = prices.map((price) => price / 10 - 1);
    const mean = returns.reduce((sum, r) => sum + r, 0) / 6;
    const spread = Math.sqrt(returns.reduce((sum, r) => sum + (r - mean) ** 2, 0) / 5);
    expect(tradeT().measure(result)).toBeCloseTo((mean / spread) * Math.sqrt(6), 12);
    expect(kelly().measure(result)).toBeCloseTo(0.5 - 0.5 / (0.2 / 0.2), 12);
  });
});
