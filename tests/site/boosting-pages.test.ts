import {describe, expect, it} from "vitest";
import type {RunPage} from "../../core/site/payload.js";
import {toSpec} from "../../core/lab/experiment.js";
import {boostingBaseline} from "../../experiments/03-boosting-baseline.js";
import {tradingSignals} from "../../experiments/04-trading-signals.js";
import {choicesOf} from "../../notebooks/components/boosting/learn.js";
import {byHorizon} from "../../notebooks/components/signals/contest.js";
import {edges, followed} from "../../notebooks/components/signals/edge.js";
import {costOf, tried, worthRuns} from "../../notebooks/components/signals/worth.js";
import {explainedOf, measuresOf, readable} from "../../reports/components/explanation.js";

type Contender = NonNullable<RunPage["run"]["contest"]>[number];
type Explanation = NonNullable<RunPage["explanation"]>;

const explanation: Explanation = {
  names: ["a", "b"],
  unit: "label",
  permutation: {mean: [0.02, null], error: [0.01, null], folds: [[0.02, null]]},
  trees: {
    gain: [3, 1],
    split: [5, 2],
    shap: [0.002, 0.001],
    base: 0.0005,
    values: [0.003, -0.001, -0.001, 0.001],
    x: [1, null, 2, 4],
    pairs: [0.002, 0, 0, 0.001],
    stages: {trees: [1, 2], ic: [0.01, 0.02]}
  },
  samples: [
    {t: 0, symbol: "A", prediction: 0.0025},
    {t: 0, symbol: "B", prediction: 0.0005}
  ],
  effects: [{feature: "a", grid: [1, 2], mean: [0.001, 0.002], individual: [0.001, null]}]
};

describe("an explanation", () => {
  it("is read in basis points where the label is a return, and still adds up", () => {
    const told = readable(explanation, "forward-return");
    expect(told.unit).toBe("basis points");
    const {values, base, x} = explainedOf(told)!;
    for (const [i, {prediction}] of told.samples.entries())
      expect(base + values[2 * i] + values[2 * i + 1]).toBeCloseTo(prediction, 10);
    expect(told.samples[0].prediction).toBeCloseTo(25, 12);
    expect(told.effects[0]).toMatchObject({grid: [1, 2], individual: [10, null]});
    expect(Array.from(x)).toEqual([1, NaN, 2, 4]);
    expect(told.trees!.gain).toEqual([3, 1]);
  });

  it("stays as it is where the label is no return, or the model answers in log-odds", () => {
    expect(readable(explanation, "triple-barrier")).toBe(explanation);
    const odds = {...explanation, unit: "log-odds"};
    expect(readable(odds, "forward-return")).toBe(odds);
  });

  it("has the measures that its model has, with errors where there are some", () => {
    expect(measuresOf(explanation).map(({title}) => title)).toEqual(["SHAP", "Permutation", "Gain", "Splits"]);
    const {trees, ...plain} = explanation;
    expect(measuresOf(plain).map(({title}) => title)).toEqual(["Permutation"]);
    expect(explainedOf(plain)).toBeNull();
    expect(measuresOf({...plain, trees: {...trees!, gain: null}}).map(({title}) => title)).not.toContain("Gain");
    expect(Array.from(measuresOf(plain)[0].errors!)).toEqual([0.01, NaN]);
  });
});

describe("a contest", () => {
  it("is taken apart by horizon, the shortest first, in its own order", () => {
    const contender = (name: string, horizon: number): Contender => {
      return {name, model: "lightgbm", horizon, shuffled: false, metrics: {}, folds: []};
    };
    const horizons = byHorizon([
      contender("model", 5),
      contender("long", 21),
      contender("short", 1),
      contender("b", 5)
    ]);
    expect(horizons.map(({rows, contest}) => [rows, contest.map(({name}) => name)])).toEqual([
      [1, ["short"]],
      [5, ["model", "b"]],
      [21, ["long"]]
    ]);
  });
});

describe("what a trade earns", () => {
  it("is the outcome in the signal's direction, of the strongest signals first", () => {
    const signal = Float64Array.of(4, -3, 2, -1, NaN, 9);
    const outcome = Float64Array.of(0.001, -0.0005, -0.0002, 0.0001, 1, NaN);
    const list = edges(signal, outcome, 2);
    expect(list.map(({share}) => share)).toEqual([...followed]);
    expect(list[0].trades).toBe(4);
    expect(list[0].gain).toBeCloseTo((10 + 5 - 2 - 1) / 4, 10);
    // Two blocks of two cells: their sums less the mean of 3 a cell are 15 − 6 and −3 − 6.
    expect(list[0].error).toBeCloseTo(Math.sqrt(81 + 81) / 4, 10);
    expect(list[1]).toMatchObject({share: 0.5, trades: 2});
    expect(list[1].gain).toBeCloseTo(7.5, 10);
    expect(list.at(-1)).toMatchObject({trades: 1});
    expect(list.at(-1)!.gain).toBeCloseTo(10, 10);
  });
});

describe("the pages' settings", () => {
  it("are those of the experiments", () => {
    expect(choicesOf(toSpec(boostingBaseline))).toMatchObject({
      trees: 60,
      leaves: 7,
      rate: 0.03,
      least: 60,
      horizon: 5
    });
    const spec = toSpec(tradingSignals);
    expect(costOf(spec)).toBeCloseTo(10, 10);
    const runs = worthRuns(spec.backtest!);
    expect(runs.map(({key}) => key)).toEqual(["recorded", ...tried.map((points) => `cost ${points}`)]);
    expect(runs[0].backtest).toBe(spec.backtest);
    const {slippage, commission, strategy} = runs.at(-1)!.backtest;
    expect([slippage.params, commission.params]).toEqual([{points: 30, limit: 0.1}, {rate: 0}]);
    expect(strategy).toEqual(spec.backtest!.strategy);
  });
});
