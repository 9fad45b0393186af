import {expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import {predictRaw, predictTrees} from "../../../core/trees/predict.js";
import {loadTrees, saveTrees} from "../../../core/trees/save.js";
import {growth, listening, samples, trained} from "./made.js";

const data = samples(40, 10, 3, ([a, b], noise) => 2 * a + a * b + 0.1 * noise);
const squares = (x: Float64Array, y: Float64Array) =>
  x.reduce((sum, value, i) => sum + (value - y[i]) ** 2, 0) / y.length;

it("learns what features say", async () => {
  const {ensemble} = await trained(data, {rounds: 40});
  const test = samples(20, 10, 3, ([a, b], noise) => 2 * a + a * b + 0.1 * noise, 6);
  const error = squares(predictTrees(ensemble, test.x, test.shape), test.y);
  const spread = squares(new Float64Array(test.y.length), test.y);
  expect(ensemble.trees).toHaveLength(40);
  expect(error / spread).toBeLessThan(0.12);
});

it("fits one split by hand", async () => {
  const x = Float32Array.of(1, 2, 3, 4, 5, 6);
  const y = Float64Array.of(1, 1, 1, 7, 7, 13);
  const {ensemble} = await trained(
    {x, shape: [6, 1], y},
    {
      rounds: 1,
      shrinkage: 0.5,
      growth: {...growth, leaves: 2, minData: 1, l2: 1},
      binning: {maxBin: 9, minDataInBin: 1, sampled: 100, seed: 1, categorical: []}
    }
  );
  const [tree] = ensemble.trees;
  expect(ensemble.bias).toEqual(Float64Array.of(5));
  // Left: residuals 4, 4, 4 of s − y; right −2, −2, −8. Gains 12²/4 + 12²/4, that of the node 0.
  expect(tree.threshold).toEqual(Float64Array.of(3.5));
  expect(tree.gain![0]).toBeCloseTo(72, 6);
  expect(Array.from(tree.value, (value) => +value.toFixed(6))).toEqual([-1.5, 1.5]);
  expect(predictRaw(ensemble, Float32Array.of(3, 3.75), [2, 1])).toEqual(
    Float64Array.of(5 + tree.value[0], 5 + tree.value[1])
  );
});

it("goes on from trees as one longer training, with bags, features by tree and any loss", async () => {
  const y = data.y.map((value) => Math.max(0, Math.round(value)));
  for (const loss of [
    {kind: "squared"},
    {kind: "poisson", maxDeltaStep: 0.7},
    {kind: "quantile", alpha: 0.8}
  ] as const) {
    const sampling = {bagging: {part: 0.6, every: 3}, features: 0.7};
    const whole = await trained({...data, y}, {loss, rounds: 12, sampling});
    const half = await trained({...data, y}, {loss, rounds: 6, sampling});
    const rest = await trained(
      {...data, y},
      {loss, rounds: 6, sampling, continued: loadTrees(saveTrees(half.ensemble))}
    );
    expect(rest.ensemble.trees).toHaveLength(12);
    expect(saveTrees(rest.ensemble)).toEqual(saveTrees(whole.ensemble));
  }
});

it("goes on with classes from where it was, those among them that it does not see again", async () => {
  const y = data.y.map((value) => Math.sign(Math.round(value)));
  const loss = {kind: "multiclass"} as const;
  const whole = await trained({...data, y}, {loss, rounds: 6});
  const half = await trained({...data, y}, {loss, rounds: 2});
  const rest = await trained({...data, y}, {loss, rounds: 4, continued: half.ensemble});
  expect(saveTrees(rest.ensemble)).toEqual(saveTrees(whole.ensemble));
  const fewer = y.map((value) => Math.max(0, value));
  const later = await trained({...data, y: fewer}, {loss, rounds: 1, continued: half.ensemble});
  expect(later.ensemble.classes).toEqual([-1, 0, 1]);
  expect(later.ensemble.trees).toHaveLength(9);
  const other = {...data, y: y.map((value) => value + 5)};
  await expect(trained(other, {loss, continued: half.ensemble})).rejects.toThrow("invalid label: ");
});

it("answers with one leaf a tree by the formulas of each loss", async () => {
  const few = {x: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), shape: [8, 1] as const};
  const counts = Float64Array.of(0, 1, 0, 1, 3, 2, 4, 3);
  const weight = Float64Array.of(1, 2, 1, 1, 1, 3, 1, 1);
  const rule = {...growth, leaves: 2, minData: 1, l2: 0.5, l1: 0.25};
  const binning = {maxBin: 9, minDataInBin: 1, sampled: 100, seed: 1, categorical: []};
  const losses = [
    {kind: "squared"},
    {kind: "huber", delta: 1},
    {kind: "poisson", maxDeltaStep: 0.7},
    {kind: "binary", positive: 2}
  ] as const;
  for (const loss of losses) {
    const y = loss.kind === "binary" ? counts.map((value) => (value > 1 ? 1 : 0)) : counts;
    const {ensemble} = await trained({...few, y, weight}, {loss, rounds: 1, shrinkage: 0.5, growth: rule, binning});
    const [s] = ensemble.bias;
    const p = 1 / (1 + Math.exp(-s));
    const derivatives = Array.from(y, (label, i) => {
      const w = weight[i] * (loss.kind === "binary" && label === 1 ? 2 : 1);
      if (loss.kind === "binary") return [w * (p - label), w * p * (1 - p)];
      if (loss.kind === "poisson") return [w * (Math.exp(s) - label), w * Math.exp(s + 0.7)];
      const d = s - label;
      return [w * (loss.kind === "huber" ? Math.max(-1, Math.min(1, d)) : d), w];
    });
    const score = (places: readonly number[]) => {
      const [g, h] = [0, 1].map((k) => places.reduce((sum, i) => sum + derivatives[i][k], 0));
      const t = Math.sign(g) * Math.max(0, Math.abs(g) - 0.25);
      return {gain: (t * t) / (h + 0.5), leaf: (-0.5 * t) / (h + 0.5)};
    };
    const all = [0, 1, 2, 3, 4, 5, 6, 7];
    const cuts = all.slice(1).map((cut) => {
      const sides = [score(all.slice(0, cut)), score(all.slice(cut))];
      return {cut, leaves: sides.map(({leaf}) => leaf), gain: sides[0].gain + sides[1].gain - score(all).gain};
    });
    const best = cuts.toSorted((a, b) => b.gain - a.gain)[0];
    const [tree] = ensemble.trees;
    expect(tree.threshold[0]).toBe(best.cut + 0.5);
    expect(tree.gain![0]).toBeCloseTo(best.gain, 5);
    tree.value.forEach((value, leaf) => expect(value).toBeCloseTo(best.leaves[leaf], 6));
  }
});

it("answers with quantiles of what is left in each leaf", async () => {
  const few = {x: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), shape: [8, 1] as const};
  const y = Float64Array.of(1, 2, 3, 4, 100, 200, 300, 400);
  const binning = {maxBin: 9, minDataInBin: 1, sampled: 100, seed: 1, categorical: []};
  const rule = {...growth, leaves: 2, minData: 1};
  // Medians begin at 52, and the halves' are 2.5 and 250; the 0.9-quantile begins at 330, and only the last lies above it.
  for (const [loss, cut, low, high] of [
    [{kind: "absolute"}, 4.5, 2.5, 250],
    [{kind: "quantile", alpha: 0.9}, 7.5, 240, 400]
  ] as const) {
    const {ensemble} = await trained({...few, y}, {loss, rounds: 1, shrinkage: 1, growth: rule, binning});
    const predicted = predictRaw(ensemble, few.x, few.shape);
    expect(ensemble.trees[0].threshold[0]).toBe(cut);
    expect(predicted[0]).toBeCloseTo(low, 10);
    expect(predicted[7]).toBeCloseTo(high, 10);
  }
});

it("reports that it is done where it ends early", async () => {
  const context = listening();
  await trained(data, {rounds: 50, growth: {...growth, minGain: 1e9}}, context);
  expect(context.steps).toEqual([
    [0, 50],
    [1, 50],
    [50, 50]
  ]);
});

it("reports its progress, and is cancelled between trees", async () => {
  const controller = new AbortController();
  const context = listening(controller.signal);
  const steps: number[] = [];
  const progress = (done: number) => {
    steps.push(done);
    if (done === 3) controller.abort(new Error("enough"));
  };
  await expect(trained(data, {rounds: 50}, {...context, progress})).rejects.toThrow("enough");
  expect(steps).toEqual([0, 1, 2, 3]);
});

it("weighs samples as if they were there as often", async () => {
  const r = random(3);
  const weight = Float64Array.from(data.y, () => 1 + r.integer(3));
  const places = Array.from(weight.keys()).flatMap((i) => new Array<number>(weight[i]).fill(i));
  const repeated = {
    x: Float32Array.from(places.flatMap((i) => Array.from(data.x.subarray(3 * i, 3 * i + 3)))),
    shape: [places.length, 3] as const,
    y: Float64Array.from(places, (i) => data.y[i])
  };
  const bounds = new Map([0, 1, 2].map((j) => [j, Float64Array.of(-1.5, -1, -0.5, 0, 0.5, 1, 1.5)]));
  const binning = {maxBin: 9, minDataInBin: 1, sampled: 1e5, seed: 1, categorical: [], bounds};
  const free = {...growth, minData: 1, minHessian: 20};
  const weighed = await trained({...data, weight}, {binning, growth: free});
  const copied = await trained(repeated, {binning, growth: free});
  const [a, b] = [weighed, copied].map(({ensemble}) => predictRaw(ensemble, data.x, data.shape));
  for (let i = 0; i < a.length; ++i) expect(a[i]).toBeCloseTo(b[i], 5);
});
