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
