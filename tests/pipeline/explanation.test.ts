import {describe, expect, it} from "vitest";
import {field} from "../../core/base/panel.js";
import {mean as average} from "../../core/base/stats.js";
import {context, effects} from "../../core/lab/context.js";
import {scores} from "../../core/learn/importance/scores.js";
import {pipeline} from "../../core/pipeline/pipeline.js";
import type {Plan} from "../../core/pipeline/plan.js";
import {momentum} from "../../plugins/features/momentum.js";
import {returns} from "../../plugins/features/returns.js";
import {volatility} from "../../plugins/features/volatility.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {lightgbm} from "../../plugins/models/lightgbm.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";
import {randomPanel} from "../panels.js";

const market = randomPanel({rows: 260, symbols: 8, gaps: false});
const names = ["last", "momentum", "volatility"];
const model = lightgbm({num_iterations: 10, num_leaves: 4, min_data_in_leaf: 20, seed: 2});
const learn = {
  label: forwardReturn({horizon: 2}),
  split: walkForward({train: 100, test: 50, step: 50}),
  model,
  baseline: mean(),
  explain: true
};
const plan: Plan = {
  features: {
    last: returns({window: 1}),
    momentum: momentum({window: 20, skip: 2}),
    volatility: volatility({window: 10})
  },
  learn,
  metrics: [],
  seed: 4
};
const made = (of: Plan) => pipeline(market, of, {periods: 252}, context(effects(), 4));

describe("an explanation", async () => {
  const outcome = await made(plan);
  const {explanation, folds} = outcome.learned!;
  const {trees, samples} = explanation!;
  const k = names.length;

  it("holds features as they were before they were scaled, of samples of the last fold's test", () => {
    expect(explanation!.names).toEqual(names);
    const {from, to} = folds.at(-1)!.test;
    expect(samples.length).toBeGreaterThan(100);
    for (const [i, {t, symbol}] of samples.entries()) {
      expect(t >= from && t <= to).toBe(true);
      const cell = outcome.panel.times.indexOf(t) * market.symbols.length + market.symbols.indexOf(symbol);
      for (const [j, name] of names.entries())
        expect(trees!.x[i * k + j]).toBeCloseTo(field(outcome.panel, name)[cell], 6);
    }
  });

  it("adds up to what was predicted", () => {
    const {signal} = outcome.panel.fields;
    for (const [i, {t, symbol, prediction}] of samples.entries()) {
      const sum = names.reduce((all, _, j) => all + trees!.values[i * k + j]!, trees!.base);
      expect(sum).toBeCloseTo(prediction, 7);
      const cell = outcome.panel.times.indexOf(t) * market.symbols.length + market.symbols.indexOf(symbol);
      expect(signal[cell]).toBeCloseTo(prediction, 7);
    }
  });

  it("has a figure of each fold, and curves of what matters most first", () => {
    const {permutation, effects: curves} = explanation!;
    for (const [j] of names.entries())
      expect(average(permutation.folds.map((fold) => fold[j]!))).toBeCloseTo(permutation.mean[j]!, 6);
    expect(permutation.folds).toHaveLength(folds.length);
    const size = (name: string) => trees!.shap[names.indexOf(name)]!;
    const order = curves.map(({feature}) => size(feature));
    expect(order).toEqual([...order].sort((a, b) => b - a));
    for (const {feature, grid, mean: curve, individual} of curves) {
      expect(curve).toHaveLength(grid.length);
      expect(individual.length % grid.length).toBe(0);
      const raw = trees!.x.filter((_, i) => i % k === names.indexOf(feature)) as number[];
      for (const value of grid as number[]) {
        expect(value).toBeGreaterThanOrEqual(Math.min(...raw) - 1e-6);
        expect(value).toBeLessThanOrEqual(Math.max(...raw) + 1e-6);
      }
    }
  });

  it("says the IC after all trees that the signal has", () => {
    const {signal} = outcome.panel.fields;
    const {cell, t, y} = outcome.learned!.dataset;
    const parts = folds.map(({test: {from, to}}) => {
      const places = Array.from(cell.keys()).filter((i) => t[i] >= from && t[i] <= to && Number.isFinite(y[i]));
      const pick = (values: Float64Array) => Float64Array.from(places, (i) => values[i]);
      const ic = scores.ic.of(
        Float64Array.from(places, (i) => signal[cell[i]]),
        {y: pick(y), t: pick(t)}
      );
      return {ic, weight: places.length};
    });
    const total = parts.reduce((sum, {weight}) => sum + weight, 0);
    const whole = parts.reduce((sum, {ic, weight}) => sum + (weight / total) * ic, 0);
    expect(trees!.stages.trees).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(trees!.stages.ic.at(-1)).toBeCloseTo(whole, 5);
  });

  it("is the same when it is made again, in the hash, and not there where it was not asked for", async () => {
    expect((await made(plan)).hashes).toEqual(outcome.hashes);
    expect(outcome.hashes.explanation).toMatch(/^[0-9a-f]{64}$/);
    const {explain: _, ...silent} = learn;
    const without = await made({...plan, learn: silent});
    expect(without.learned).not.toHaveProperty("explanation");
    expect(without.hashes.signal).toBe(outcome.hashes.signal);
  });

  it("of a model without trees has permutation and curves alone", async () => {
    const {learned} = await made({...plan, learn: {...learn, model: ridge()}});
    expect(learned!.explanation).not.toHaveProperty("trees");
    expect(learned!.explanation!.permutation.mean.every((value) => value !== null)).toBe(true);
    expect(learned!.explanation!.effects.map(({feature}) => feature).sort()).toEqual([...names].sort());
  });
});
