import {describe, expect, it} from "vitest";
import {makeGrower} from "../../../core/boosting/make-grower.js";
import {makeCrew} from "../../../core/lab/crew.js";
import {train} from "../../../core/boosting/train.js";
import {predictRaw, predictTrees} from "../../../core/trees/predict.js";
import {saveTrees} from "../../../core/trees/save.js";
import {makeOracleGrower, oracleWithBins} from "../oracle/grower.js";
import {growth, listening, samples, trained, training} from "./made.js";

const data = samples(30, 10, 4, ([a, b, c], noise) => 2 * a + a * b + (c > 0 ? 1 : 0) + 0.3 * noise);
const [n, k] = data.shape;

/** Raw values of some of the trees, whose leaves are multiplied. */
const sumOf = (trees: readonly {value: Float64Array}[], scale: number, ensemble: Parameters<typeof predictRaw>[0]) =>
  predictRaw({...ensemble, bias: new Float64Array(1), scale, trees: trees as typeof ensemble.trees}, data.x, [n, k]);

it("trains the same on the learner of haste and on that without", async () => {
  const more = {
    sampling: {bagging: {part: 0.7, every: 2}, features: 0.8},
    loss: {kind: "poisson", maxDeltaStep: 0.7} as const,
    growth: {...growth, featuresByNode: 0.7, l2: 0.5}
  };
  const y = data.y.map((value) => Math.max(0, Math.round(value + 2)));
  const fast = await trained({...data, y}, more);
  const slow = await train({...data, y}, {...training, ...more}, listening(), async (x, shape, binning, rule, help) => {
    const grower = await makeGrower(x, shape, binning, rule, help);
    const {bins} = grower;
    await grower.free();
    return oracleWithBins(x, shape, bins, rule);
  });
  expect(fast.ensemble.trees.length).toBe(10);
  expect(saveTrees(fast.ensemble)).toEqual(saveTrees(slow.ensemble));
});

it("trains the same with any number of threads", async () => {
  const large = samples(100, 60, 6, ([a, b, c], noise) => a + b * c + noise);
  const y = large.y.map((value) => (value > 0 ? 1 : 0));
  const more = {loss: {kind: "binary"}, rounds: 5, sampling: {bagging: {part: 0.8, every: 1}}} as const;
  const saved: Uint8Array[] = [];
  for (const threads of [1, 2, 4]) {
    const crew = makeCrew(threads, 0);
    const {ensemble} = await trained({...large, y}, more, {...listening(), crew} as ReturnType<typeof listening>);
    saved.push(saveTrees(ensemble));
  }
  expect(saved[1]).toEqual(saved[0]);
  expect(saved[2]).toEqual(saved[0]);
});

it("trains on bins of another maker", async () => {
  const {ensemble} = await train(data, training, listening(), makeOracleGrower);
  expect(ensemble.trees).toHaveLength(10);
});

describe("dropout", () => {
  const mode = {mode: "dropout", dropout: {rate: 1, most: 0, skip: 0, uniform: true}} as const;

  it("shares what it dropped among the dropped and the new: weights by hand", async () => {
    const rounds = 3;
    const {ensemble} = await trained(data, {...mode, rounds, shrinkage: 1});
    // With all dropped, each round learns the same first tree: the new weighs 1 / (1 + k), the others k / (1 + k) less.
    const first = await trained(data, {rounds: 1, shrinkage: 1});
    const [tree] = first.ensemble.trees;
    const weights = [(1 / 2) * (2 / 3), (1 / 2) * (2 / 3), 1 / 3];
    for (const [i, each] of ensemble.trees.entries()) {
      expect(Array.from(each.feature)).toEqual(Array.from(tree.feature));
      each.value.forEach((value, leaf) => expect(value).toBeCloseTo(tree.value[leaf] * weights[i], 5));
    }
  });

  it("is boosting where it drops none, but for the last bits", async () => {
    const none = await trained(data, {mode: "dropout", dropout: {rate: 0.5, most: 0, skip: 1, uniform: true}});
    const plain = await trained(data);
    const [a, b] = [none, plain].map(({ensemble}) => predictRaw(ensemble, data.x, [n, k]));
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i], 6));
  });

  it("learns, and is the same for a seed", async () => {
    const dropout = {rate: 0.2, most: 5, skip: 0.3, uniform: false};
    const [a, b, c] = await Promise.all(
      [1, 1, 2].map((seed) => trained(data, {mode: "dropout", dropout, rounds: 30, seed}))
    );
    expect(saveTrees(a.ensemble)).toEqual(saveTrees(b.ensemble));
    expect(saveTrees(a.ensemble)).not.toEqual(saveTrees(c.ensemble));
    const predicted = predictTrees(a.ensemble, data.x, [n, k]);
    const error = predicted.reduce((sum, value, i) => sum + (value - data.y[i]) ** 2, 0);
    expect(error / data.y.reduce((sum, value) => sum + value ** 2, 0)).toBeLessThan(0.25);
  });
});

describe("a forest", () => {
  it("is the mean of trees that all begin from the start", async () => {
    const sampling = {bagging: {part: 0.6, every: 1}};
    const {ensemble} = await trained(data, {mode: "forest", rounds: 8, sampling});
    expect(ensemble.average).toBe(true);
    const raw = predictRaw(ensemble, data.x, [n, k]);
    const sums = sumOf(ensemble.trees, 1 / 8, {...ensemble, average: false});
    raw.forEach((value, i) => expect(value).toBeCloseTo(ensemble.bias[0] + sums[i], 10));
    // Each tree is what a single round of boosting with its bag would be.
    const one = await trained(data, {mode: "forest", rounds: 1, sampling});
    expect(ensemble.trees[0]).toEqual(one.ensemble.trees[0]);
    const spread = raw.reduce((sum, value, i) => sum + (value - data.y[i]) ** 2, 0);
    expect(spread / data.y.reduce((sum, value) => sum + value ** 2, 0)).toBeLessThan(0.5);
  });

  it("stops by the mean of the trees so far", async () => {
    const stopping = {validation: 0.3, metric: {name: "l2"}, patience: 0} as const;
    const sampling = {bagging: {part: 0.6, every: 1}};
    const {ensemble, history} = await trained(data, {mode: "forest", rounds: 12, sampling, stopping});
    const last = data.t.findIndex((t) => t >= 21 * 864e5);
    const rows = n - last;
    const raw = predictRaw(ensemble, data.x.subarray(last * k), [rows, k]);
    const error = raw.reduce((sum, value, i) => sum + (value - data.y[last + i]) ** 2, 0) / rows;
    expect(error).toBeCloseTo(history!.figures[history!.best - 1], 10);
  });
});

it("keeps one side of the derivatives, and learns as well", async () => {
  const sampling = {oneSide: {top: 0.3, other: 0.2}};
  const {ensemble} = await trained(data, {rounds: 30, sampling});
  const late = ensemble.trees[29];
  expect(late.leafCount!.reduce((sum, count) => sum + count, 0)).toBe(90 + 60);
  expect(ensemble.trees[0].leafCount!.reduce((sum, count) => sum + count, 0)).toBe(300);
  const predicted = predictTrees(ensemble, data.x, [n, k]);
  const error = predicted.reduce((sum, value, i) => sum + (value - data.y[i]) ** 2, 0);
  expect(error / data.y.reduce((sum, value) => sum + value ** 2, 0)).toBeLessThan(0.15);
});

it("counts a bootstrap's samples as often as they were drawn", async () => {
  const {ensemble} = await trained(data, {rounds: 3, sampling: {bootstrap: true}});
  for (const tree of ensemble.trees) expect(tree.leafCount!.reduce((sum, count) => sum + count, 0)).toBe(300);
});

it("answers labels that are all the same with them, and says so", async () => {
  const context = listening();
  const {ensemble} = await trained({...data, y: new Float64Array(n).fill(3)}, {}, context);
  expect(predictTrees(ensemble, data.x.subarray(0, k), [1, k])).toEqual(Float64Array.of(3));
  expect(context.lines).toEqual(["all labels are 3: there is nothing to learn, the model answers a constant"]);
});

it("takes a feature without values for missing, and says which", async () => {
  const context = listening();
  const x = data.x.map((value, at) => (at % k === 2 ? NaN : value));
  const {ensemble} = await trained({...data, x, names: ["a", "b", "dark", "d"]}, {}, context);
  expect(context.lines).toEqual(["every value of dark is missing: no tree can use it"]);
  expect(ensemble.trees.every((tree) => !tree.feature.includes(2))).toBe(true);
  expect(ensemble.features).toEqual(["a", "b", "dark", "d"]);
});

it("leaves off where no split is worth it, unless chance may find one", async () => {
  const context = listening();
  const {ensemble} = await trained(data, {growth: {...growth, minGain: 1e9}}, context);
  expect(ensemble.trees).toHaveLength(1);
  expect(context.lines).toEqual(["no split is worth it after 1 rounds: training ends"]);
  const bagged = await trained(data, {growth: {...growth, minGain: 1e9}, sampling: {features: 0.5}});
  expect(bagged.ensemble.trees).toHaveLength(10);
});

describe("what it refuses", () => {
  const bad = (more: object) => () => trained({...data, ...more});
  const at = (values: Float64Array, place: number, value: number) =>
    values.map((each, i) => (i === place ? value : each));

  it.each([
    [{y: at(data.y, 5, Infinity)}, "invalid label: Infinity of sample 5"],
    [{y: at(data.y, 5, NaN)}, "invalid label: NaN of sample 5"],
    [{y: data.y.subarray(1)}, "invalid samples: 1200 values and 299 labels; expected 300 × 4, and 300"],
    [{x: data.x.map((value, i) => (i === 4 * 7 + 3 ? -Infinity : value))}, "invalid feature f3: -Infinity in sample 7"],
    [{weight: at(data.y, 3, -1).map((value, i) => (i === 3 ? -1 : Math.abs(value)))}, "invalid weight: -1 of sample 3"],
    [{weight: new Float64Array(n)}, "invalid weights: all are 0"],
    [{weight: new Float64Array(5)}, "invalid weights: 5 of 300 samples"],
    [{t: at(data.t, 8, 1e15)}, "invalid samples: number 9 is not in order of t"],
    [
      {x: data.x.subarray(0, 36), y: data.y.subarray(0, 9), t: data.t.subarray(0, 9), shape: [9, 4]},
      "missing samples: 9; two leaves of at least 5 samples need 10"
    ],
    [{x: new Float32Array(), y: new Float64Array(), shape: [0, 4]}, "missing samples"],
    [{x: new Float32Array(), shape: [300, 0]}, "missing features"]
  ])("is said clearly: case %#", async (more, message) => {
    await expect(bad(more)()).rejects.toThrow(message);
  });

  it("is to go on from trees of another training", async () => {
    const {ensemble} = await trained(data, {rounds: 2});
    const go = (more: object, training: object = {}) => trained({...data, ...more}, {continued: ensemble, ...training});
    await expect(go({names: ["a", "b", "c", "d"]})).rejects.toThrow(
      "they learned from f0, f1, f2, f3, not from a, b, c, d"
    );
    const classes = data.y.map((value) => (value > 0 ? 1 : 0));
    await expect(go({y: classes}, {loss: {kind: "binary"}})).rejects.toThrow("made by identity, not sigmoid");
    const three = data.y.map((value) => Math.sign(Math.round(value)));
    await expect(go({y: three}, {loss: {kind: "multiclass"}})).rejects.toThrow("they have 1 outputs, not 3");
    await expect(trained(data, {continued: {...ensemble, average: true}})).rejects.toThrow("they are a forest");
  });

  it("are numbers of training that are none", async () => {
    await expect(trained(data, {rounds: 1.5})).rejects.toThrow("invalid number of trees: 1.5");
    await expect(trained(data, {shrinkage: 0})).rejects.toThrow("invalid learning rate: 0");
  });
});

describe("a loss that a user writes", () => {
  it("trains as the one built in that has its derivatives", async () => {
    const user = await trained(data, {
      loss: {
        kind: "user",
        start: ({y}) => Float64Array.of(y.reduce((sum, value) => sum + value, 0) / y.length),
        derive(raw, {y}, gradient, hessian) {
          for (let i = 0; i < y.length; ++i) {
            gradient[i] = raw[i] - y[i];
            hessian[i] = 1;
          }
        }
      }
    });
    const own = await trained(data, {});
    const [a, b] = [user, own].map(({ensemble}) => predictRaw(ensemble, data.x, [n, k]));
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i], 6));
    expect(user.ensemble.objective).toBe("custom");
  });

  it("is refused where a derivative is no number", async () => {
    const derive = (_: Float64Array, __: object, gradient: Float64Array, hessian: Float64Array) => {
      gradient.fill(1);
      hessian.fill(1);
      gradient[7] = NaN;
    };
    await expect(trained(data, {loss: {kind: "user", derive}})).rejects.toThrow(
      "invalid derivatives: NaN and 1 of sample 7"
    );
  });
});
