import {describe, expect, it} from "vitest";
import {context, effects} from "../../core/lab/context.js";
import type {Dataset} from "../../core/plugin.js";
import {fromLightgbm} from "../../core/trees/lightgbm/read.js";
import {catboost} from "../../plugins/models/catboost.js";
import {lightgbm} from "../../plugins/models/lightgbm.js";
import {randomForest} from "../../plugins/models/random-forest.js";
import {xgboost} from "../../plugins/models/xgboost.js";
import {draw} from "./data/problem.js";
import {recipes} from "./data/recipes.js";

const {train, test} = draw("tiny", recipes.tiny, 0);
const k = train.shape[2];
const models = {
  lightgbm: lightgbm({num_iterations: 10}),
  xgboost: xgboost({n_estimators: 10}),
  catboost: catboost({iterations: 10, learning_rate: 0.1}),
  "random-forest": randomForest({n_estimators: 10})
};
const all = Object.entries(models);

/** Fits, and keeps what was logged. */
async function fit(model: (typeof models)[keyof typeof models], data: Dataset) {
  const said: string[] = [];
  const fitted = await model.fit(data, context(effects({log: (message) => void said.push(message)}), 1));
  return {fitted, said: said.join("\n")};
}

const with_ = (change: (x: Float32Array) => void): Dataset => {
  const x = train.x.slice();
  change(x);
  return {...train, x};
};

describe.each(all)("%s", (_, model) => {
  it("answers a constant where all labels are the same, and says so", async () => {
    const {fitted, said} = await fit(model, {...train, y: train.y.map(() => 3)});
    expect(said).toMatch(/labels are 3/);
    expect(new Set(fitted.predict(test))).toEqual(new Set([3]));
  });

  it("takes a feature without any value as missing, and says so", async () => {
    const empty = with_((x) => {
      for (let i = 2; i < x.length; i += k) x[i] = NaN;
    });
    const {fitted, said} = await fit(model, empty);
    expect(said).toMatch(/\bf2\b.*missing/);
    expect(fitted.predict(test).every(Number.isFinite)).toBe(true);
  });

  it("refuses infinite values, by feature and sample", async () => {
    for (const value of [Infinity, -Infinity])
      await expect(
        fit(
          model,
          with_((x) => void (x[7 * k + 3] = value))
        )
      ).rejects.toThrow(`invalid feature f3: ${value} in sample 7; give a number, or NaN where it is missing`);
  });

  it("refuses labels that are no numbers", async () => {
    const y = train.y.slice();
    y[5] = NaN;
    await expect(fit(model, {...train, y})).rejects.toThrow("invalid label: NaN of sample 5;");
  });

  it("refuses other features when it predicts: fewer, of other names, in another order", async () => {
    const {fitted} = await fit(model, train);
    expect(() => fitted.predict({...test, names: ["f0", "f1", "f2", "f3", "f4", "price"]})).toThrow(
      "invalid features: f5 missing, price not learned; give those that were learned from"
    );
    expect(() => fitted.predict({...test, names: ["f1", "f0", "f2", "f3", "f4", "f5"]})).toThrow(
      "invalid features: column 1 is f1, not f0; give them in the order learned"
    );
    expect(() => fitted.predict({x: new Float32Array(15), shape: [3, 1, 5]})).toThrow(
      "invalid features: 5 columns; 6 were learned from, f0, f1, f2, f3, f4, f5"
    );
  });

  it("refuses saved bytes that were cut off, changed, or are none", async () => {
    const saved = (await fit(model, train)).fitted.save();
    await expect(model.load(saved.subarray(0, saved.length / 2))).rejects.toThrow(/^invalid .*(byte|cut off)/);
    const changed = saved.slice();
    changed[Math.floor(saved.length / 2)] ^= 1;
    await expect(model.load(changed)).rejects.toThrow(/^invalid .*changed since/);
    await expect(model.load(new TextEncoder().encode("tree\nversion=v4\n"))).rejects.toThrow(/^invalid /);
    await expect(model.load(new Uint8Array())).rejects.toThrow(/^invalid /);
  });
});

describe("labels that are all the same", () => {
  const y = train.y.map(() => 3.5);
  it.each([
    ["lightgbm", lightgbm({boost_from_average: false})],
    ["lightgbm quantile", lightgbm({objective: "quantile", boost_from_average: false})],
    ["lightgbm poisson", lightgbm({objective: "poisson", boost_from_average: false})],
    ["xgboost", xgboost({base_score: 0.5, n_estimators: 5})],
    ["catboost", catboost({boost_from_average: "false", iterations: 5})]
  ] as const)("are the answer of %s wherever it begins", async (_, model) => {
    const {fitted, said} = await fit(model as (typeof models)["lightgbm"], {...train, y});
    expect(said).toMatch(/labels are 3.5/);
    for (const value of fitted.predict(test)) expect(value).toBeCloseTo(3.5, 12);
  });
});

describe("fewer samples than two leaves need", () => {
  const few = {...train, x: train.x.subarray(0, 39 * k), y: train.y.subarray(0, 39), shape: [39, 1, k]} as const;
  it("is refused, with how many they need", async () => {
    await expect(fit(models.lightgbm, few)).rejects.toThrow(
      "missing samples: 39; two leaves of at least 20 samples need 40: give more samples, or allow smaller leaves"
    );
    await expect(
      fit(models.lightgbm, {...few, x: new Float32Array(), y: new Float64Array(), shape: [0, 1, k]})
    ).rejects.toThrow("missing samples: trees have nothing to learn from");
  });
});

describe("categories that are no whole numbers from 0 on", () => {
  const learners = [
    ["lightgbm", lightgbm({num_iterations: 3, categorical_feature: ["f0"]})],
    ["xgboost", xgboost({n_estimators: 3, categorical_feature: ["f0"]})]
  ] as const;
  const as = (value: (i: number) => number) =>
    with_((x) => {
      for (let i = 0; i * k < x.length; ++i) x[i * k] = value(i);
    });
  it.each(learners)("are refused by %s, or missing where they are below 0, and it says so", async (_, model) => {
    const names = {names: ["f0", "f1", "f2", "f3", "f4", "f5"]};
    await expect(
      fit(model as (typeof models)["lightgbm"], {...as((i) => (i === 7 ? 1.5 : i % 3)), ...names})
    ).rejects.toThrow("invalid category: f0 is 1.5 in sample 7; categories are whole numbers from 0 on, so leave them");
    const below = await fit(model as (typeof models)["lightgbm"], {...as((i) => (i % 4) - 1), ...names});
    expect(below.said).toBe("categories of f0 are below 0: they are missing");
    const missing = await fit(model as (typeof models)["lightgbm"], {...as((i) => (i % 4 || NaN) - 1), ...names});
    expect(missing.said).toBe("");
    expect(missing.fitted.predict(test)).toEqual(below.fitted.predict(test));
  });
});

describe("a category that training never saw", () => {
  const problem = draw("categories", {...recipes.categories, train: 3000, test: 10}, 0);
  const unseen = {...problem.test, x: problem.test.x.slice()};
  const lacking = {...problem.test, x: problem.test.x.slice()};
  for (let i = 1; i < unseen.x.length; i += 7) [unseen.x[i], lacking.x[i]] = [100_000, NaN];
  const options = [0, 1, 2];
  it.each([
    ["lightgbm", lightgbm({num_iterations: 10, categorical_feature: options})],
    ["xgboost", xgboost({n_estimators: 10, categorical_feature: options})],
    ["catboost", catboost({iterations: 10, learning_rate: 0.1, cat_features: options})]
  ] as const)("is foretold by %s as the rare and the missing are", async (name, model) => {
    const fitted = await model.fit(problem.train, context(effects(), 1));
    const [a, b] = [fitted.predict(unseen), fitted.predict(lacking)];
    expect(a.every(Number.isFinite)).toBe(true);
    if (name !== "catboost") expect(a).toEqual(b);
    expect(a).not.toEqual(fitted.predict(problem.test));
  });
});

describe("a model file of LightGBM", () => {
  it("that is cut off or another's says at which line", () => {
    const header = "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx=1\n";
    expect(() => fromLightgbm("<html>\n</html>\n")).toThrow(/^invalid LightGBM model: line 1: /);
    expect(() =>
      fromLightgbm(`${header}feature_names=a b\nfeature_infos=[0:1] [0:1]\n\nTree=0\nnum_leaves=2\n`)
    ).toThrow(/^invalid LightGBM model: line \d+: /);
  });
});

describe("more memory than there is", () => {
  it("is refused before any of it is taken, with what it would need", async () => {
    // A row of zeros that claims to be of so many samples that no machine has their memory.
    const samples = 400_000_000;
    const x = new Proxy(new Float32Array(), {
      get: (target, key) => (key === "length" ? samples * 100 : (Reflect.get(target, key) as unknown))
    });
    const {makeGrower} = await import("../../core/boosting/make-grower.js");
    const {binning, growth} = await import("./growth.js");
    await expect(makeGrower(x, [samples, 100], binning, growth())).rejects.toThrow(/^invalid .*bytes|memory/);
  });
});
