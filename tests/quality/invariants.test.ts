import {describe, expect, it} from "vitest";
import type {Dataset} from "../../core/plugin.js";
import {makeCrew} from "../../core/lab/crew.js";
import {context, effects} from "../../core/lab/context.js";
import {catboost} from "../../plugins/models/catboost.js";
import {lightgbm} from "../../plugins/models/lightgbm.js";
import {xgboost} from "../../plugins/models/xgboost.js";
import {draw} from "./data/problem.js";
import {recipes} from "./data/recipes.js";

const free = (seed = 3) => context(effects(), seed);
const {train, test} = draw("interactions", recipes.interactions, 11);
const missing = draw("missing", recipes.missing, 11).train;

describe("a monotone feature", () => {
  const n = 1500;
  // Falls in f0 though it is told to rise, rises in f1 with waves, and f2 is free.
  const base = draw("additive", {...recipes.additive, train: n, test: 1}, 5).train;
  const [x, k] = [base.x, base.shape[2]];
  const y = base.y.map((_, i) => {
    const [a, b, c] = [x[i * k], x[i * k + 1], x[i * k + 2]];
    return -2 * a + 4 * b + ((b * 8) % 1) + 3 * Math.abs(c - 0.5) + 0.3 * (base.y[i] - 8);
  });
  const data: Dataset = {...base, y};
  const grid = 41;
  const steps = Array.from({length: grid}, (_, i) => i / (grid - 1));

  /** What is foretold along a feature's grid, from each of some samples. */
  const lines = (predict: (data: Pick<Dataset, "x" | "shape">) => Float64Array, feature: number) =>
    Array.from({length: 40}, (_, i) => {
      const rows = new Float32Array(grid * k);
      for (const [g, value] of steps.entries()) {
        rows.set(x.subarray(i * k, (i + 1) * k), g * k);
        rows[g * k + feature] = value;
      }
      return predict({x: rows, shape: [grid, 1, k]});
    });
  const falls = (line: Float64Array) => line.some((value, g) => g > 0 && value < line[g - 1]);
  const constraints = [1, 1, 0, ...new Array<number>(k - 3).fill(0)];
  const settings = {
    lightgbm: (monotone: boolean) =>
      lightgbm({num_iterations: 60, ...(monotone && {monotone_constraints: constraints})}),
    xgboost: (monotone: boolean) => xgboost({n_estimators: 60, ...(monotone && {monotone_constraints: constraints})}),
    catboost: (monotone: boolean) =>
      catboost({iterations: 60, learning_rate: 0.1, ...(monotone && {monotone_constraints: constraints})})
  };

  it.each(Object.entries(settings))("of %s rises along a grid from every sample", async (_, make) => {
    const fitted = await make(true).fit(data, free());
    const predict = fitted.predict.bind(fitted);
    for (const feature of [0, 1]) expect(lines(predict, feature).filter(falls)).toEqual([]);
    // What is free does not, and without the constraint neither does f0.
    expect(lines(predict, 2).filter(falls).length).toBeGreaterThan(30);
    const unbound = await make(false).fit(data, free());
    expect(lines(unbound.predict.bind(unbound), 0).filter(falls).length).toBeGreaterThan(30);
  });
});

describe("the same to the last bit", () => {
  const models = {
    "lightgbm, numbers": [lightgbm({num_iterations: 20}), train],
    "lightgbm, missing values, bagging": [
      lightgbm({num_iterations: 20, bagging_fraction: 0.7, bagging_freq: 1, feature_fraction: 0.8}),
      missing
    ],
    "lightgbm, two classes": [
      lightgbm({objective: "binary", num_iterations: 20}),
      {...train, y: train.y.map((y) => (y > 0 ? 1 : 0))}
    ],
    xgboost: [xgboost({n_estimators: 20}), missing],
    catboost: [catboost({iterations: 20, learning_rate: 0.1}), missing]
  } as const;

  it.each(Object.entries(models))("for 1, 2 and 4 threads, and after saving: %s", async (_, [model, data]) => {
    const saved: Uint8Array[] = [];
    for (const threads of [0, 1, 2, 4]) {
      const fitted = await model.fit(data, threads === 0 ? free() : {...free(), crew: makeCrew(threads, 0)});
      saved.push(fitted.save());
      const foretold = fitted.predict(test.shape[2] === data.shape[2] ? test : data);
      const loaded = await model.load(fitted.save());
      expect(loaded.predict(test.shape[2] === data.shape[2] ? test : data)).toEqual(foretold);
      expect(loaded.save()).toEqual(fitted.save());
    }
    expect(saved[0].length).toBeGreaterThan(1000);
    for (const each of saved.slice(1)) expect(each).toEqual(saved[0]);
  });

  it("another seed is another model where something is drawn", async () => {
    const model = lightgbm({num_iterations: 5, bagging_fraction: 0.7, bagging_freq: 1});
    const [a, b] = await Promise.all([1, 2].map((seed) => model.fit(train, free(seed))));
    expect(a.save()).not.toEqual(b.save());
  });
});
