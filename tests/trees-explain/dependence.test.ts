import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {accumulatedEffects, centred, effects, quantileGrid} from "../../core/learn/importance/effects.js";
import type {Fitted} from "../../core/plugin.js";
import {treeDependence} from "../../core/trees/explain/dependence.js";
import {predictRaw} from "../../core/trees/predict.js";
import {golden, modelOf, samplesOf} from "./explained.js";
import {meanAnswer, randomTrees} from "./random-trees.js";

const name = "scikit-learn's forest";
const model = modelOf(name);
const {dependence} = golden;
const grid = Float64Array.from(dependence.grid);
const second = Float64Array.from(dependence.second);
const fitted: Pick<Fitted, "predict"> = {predict: ({x, shape}) => predictRaw(model, x, [shape[0], shape[2]])};
const {x, shape} = samplesOf(name);
const data = {x, shape: [shape[0], 1, shape[1]] as const};

function close(ours: ArrayLike<number>, theirs: readonly (number | null)[]): void {
  expect(ours).toHaveLength(theirs.length);
  theirs.forEach((value, i) => expect(ours[i]).toBeCloseTo(value!, 12));
}

describe("partial dependence is scikit-learn's", () => {
  it("from the trees alone", () => {
    close(treeDependence(model, [0], [grid]), dependence.recursion);
    close(treeDependence(model, [0, 3], [grid, second]), dependence.pairs);
  });

  it("from samples, with the lines of each", () => {
    const {mean, individual} = effects(fitted, data, [0], [grid]);
    close(mean, dependence.brute.average);
    close(individual, dependence.brute.individual);
    close(effects(fitted, data, [0, 3], [grid, second]).mean, dependence.brutePairs);
    const lines = centred(individual, grid.length, 4);
    lines.forEach((value, i) => {
      const start = i - (i % grid.length);
      expect(value).toBeCloseTo(individual[i] - individual[start + 4], 14);
    });
  });
});

it("the trees' dependence takes encodings as known where their features are, of each output", () => {
  for (const seed of [1, 2, 3, 4]) {
    const {ensemble} = randomTrees(seed, {encoded: true, outputs: 2});
    const values = Float64Array.of(0, 1, 2, 4);
    const found = treeDependence(ensemble, [3], [values]);
    const own = ensemble.trees.filter((_, i) => i % 2 === 1);
    values.forEach((category, i) => {
      const columns = [0, 0, 0, category, ensemble.encodings![0].values.get(String(category)) ?? 0.1, 0];
      const sum = own.reduce((all, tree) => all + meanAnswer(tree, columns, (j) => j === 3 || j === 4), 0);
      const scale = 0.7 / (ensemble.average ? own.length : 1);
      expect(found[values.length + i]).toBeCloseTo(ensemble.bias[1] + scale * sum, 12);
    });
  }
  expect(() => treeDependence(model, [6], [grid])).toThrow(/^unknown feature: number 6; there are 6$/);
  expect(() => treeDependence(model, [0, 1], [grid])).toThrow(/^invalid grids: 1/);
});

describe("grids and accumulated effects", () => {
  const r = random(8);
  const n = 4000;
  const made = new Float32Array(n * 3);
  for (let i = 0; i < n; ++i) {
    const a = r.normal();
    made.set([a, a + 0.1 * r.normal(), r.integer(3)], i * 3);
  }
  const samples = {x: made, shape: [n, 1, 3] as const};
  const curve: Pick<Fitted, "predict"> = {
    predict: ({x: values, shape: [count]}) =>
      Float64Array.from({length: count}, (_, i) => values[i * 3] ** 2 + 3 * values[i * 3 + 1])
  };

  it("grids are quantiles, or all values where they are few", () => {
    expect(Array.from(quantileGrid(samples, 2))).toEqual([0, 1, 2]);
    const found = quantileGrid(samples, 0, 11);
    expect(found).toHaveLength(11);
    expect(found[0]).toBeCloseTo(-1.645, 0);
    expect(found[5]).toBeCloseTo(0, 0);
    expect(() => quantileGrid(samples, 3)).toThrow(/^unknown feature/);
  });

  it("accumulate what one feature does, and not what goes along with it", () => {
    const {edges, values, counts} = accumulatedEffects(curve, samples, 0, 40);
    expect(counts.reduce((a, b) => a + b, 0)).toBe(n);
    const middle = values[20] - edges[20] * edges[20];
    for (let i = 3; i <= 37; ++i) expect(Math.abs(values[i] - edges[i] ** 2 - middle)).toBeLessThan(0.05);
    const level = counts.reduce((all, count, i) => all + (count * (values[i] + values[i + 1])) / 2, 0);
    expect(level / n).toBeCloseTo(0, 10);
    const line = accumulatedEffects(curve, samples, 1, 10);
    expect((line.values[9] - line.values[1]) / (line.edges[9] - line.edges[1])).toBeCloseTo(3, 4);
    const nothing = accumulatedEffects(curve, samples, 2);
    expect(nothing.values.every((value) => value === 0)).toBe(true);
  });

  it("do not accumulate over one value", () => {
    const flat = {x: new Float32Array(30), shape: [10, 1, 3] as const};
    expect(() => accumulatedEffects(curve, flat, 0)).toThrow(/^invalid feature: number 0 does not vary/);
    expect(() => effects(curve, {x: new Float32Array(), shape: [0, 1, 3]}, [0], [grid])).toThrow(/^missing samples/);
  });
});
