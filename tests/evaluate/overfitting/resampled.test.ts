import {describe, expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import {crossValidation} from "../../../core/evaluate/overfitting/cross-validation.js";
import type {HeadlineFigure} from "../../../core/evaluate/overfitting/intervals.js";
import {resampledFigures} from "../../../core/evaluate/overfitting/intervals.js";
import {meanVariance} from "../../../core/evaluate/overfitting/reality-check.js";
import {drawRows} from "../../../core/evaluate/overfitting/resampling.js";
import type {Metric, Result} from "../../../core/plugin.js";
import {annualReturn} from "../../../plugins/metrics/annual-return.js";
import {calmar} from "../../../plugins/metrics/returns/calmar.js";
import {maxDrawdown} from "../../../plugins/metrics/max-drawdown.js";
import {sharpe} from "../../../plugins/metrics/sharpe.js";
import {sortino} from "../../../plugins/metrics/sortino.js";
import {totalReturn} from "../../../plugins/metrics/total-return.js";
import {volatility} from "../../../plugins/metrics/volatility.js";

const metrics: Readonly<Record<HeadlineFigure, Metric>> = {
  "total-return": totalReturn(),
  "annual-return": annualReturn(),
  volatility: volatility(),
  sharpe: sharpe(),
  sortino: sortino(),
  "max-drawdown": maxDrawdown(),
  calmar: calmar()
};

describe("figures of drawn histories", () => {
  it("are those of the metrics, of the same rows", () => {
    const {normal} = random(5);
    const returns = Array.from({length: 25}, () => 0.002 + 0.02 * normal());
    const blocks = {kind: "stationary", length: 3} as const;
    const found = resampledFigures(returns, 252, {seed: 7, draws: 3, blocks});
    const generator = random(7);
    const rows = new Uint32Array(25);
    for (let draw = 0; draw < 3; ++draw) {
      drawRows(rows, 25, blocks, generator);
      const equity = new Float64Array(26).fill(100);
      rows.forEach((row, i) => void (equity[i + 1] = equity[i] * (1 + returns[row])));
      const none = new Float64Array(26);
      const times = Float64Array.from(equity, (_, i) => i * 86_400_000);
      const result: Result = {
        ...{times, equity, periods: 252, symbols: ["A"], fills: [], unfilled: 0},
        ...{cash: none, gross: none, net: none}
      };
      for (const [name, metric] of Object.entries(metrics))
        expect(found[name as HeadlineFigure][draw], name).toBeCloseTo(metric.measure(result)!, 9);
    }
  });
});

describe("a chosen trial", () => {
  it("that comes out exactly in the middle counts as overfitted", () => {
    const wave = [0.01, -0.01, 0.01, -0.01];
    const path = (first: number, second: number) => [
      ...wave.map((value) => value + first),
      ...wave.map((value) => value + second)
    ];
    // The first is best on each half but one, and the second of three on the other.
    const {probability, logits} = crossValidation([path(0.005, 0.001), path(0.001, 0.002), path(0, -0.003)], 2);
    expect(Array.from(logits).some((logit) => logit === 0)).toBe(true);
    expect(probability).toBe(logits.filter((logit) => logit <= 0).length / logits.length);
    expect(probability).toBeGreaterThan(0);
  });
});

describe("the variance of a mean over stationary blocks", () => {
  it("is what drawing comes to, where blocks are long for so few rows and wrap around", () => {
    const series = [3, 1, 4, 1, 5, 9, 2, 6];
    const mean = series.reduce((sum, value) => sum + value) / 8;
    const generator = random(11);
    const rows = new Uint32Array(8);
    let squares = 0;
    const draws = 60_000;
    for (let draw = 0; draw < draws; ++draw) {
      drawRows(rows, 8, {kind: "stationary", length: 5}, generator);
      const drawn = rows.reduce((sum, row) => sum + series[row], 0) / 8;
      squares += (drawn - mean) ** 2;
    }
    expect((8 * squares) / draws / meanVariance(series, mean, 5)).toBeCloseTo(1, 1.5);
  });
});
