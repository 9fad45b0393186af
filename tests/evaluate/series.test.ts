import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {correlation, deviation, mean, quantile} from "../../core/base/stats.js";
import {alphaOf, betaOf, captureOf} from "../../core/evaluate/benchmark.js";
import {drawdowns, longestDrawdown, worstDrawdowns} from "../../core/evaluate/drawdown.js";
import {exposure} from "../../core/evaluate/exposure.js";
import {accountReturns, compounded, pairedReturns} from "../../core/evaluate/returns.js";
import {
  rollingAlpha,
  rollingBeta,
  rollingCapture,
  rollingCorrelation,
  rollingInformationRatio,
  rollingTrackingError
} from "../../core/evaluate/rolling/benchmark.js";
import {
  rollingDownsideRisk,
  rollingMaxDrawdown,
  rollingReturn,
  rollingSharpe,
  rollingSortino,
  rollingTail,
  rollingVolatility
} from "../../core/evaluate/rolling/account.js";
import {conditionalValueAtRisk, valueAtRisk} from "../../core/evaluate/tail.js";

const levels = fc.array(fc.integer({min: 1, max: 400}), {minLength: 2, maxLength: 60});

describe("an account's returns", () => {
  it("end with the bar on which nothing is left", () => {
    expect(Array.from(accountReturns([100, 110, 55, 0, 0, 0]))).toEqual([110 / 100 - 1, -0.5, -1]);
    expect(Array.from(accountReturns([100, -20, -20, -10]))).toEqual([-1.2]);
    expect(accountReturns([100]).length).toBe(0);
  });

  it("are paired with the benchmark's where both are known", () => {
    const {account, benchmark} = pairedReturns({equity: [100, 110, 121, 133.1, 0, 0], benchmark: [1, NaN, 4, 8, 2, 4]});
    expect(Array.from(benchmark)).toEqual([1, -0.75]);
    expect(account[0]).toBeCloseTo(0.1, 12);
    expect(account[1]).toBe(-1);
    expect(pairedReturns({equity: [100, 110]})).toEqual({account: Float64Array.of(), benchmark: Float64Array.of()});
  });

  it("compound to what a year makes of them", () => {
    expect(compounded([0.1, 0.1], 2)).toBeCloseTo(0.21, 14);
    expect(compounded([0.21], 0.5)).toBeCloseTo(0.1, 14);
    expect(compounded([0.5, -1], 252)).toBe(-1);
    expect(compounded([-1.5], 252)).toBe(-1);
    expect(compounded([], 252)).toBeNaN();
    expect(compounded([1], 1e5), "beyond all numbers").toBeNaN();
  });
});

describe("the tail", () => {
  it("is worse on average than where it begins", () => {
    fc.assert(
      fc.property(levels, fc.double({min: 0.001, max: 0.999, noNaN: true}), (equity, cutoff) => {
        const sorted = accountReturns(equity).sort();
        const [value, conditional] = [valueAtRisk(sorted, cutoff), conditionalValueAtRisk(sorted, cutoff)];
        expect(conditional).toBeLessThanOrEqual(value + 1e-12);
        expect(conditional).toBeGreaterThanOrEqual(sorted[0] - 1e-12);
      })
    );
  });

  it("is counted by hand", () => {
    const sorted = Float64Array.from({length: 21}, (_, i) => -10 + i);
    expect(valueAtRisk(sorted, 0.05)).toBe(-9);
    expect(conditionalValueAtRisk(sorted, 0.05)).toBe(-9.5);
    expect(conditionalValueAtRisk(sorted, 0.049)).toBe(-10);
    expect([valueAtRisk([], 0.05), conditionalValueAtRisk([], 0.05)]).toEqual([NaN, NaN]);
  });
});

/** The same up to what rounding makes of the order in which numbers are added. */
function near(own: number, other: number): void {
  if (Number.isNaN(other)) expect(own).toBeNaN();
  else
    expect(Math.abs(own - other), `${own} against ${other}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(other)));
}

describe("rolling series", () => {
  it("are the figures of each window, and NaN before the first is full", () => {
    fc.assert(
      fc.property(levels, levels, fc.integer({min: 2, max: 12}), (equity, other, window) => {
        const benchmark = equity.map((_, i) => (i % 7 === 3 ? NaN : other[i % other.length]));
        const tail = rollingTail(equity, window, 0.2);
        const series = {
          sharpe: rollingSharpe(equity, window, 252),
          volatility: rollingVolatility(equity, window, 252),
          downside: rollingDownsideRisk(equity, window, 252),
          sortino: rollingSortino(equity, window, 252),
          growth: rollingReturn(equity, window, 3),
          drawdown: rollingMaxDrawdown(equity, window),
          beta: rollingBeta(equity, benchmark, window),
          alpha: rollingAlpha(equity, benchmark, window, 12, 1e-4),
          information: rollingInformationRatio(equity, benchmark, window, 252),
          tracking: rollingTrackingError(equity, benchmark, window, 252),
          correlation: rollingCorrelation(equity, benchmark, window),
          up: rollingCapture(equity, benchmark, window, "up", 3),
          down: rollingCapture(equity, benchmark, window, "down", 3),
          ...tail
        };
        for (const values of Object.values(series)) expect(values.length).toBe(equity.length);
        for (let i = 0; i < equity.length; ++i) {
          const part = accountReturns(equity.slice(Math.max(0, i - window), i + 1));
          if (i < window) {
            for (const [name, values] of Object.entries(series)) expect(values[i], name).toBeNaN();
            continue;
          }
          const spread = deviation(part);
          const pair = pairedReturns({
            equity: equity.slice(i - window, i + 1),
            benchmark: benchmark.slice(i - window, i + 1)
          });
          const short = part.map((r) => Math.min(r, 0) * Math.min(r, 0));
          const downside = Math.sqrt(mean(short)) * Math.sqrt(252);
          const active = pair.account.map((r, k) => r - pair.benchmark[k]);
          const error = deviation(active);
          near(series.volatility[i], spread * Math.sqrt(252));
          near(series.sharpe[i], spread > 1e-15 ? (mean(part) / spread) * Math.sqrt(252) : NaN);
          near(series.downside[i], downside);
          near(series.sortino[i], downside > 0 ? (mean(part) * 252) / downside : NaN);
          near(series.growth[i], compounded(part, 3));
          near(series.beta[i], betaOf(pair));
          near(series.alpha[i], alphaOf(pair, 12, 1e-4));
          near(series.information[i], error > 1e-15 ? (mean(active) / error) * Math.sqrt(252) : NaN);
          near(series.tracking[i], error * Math.sqrt(252));
          near(series.correlation[i], correlation(pair.account, pair.benchmark));
          near(series.up[i], captureOf(pair, "up", 3));
          near(series.down[i], captureOf(pair, "down", 3));
          expect(series.drawdown[i]).toBe(Math.min(...drawdowns(equity.slice(i - window, i + 1))));
          expect(series.value[i]).toBe(quantile(part, 0.2));
          expect(series.conditional[i]).toBe(conditionalValueAtRisk(part.sort(), 0.2));
        }
      })
    );
  });

  it("end where nothing is left, and refuse windows that are none", () => {
    const equity = [100, 110, 99, 0, 0, 0];
    expect(Array.from(rollingVolatility(equity, 2, 1), Number.isNaN)).toEqual([true, true, false, false, true, true]);
    expect(() => rollingSharpe(equity, 1, 252)).toThrow("invalid window: 1; expected a whole number from 2");
    expect(() => rollingTail(equity, 2, 0)).toThrow("invalid cutoff: 0; expected a share between 0 and 1");
  });

  it("do not take what is rounding for a deviation", () => {
    const steady = Array.from({length: 30}, (_, i) => 1e6 * 1.001 ** i);
    expect(Array.from(rollingSharpe(steady, 5, 252)).every(Number.isNaN)).toBe(true);
  });
});

describe("drawdowns", () => {
  it("last from the high until it is seen again", () => {
    expect(longestDrawdown([10, 9, 9, 10, 12, 11, 12])).toBe(3);
    expect(longestDrawdown([10, 9, 10, 8, 8, 8])).toBe(3);
    expect(longestDrawdown([10, 10, 11, 11])).toBe(0);
    expect(longestDrawdown([10, 9])).toBe(1);
    expect(longestDrawdown([10])).toBe(0);
  });

  it("last as long as the longest of all that there were", () => {
    fc.assert(
      fc.property(levels, (equity) => {
        const lengths = worstDrawdowns(equity, Infinity).map(
          ({peak, recovery}) => (recovery ?? equity.length - 1) - peak
        );
        expect(longestDrawdown(equity)).toBe(Math.max(0, ...lengths));
      })
    );
  });

  it("keep their depth in another currency", () => {
    fc.assert(
      fc.property(levels, (equity) => {
        const pence = equity.map((value) => value * 128);
        expect(drawdowns(pence)).toEqual(drawdowns(equity));
      })
    );
  });
});

it("exposure divides gross and net into long and short", () => {
  const {long, short, net, leverage} = exposure({gross: Float64Array.of(1.5, 0), net: Float64Array.of(0.5, 0)});
  expect([long[0], short[0], net[0], leverage[0]]).toEqual([1, -0.5, 0.5, 1.5]);
  expect([long[1], short[1]]).toEqual([0, 0]);
});
