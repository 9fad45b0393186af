import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {rollingAlpha, rollingBeta, rollingCapture} from "../../../core/evaluate/rolling/benchmark.js";
import {
  rollingMaxDrawdown,
  rollingSharpe,
  rollingSortino,
  rollingTail,
  rollingVolatility
} from "../../../core/evaluate/rolling/account.js";
import type {Metric, Result} from "../../../core/plugin.js";
import {annualReturn} from "../../../plugins/metrics/annual-return.js";
import {downAlpha} from "../../../plugins/metrics/benchmark-sides/down-alpha.js";
import {downBeta} from "../../../plugins/metrics/benchmark-sides/down-beta.js";
import {upAlpha} from "../../../plugins/metrics/benchmark-sides/up-alpha.js";
import {upBeta} from "../../../plugins/metrics/benchmark-sides/up-beta.js";
import {activeReturn} from "../../../plugins/metrics/benchmark/active-return.js";
import {alpha} from "../../../plugins/metrics/benchmark/alpha.js";
import {battingAverage} from "../../../plugins/metrics/benchmark/batting-average.js";
import {benchmarkCorrelation} from "../../../plugins/metrics/benchmark/benchmark-correlation.js";
import {benchmarkReturn} from "../../../plugins/metrics/benchmark/benchmark-return.js";
import {betaFragility} from "../../../plugins/metrics/benchmark/beta-fragility.js";
import {beta} from "../../../plugins/metrics/benchmark/beta.js";
import {captureRatio} from "../../../plugins/metrics/benchmark/capture-ratio.js";
import {downCapture} from "../../../plugins/metrics/benchmark/down-capture.js";
import {excessSharpe} from "../../../plugins/metrics/benchmark/excess-sharpe.js";
import {informationRatio} from "../../../plugins/metrics/benchmark/information-ratio.js";
import {rSquared} from "../../../plugins/metrics/benchmark/r-squared.js";
import {trackingError} from "../../../plugins/metrics/benchmark/tracking-error.js";
import {treynor} from "../../../plugins/metrics/benchmark/treynor.js";
import {upCapture} from "../../../plugins/metrics/benchmark/up-capture.js";
import {maxDrawdown} from "../../../plugins/metrics/max-drawdown.js";
import {calmar} from "../../../plugins/metrics/returns/calmar.js";
import {commonSenseRatio} from "../../../plugins/metrics/returns/common-sense-ratio.js";
import {kurtosis} from "../../../plugins/metrics/returns/kurtosis.js";
import {meanReturn} from "../../../plugins/metrics/returns/mean-return.js";
import {omega} from "../../../plugins/metrics/returns/omega.js";
import {skewness} from "../../../plugins/metrics/returns/skewness.js";
import {stability} from "../../../plugins/metrics/returns/stability.js";
import {tailRatio} from "../../../plugins/metrics/returns/tail-ratio.js";
import {conditionalValueAtRisk} from "../../../plugins/metrics/risk/conditional-value-at-risk.js";
import {downsideRisk} from "../../../plugins/metrics/risk/downside-risk.js";
import {normalValueAtRisk} from "../../../plugins/metrics/risk/normal-value-at-risk.js";
import {painIndex} from "../../../plugins/metrics/risk/pain-index.js";
import {recoveryFactor} from "../../../plugins/metrics/risk/recovery-factor.js";
import {ulcerIndex} from "../../../plugins/metrics/risk/ulcer-index.js";
import {valueAtRisk} from "../../../plugins/metrics/risk/value-at-risk.js";
import {sharpe} from "../../../plugins/metrics/sharpe.js";
import {sortino} from "../../../plugins/metrics/sortino.js";
import {totalReturn} from "../../../plugins/metrics/total-return.js";
import {volatility} from "../../../plugins/metrics/volatility.js";

interface Series {
  readonly periods: number;
  readonly returns: readonly number[];
  readonly benchmark: readonly (number | null)[];
  readonly figures: Readonly<Record<string, number | null>>;
  readonly rolling?: {readonly window: number} & Readonly<Record<RollingName, readonly (number | null)[]>>;
}
type RollingName =
  "sharpe" | "volatility" | "beta" | "alpha" | "sortino" | "drawdown" | "up" | "down" | "value" | "conditional";

const all = JSON.parse(readFileSync(new URL("figures.json", import.meta.url), "utf8")) as Record<string, Series>;

const metrics: Readonly<Record<string, Metric>> = {
  "annual-return": annualReturn(),
  "total-return": totalReturn(),
  volatility: volatility(),
  sharpe: sharpe(),
  "sharpe riskFree": sharpe({riskFree: 0.0002}),
  sortino: sortino(),
  "sortino required": sortino({required: 0.0003}),
  "max-drawdown": maxDrawdown(),
  calmar: calmar(),
  omega: omega(),
  "omega required": omega({riskFree: 0.0001, required: 0.08}),
  "tail-ratio": tailRatio(),
  "downside-risk": downsideRisk(),
  "downside-risk required": downsideRisk({required: 0.0005}),
  "value-at-risk": valueAtRisk(),
  "value-at-risk cutoff": valueAtRisk({cutoff: 0.01}),
  "conditional-value-at-risk": conditionalValueAtRisk(),
  "conditional-value-at-risk cutoff": conditionalValueAtRisk({cutoff: 0.25}),
  stability: stability(),
  "mean-return": meanReturn(),
  skewness: skewness(),
  kurtosis: kurtosis(),
  beta: beta(),
  alpha: alpha(),
  "alpha riskFree": alpha({riskFree: 0.0002}),
  "excess-sharpe": excessSharpe(),
  "tracking-error": trackingError(),
  "up-capture": upCapture(),
  "down-capture": downCapture(),
  "capture-ratio": captureRatio(),
  "batting-average": battingAverage(),
  "common-sense-ratio": commonSenseRatio(),
  "normal-value-at-risk": normalValueAtRisk(),
  "normal-value-at-risk deviations": normalValueAtRisk({deviations: 1.5}),
  "up-alpha": upAlpha(),
  "up-beta": upBeta(),
  "down-alpha": downAlpha(),
  "down-beta": downBeta(),
  "beta-fragility": betaFragility(),
  "information-ratio": informationRatio(),
  "benchmark-return": benchmarkReturn(),
  "active-return": activeReturn(),
  "benchmark-correlation": benchmarkCorrelation(),
  "r-squared": rSquared(),
  treynor: treynor(),
  "recovery-factor": recoveryFactor(),
  "pain-index": painIndex(),
  "ulcer-index": ulcerIndex()
};

function levels(returns: readonly number[]): Float64Array {
  const out = Float64Array.of(1e5, ...returns);
  for (let i = 1; i < out.length; ++i) out[i] = out[i - 1] * (1 + out[i]);
  return out;
}

/** A benchmark of these returns: a level is missing where the returns to it and from it are. */
function benchmarkOf(returns: Series["benchmark"]): Float64Array {
  const missing = (i: number) => i === returns.length || returns[i] === null;
  return levels(returns.map((r) => r ?? 0)).map((level, i) => (i > 0 && missing(i - 1) && missing(i) ? NaN : level));
}

function account({periods, returns, benchmark}: Pick<Series, "periods" | "returns" | "benchmark">): Result {
  const equity = levels(returns);
  const zeros = new Float64Array(equity.length);
  const rest = {cash: zeros, gross: zeros, net: zeros, fills: [], unfilled: 0, symbols: []};
  return {...rest, times: zeros, equity, benchmark: benchmarkOf(benchmark), periods};
}

const close = (own: number, theirs: number) => Math.abs(own - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs));

describe.each(Object.entries(all))("empyrical on %s", (_, series) => {
  it("has the same figures, and none where it has none", () => {
    expect(Object.keys(metrics)).toEqual(Object.keys(series.figures));
    for (const [name, metric] of Object.entries(metrics)) {
      const own = metric.measure(account(series));
      const theirs = series.figures[name];
      if (theirs === null) expect(own, name).toBeNaN();
      else expect(close(own, theirs), `${name}: ${own} against ${theirs}`).toBe(true);
    }
  });
});

const rolled = Object.entries(all).flatMap(([name, {rolling, ...series}]) =>
  rolling ? [[name, series, rolling] as const] : []
);

describe.each(rolled)("empyrical on %s, rolling", (_, series, {window, ...theirs}) => {
  it("has the same figures on each bar", () => {
    const {equity, benchmark, periods} = account(series);
    const own: Record<RollingName, Float64Array> = {
      sharpe: rollingSharpe(equity, window, periods),
      volatility: rollingVolatility(equity, window, periods),
      beta: rollingBeta(equity, benchmark!, window),
      alpha: rollingAlpha(equity, benchmark!, window, periods),
      sortino: rollingSortino(equity, window, periods),
      drawdown: rollingMaxDrawdown(equity, window),
      up: rollingCapture(equity, benchmark!, window, "up", periods),
      down: rollingCapture(equity, benchmark!, window, "down", periods),
      ...rollingTail(equity, window)
    };
    for (const [name, values] of Object.entries(theirs)) {
      const ours = own[name as RollingName];
      expect(ours.subarray(0, window).every(Number.isNaN), name).toBe(true);
      expect(ours.length - window, name).toBe(values.length);
      values.forEach((value, i) => expect(close(ours[window + i], value!), `${name}, bar ${window + i}`).toBe(true));
    }
  });
});

it("has another figure where the bars of a year are others", () => {
  const daily = all.daily;
  const [year, half] = [252, 126].map((periods) => account({...daily, periods}));
  for (const name of ["sharpe", "volatility", "downside-risk", "tracking-error"])
    expect(metrics[name].measure(half), name).toBeCloseTo(metrics[name].measure(year) / Math.SQRT2, 12);
  expect(metrics["mean-return"].measure(half)).toBeCloseTo(metrics["mean-return"].measure(year) / 2, 12);
});
