import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {dropColumns, permutationByFold, permute, together} from "../../core/learn/importance/permutation.js";
import {scores} from "../../core/learn/importance/scores.js";
import type {Context, Dataset, Fitted} from "../../core/plugin.js";
import {meanAbsolute, treeImportance} from "../../core/trees/explain/importance.js";
import {shapValues} from "../../core/trees/explain/shapley.js";
import {ridge} from "../../plugins/models/ridge.js";
import {golden, modelOf, samplesOf} from "./explained.js";
import {randomTrees} from "./random-trees.js";

const context: Context = {
  random: random(1),
  log: () => {},
  progress: () => {},
  signal: new AbortController().signal
};

/**
 * Days × names samples of four features: y = 2 a + b + noise, c repeats a, d is noise; e is the day's, the same of all.
 */
function samples(days = 60, names = 20): Dataset {
  const r = random(5);
  const n = days * names;
  const x = new Float32Array(n * 5);
  const y = new Float64Array(n);
  for (let i = 0; i < n; ++i) {
    const day = Math.floor(i / names);
    const [a, b] = [r.normal(), r.normal()];
    x.set([a, b, a, r.normal(), i % names === 0 ? r.normal() : x[day * names * 5 + 4]], i * 5);
    y[i] = 2 * a + b + r.normal();
  }
  const t = Float64Array.from(y, (_, i) => Math.floor(i / names));
  return {
    x,
    shape: [n, 1, 5],
    y,
    t,
    until: t.map((each) => each + 1),
    cell: Uint32Array.from(y.keys()),
    names: [..."abcde"]
  };
}

/** A model that is known: y = 2 a + b + 3 e. */
const known: Fitted = {
  predict: ({x, shape}) =>
    Float64Array.from({length: shape[0]}, (_, i) => 2 * x[i * 5] + x[i * 5 + 1] + 3 * x[i * 5 + 4]),
  save: () => new Uint8Array()
};

describe("what training knew", () => {
  it.each(Object.entries(golden.cases).filter(([, {gain}]) => gain))(
    "%s: as LightGBM adds it up",
    (name, {gain, split}) => {
      const ours = treeImportance(modelOf(name));
      expect(Array.from(ours.split)).toEqual(split);
      // The text format has six digits of each node's gain.
      ours.gain!.forEach((value, j) => expect(Math.abs(value - gain![j]!)).toBeLessThan(1e-5 * (1 + gain![j]!)));
      expect(ours.cover!.every((value) => value >= 0)).toBe(true);
    }
  );

  it("divides encodings among their features, and says what it does not know", () => {
    const {ensemble, x, shape} = randomTrees(6, {encoded: true});
    const {split, gain, cover} = treeImportance(ensemble);
    const nodes = ensemble.trees.reduce((all, {feature}) => all + feature.length, 0);
    expect(split.reduce((all, each) => all + each, 0)).toBeCloseTo(nodes, 12);
    expect(gain).toBeNull();
    expect(cover).toHaveLength(4);
    const shares = meanAbsolute(shapValues(ensemble, x, shape), 4);
    expect(shares).toHaveLength(4);
    expect(shares[1]).toBeGreaterThan(0);
  });

  it("adds up the mean sizes of Shapley values", () => {
    const name = "LightGBM of three classes";
    const {x, shape} = samplesOf(name);
    const attribution = shapValues(modelOf(name), x, shape);
    const first = attribution.values.reduce((all, each, i) => (i % 6 === 0 ? all + Math.abs(each) : all), 0);
    expect(meanAbsolute(attribution, 6)[0]).toBeCloseTo(first / shape[0], 12);
  });
});

describe("permutation", () => {
  const data = samples();

  it("costs what the model makes of a feature: twice its weight's square times the variance, in squared error", () => {
    const losses = permute(known, data, {score: "mse", random: random(3), repeats: 20});
    const cost = Object.fromEntries(losses.map(({name, drops}) => [name, drops.reduce((a, b) => a + b, 0) / 20]));
    // Each value meets another at random: the mean of (w a − w a′)² is 2 w² times the variance.
    expect(cost.a).toBeGreaterThan(7);
    expect(cost.a).toBeLessThan(9);
    expect(cost.b).toBeGreaterThan(1.6);
    expect(cost.b).toBeLessThan(2.4);
    expect([cost.c, cost.d]).toEqual([0, 0]);
  });

  it("is the same for a seed, whatever else is permuted, and leaves the samples alone", () => {
    const before = data.x.slice();
    const all = permute(known, data, {score: "ic", random: random(3), repeats: 2});
    const one = permute(known, data, {
      score: "ic",
      random: random(3),
      repeats: 2,
      groups: [{name: "b", features: [1]}]
    });
    expect(one[0].drops).toEqual(all[1].drops);
    expect(data.x).toEqual(before);
    const other = permute(known, data, {score: "ic", random: random(4), repeats: 2});
    expect(other[0].drops).not.toEqual(all[0].drops);
  });

  it("within an instant leaves alone what the instant's samples share", () => {
    const {drops} = permute(known, data, {score: "mse", random: random(3), within: "time"})[4];
    expect(Array.from(drops)).toEqual([0, 0, 0, 0, 0]);
    expect(permute(known, data, {score: "mse", random: random(3)})[4].drops.every((drop) => drop !== 0)).toBe(true);
    const single = samples(30, 1);
    expect(() => permute(known, single, {score: "mse", random: random(3), within: "time"})).toThrow(/^invalid within/);
  });

  it("of a group finds what its members share, which each alone does not show", async () => {
    const fitted = await ridge({penalty: 10}).fit(data, context);
    const options = {score: "ic", random: random(3)} as const;
    const [a, c] = [0, 2].map((j) => permute(fitted, data, options)[j].drops[0]);
    const together = permute(fitted, data, {...options, groups: [{name: "a and c", features: [0, 2]}]})[0].drops[0];
    expect(together).toBeGreaterThan(1.5 * Math.max(a, c));
    const without = await dropColumns(ridge({penalty: 10}), data, data, context, {
      score: "ic",
      groups: [
        {name: "a", features: [0]},
        {name: "a and c", features: [0, 2]}
      ]
    });
    expect(Math.abs(without[0].drops[0])).toBeLessThan(0.002);
    expect(without[1].drops[0]).toBeGreaterThan(0.3);
  });

  it("goes over all rows of a window", () => {
    const windowed: Fitted = {
      predict: ({x, shape: [n, window, k]}) => Float64Array.from({length: n}, (_, i) => x[i * window * k]),
      save: () => new Uint8Array()
    };
    const {y, t, until, cell} = data;
    const x = Float32Array.from({length: y.length * 6}, (_, i) => (i % 6 === 0 ? y[i / 6] : 0));
    const losses = permute(windowed, {x, shape: [y.length, 3, 2], y, t, until, cell}, {score: "ic", random: random(1)});
    expect(losses[0].drops[0]).toBeCloseTo(1, 0);
    expect(Array.from(losses[1].drops)).toEqual([0, 0, 0, 0, 0]);
  });

  it("adds folds up with the error from fold to fold", () => {
    const {onFold, result} = permutationByFold({score: "mse", random: random(2), repeats: 3});
    for (const number of [0, 1, 2]) onFold({number, fitted: known, test: data});
    const found = result();
    expect(found[0].folds).toHaveLength(3);
    expect(new Set(found[0].folds).size).toBe(3);
    expect(found[0].mean / found[0].error).toBeGreaterThan(20);
    expect(found[3]).toMatchObject({name: "d", mean: 0, error: 0});
    const [single] = together([[{name: "a", drops: Float64Array.of(1, 3)}]]);
    expect(single).toMatchObject({mean: 2, error: 1});
    expect(() => together([])).toThrow(/^missing folds/);
  });

  it("refuses features that there are not, and samples that cannot be permuted", () => {
    const stream = random(1);
    const groups = [{name: "z", features: [5]}];
    expect(() => permute(known, data, {score: "mse", random: stream, groups})).toThrow(/^unknown feature: number 5/);
    expect(() => permute(known, data, {score: "mse", random: stream, repeats: 0})).toThrow(/^invalid repeats/);
    expect(() => permute(known, samples(1, 1), {score: "mse", random: stream})).toThrow(/^missing samples/);
  });
});

it("scores are those of their formulas", () => {
  const y = Float64Array.of(1, 0, NaN, 1);
  const t = Float64Array.of(1, 1, 2, 2);
  const prediction = Float64Array.of(0.8, 0.4, 0.9, 0);
  expect(scores.mse.of(prediction, {y, t})).toBeCloseTo((0.04 + 0.16 + 1) / 3, 14);
  expect(scores.logloss.of(prediction, {y, t})).toBeCloseTo(-(Math.log(0.8) + Math.log(0.6) + Math.log(1e-15)) / 3, 10);
  expect(scores.ic.of(prediction, {y, t})).toBeCloseTo(0, 14);
  const days = {y: Float64Array.of(1, 2, 3, 4, 5, 1, 2, 3, 4, 5), t: Float64Array.of(1, 1, 1, 1, 1, 2, 2, 2, 2, 2)};
  expect(scores.ic.of(Float64Array.of(1, 2, 3, 4, 5, 9, 8, 7, 6, 5), days)).toBeCloseTo(0, 14);
  expect(scores.ic.of(Float64Array.of(1, 2, 3, 4, 5, 7, 7, 7, 7, 7), days)).toBeCloseTo(0.5, 14);
});
