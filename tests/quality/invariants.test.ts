import {describe, expect, it} from "vitest";
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
