import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {context, effects} from "../../core/lab/context.js";
import type {Dataset, Model} from "../../core/plugin.js";
import {predictRaw} from "../../core/trees/predict.js";
import {catboost} from "../../plugins/models/catboost.js";
import {lightgbm} from "../../plugins/models/lightgbm.js";
import {randomForest} from "../../plugins/models/random-forest.js";
import {xgboost} from "../../plugins/models/xgboost.js";

const [n, k] = [800, 4];
const stream = random("monotone");
const x = Float32Array.from({length: n * k}, () => (stream.uniform() < 0.1 ? NaN : stream.normal()));
const known = (value: number) => (Number.isNaN(value) ? 0 : value);

/** Falls in f0 though it is told to rise, rises in f1 with waves, and f2 and f3 are free. Large, so that units matter. */
const y = Float64Array.from({length: n}, (_, i) => {
  const [a, b, c, d] = Array.from(x.subarray(i * k, (i + 1) * k), known);
  return 40 * (-1.5 * a + 2 * Math.sin(3 * b) + b + c * d + stream.normal() * (a > 0 ? 2 : 1));
});
const data: Dataset = {
  ...{x, shape: [n, 1, k], y, cell: Uint32Array.from(y.keys())},
  t: Float64Array.from(y, (_, i) => Math.floor(i / 20)),
  until: Float64Array.from(y, (_, i) => Math.floor(i / 20) + 1)
};
const constraints = [1, 1, 0, 0];

/** What labels an objective wants. */
const labels = {
  numbers: y,
  counts: y.map((value) => Math.max(0, Math.min(4, Math.round(value / 40 + 2)))),
  two: y.map((value) => (value > 0 ? 1 : 0)),
  three: y.map((value) => Math.max(-1, Math.min(1, Math.round(value / 80))))
};
const wanted: Readonly<Record<string, keyof typeof labels>> = {
  ...{poisson: "counts", lambdarank: "counts", binary: "two", multiclass: "three"},
  ...{"count:poisson": "counts", "rank:ndcg": "counts", "rank:pairwise": "counts"},
  ...{"binary:logistic": "two", "multi:softprob": "three"},
  ...{Poisson: "counts", LambdaMart: "counts", PairLogit: "counts", Logloss: "two"}
};

const steps = Array.from({length: 41}, (_, g) => -3 + 0.15 * g);

/** What a model that was fitted for an objective foretells, raw, along a feature's grid from each of some samples. */
async function fitted(model: Model, objective: string): Promise<(feature: number) => readonly (readonly number[])[]> {
  const own = {...data, y: labels[wanted[objective] ?? "numbers"]};
  const {trees} = await model.fit(own, context(effects({threads: 1}), 3));
  const {outputs} = trees!;
  return (feature) =>
    Array.from({length: 40}, (_, i) => {
      const rows = new Float32Array(steps.length * k);
      for (const [g, value] of steps.entries()) {
        rows.set(x.subarray(i * k, (i + 1) * k), g * k);
        rows[g * k + feature] = value;
      }
      const raw = predictRaw(trees!, rows, [steps.length, k]);
      return Array.from({length: outputs}, (_, j) => Array.from(steps, (_, g) => raw[g * outputs + j]));
    }).flat();
}

const falls = (line: readonly number[]) => line.some((value, g) => g > 0 && value < line[g - 1]);

const lightgbms = ["regression", "regression_l1", "huber", "quantile", "poisson", "binary", "multiclass", "lambdarank"];
const boostings = {gbdt: {}, dart: {skip_drop: 0.2}, goss: {}, rf: {bagging_freq: 1, bagging_fraction: 0.6}};
const xgboosts = [
  ...["reg:squarederror", "reg:absoluteerror", "reg:quantileerror", "count:poisson", "binary:logistic"],
  ...["multi:softprob", "rank:pairwise", "rank:ndcg"]
];
const catboosts = [
  "RMSE",
  "MAE",
  "Quantile:alpha=0.8",
  "Huber:delta=20",
  "Logloss",
  "Poisson",
  "QueryRMSE",
  "PairLogit"
];

/** Each objective's model, constrained or free. */
const cases: readonly (readonly [name: string, objective: string, make: (bound: boolean) => Model])[] = [
  ...lightgbms.flatMap((objective) =>
    Object.entries(boostings).map(([boosting, more]) => {
      const options = {objective, boosting, num_iterations: 12, ...more};
      const make = (bound: boolean) => lightgbm({...options, ...(bound && {monotone_constraints: constraints})});
      return [`lightgbm ${boosting}`, objective, make] as const;
    })
  ),
  ...xgboosts.flatMap((objective) =>
    ["depthwise", "lossguide"].map((grow_policy) => {
      const options = {objective, grow_policy, max_depth: 5, n_estimators: 12};
      const make = (bound: boolean) => xgboost({...options, ...(bound && {monotone_constraints: constraints})});
      return [`xgboost ${grow_policy}`, objective, make] as const;
    })
  ),
  ...catboosts.flatMap((objective) =>
    ["Ordered", "Plain"].map((boosting_type) => {
      const options = {loss_function: objective, boosting_type, iterations: 12, learning_rate: 0.15};
      const make = (bound: boolean) => catboost({...options, ...(bound && {monotone_constraints: constraints})});
      return [`catboost ${boosting_type}`, objective, make] as const;
    })
  )
];

describe("a monotone feature", () => {
  it.each(cases)("of %s, %s, rises along a grid from every sample", async (_, objective, make) => {
    const bound = await fitted(make(true), objective);
    for (const feature of [0, 1]) expect(bound(feature).filter(falls)).toEqual([]);
    // What is free does not, and without the constraint neither does f0.
    expect(bound(2).filter(falls).length).toBeGreaterThan(10);
    const free = await fitted(make(false), objective);
    expect(free(0).filter(falls).length).toBeGreaterThan(10);
  });

  it("is refused where nothing would come of it", async () => {
    const refused = (model: Model, own = data) => expect(model.fit(own, context(effects({threads: 1}), 3))).rejects;
    const categorical = {monotone_constraints: [1, 0, 0, 0], categorical_feature: [0]};
    const message = "invalid monotone_constraints: the values of f0 are categories, which do not rise; leave it free";
    await refused(lightgbm(categorical)).toThrow(message);
    await refused(xgboost(categorical)).toThrow(message);
    await refused(catboost({monotone_constraints: ["f0=-1"], cat_features: [0]})).toThrow(message);
    expect(() => catboost({monotone_constraints: constraints, loss_function: "MultiClass"})).toThrow(
      "invalid monotone_constraints: MultiClass has a value for each class, which cannot all rise; leave them out"
    );
    expect(() => catboost({monotone_constraints: constraints, grow_policy: "Depthwise"})).toThrow(
      "invalid monotone_constraints: grow_policy is Depthwise; only symmetric trees are made monotone"
    );
    expect(() => randomForest({monotone_constraints: constraints} as object)).toThrow(
      "unknown random-forest option: monotone_constraints; "
    );
  });
});
