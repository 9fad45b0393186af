import {describe, expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import {correlation} from "../../../core/base/stats.js";
import {groupsOf} from "../../../core/boosting/check-data.js";
import {normalisedGain} from "../../../core/boosting/stopping/ranked.js";
import type {Context, Dataset} from "../../../core/plugin.js";
import type {TreeEnsemble} from "../../../core/base/trees.js";
import {catboostAliases} from "../../../core/boosting/parameters/catboost-aliases.js";
import {forestAliases} from "../../../core/boosting/parameters/forest-aliases.js";
import {lightgbmAliases} from "../../../core/boosting/parameters/lightgbm-aliases.js";
import {xgboostAliases} from "../../../core/boosting/parameters/xgboost-aliases.js";
import {catboost} from "../../../plugins/models/catboost.js";
import {lightgbm} from "../../../plugins/models/lightgbm.js";
import {randomForest} from "../../../plugins/models/random-forest.js";
import {xgboost} from "../../../plugins/models/xgboost.js";
import {samples} from "./made.js";

const context = (more: Partial<Context> = {}): Context => ({
  random: random(3),
  log: () => {},
  progress: () => {},
  signal: new AbortController().signal,
  ...more
});

/** Samples as a pipeline gives them. */
function dataset(
  times: number,
  each: number,
  features: number,
  label: (row: Float32Array, noise: number) => number,
  seed = 5
): Dataset & {names: readonly string[]} {
  const {x, shape, y, t, until} = samples(times, each, features, label, seed);
  const names = Array.from({length: features}, (_, j) => `feature ${j}`);
  return {x, shape: [shape[0], 1, features], y, t, until, cell: Uint32Array.from(y.keys()), names};
}

const makers = {lightgbm, xgboost};

describe.each(["lightgbm", "xgboost"] as const)("%s", (name) => {
  const make = makers[name] as typeof lightgbm;

  it("foretells two classes by the probability of the second", async () => {
    const label = ([a, b]: Float32Array, noise: number) => (a + b + 0.5 * noise > 0 ? 7 : -2);
    const train = dataset(50, 10, 3, label);
    const test = dataset(20, 10, 3, label, 6);
    const objective = name === "lightgbm" ? "binary" : "binary:logistic";
    const fitted = await make({objective}).fit(train, context());
    const p = fitted.predict(test);
    expect(fitted.classes).toEqual([-2, 7]);
    const right = p.filter((value, i) => value > 0.5 === test.y[i] > 0).length;
    expect(right / p.length).toBeGreaterThan(0.8);
    const both = fitted.probabilities!(test);
    p.forEach((value, i) => {
      expect(both[2 * i + 1]).toBe(value);
      expect(both[2 * i]).toBe(1 - value);
    });
  });

  it("foretells several classes by the mean of their labels", async () => {
    const label = ([a]: Float32Array, noise: number) => Math.max(-1, Math.min(1, Math.round(a + 0.3 * noise)));
    const train = dataset(60, 10, 2, label);
    const objective = name === "lightgbm" ? "multiclass" : "multi:softprob";
    const fitted = await make({objective}).fit(train, context());
    const p = fitted.probabilities!(train);
    expect(fitted.classes).toEqual([-1, 0, 1]);
    fitted.predict(train).forEach((value, i) => {
      expect(p[3 * i] + p[3 * i + 1] + p[3 * i + 2]).toBeCloseTo(1, 12);
      expect(value).toBeCloseTo(p[3 * i + 2] - p[3 * i], 12);
    });
    const right = train.y.filter((y, i) => p[3 * i + y + 1] === Math.max(...p.subarray(3 * i, 3 * i + 3))).length;
    expect(right / train.y.length).toBeGreaterThan(0.8);
    const loaded = await make().load(fitted.save());
    expect(loaded.predict(train)).toEqual(fitted.predict(train));
    expect(loaded.classes).toEqual([-1, 0, 1]);
  });

  it("stays within monotone constraints on a grid", async () => {
    const train = dataset(60, 10, 2, ([a, b], noise) => a - b + Math.sin(4 * a) + Math.cos(3 * b) + 0.5 * noise);
    const constrained = ["feature 0=1", "feature 1=-1"];
    const free = await make().fit(train, context());
    const fitted = await make({monotone_constraints: constrained}).fit(train, context());
    const side = 41;
    const x = Float32Array.from({length: side * side * 2}, (_, at) => {
      const i = at >> 1;
      return ((at % 2 === 0 ? Math.floor(i / side) : i % side) / (side - 1)) * 6 - 3;
    });
    const breaks = (p: Float64Array) => {
      let count = 0;
      for (let a = 0; a < side; ++a)
        for (let b = 0; b < side; ++b) {
          if (a > 0 && p[a * side + b] < p[(a - 1) * side + b]) ++count;
          if (b > 0 && p[a * side + b] > p[a * side + b - 1]) ++count;
        }
      return count;
    };
    const grid = {x, shape: [side * side, 1, 2] as const, names: train.names};
    expect(breaks(free.predict(grid))).toBeGreaterThan(100);
    expect(breaks(fitted.predict(grid))).toBe(0);
    expect(correlation(fitted.predict(train), train.y)).toBeGreaterThan(0.7);
  });

  it("never puts features on one path that may not meet", async () => {
    const train = dataset(60, 10, 4, ([a, b, c, d], noise) => a * b + c * d + a * d + 0.2 * noise);
    const fitted = await make({
      interaction_constraints: [
        ["feature 0", "feature 1"],
        [2, 3]
      ]
    }).fit(train, context());
    const together = new Set<string>();
    for (const tree of fitted.trees!.trees) {
      const walk = (node: number, path: readonly number[]) => {
        if (node < 0) return void together.add(Array.from(new Set(path)).sort().join());
        walk(tree.left[node], [...path, tree.feature[node]]);
        walk(tree.right[node], [...path, tree.feature[node]]);
      };
      walk(tree.feature.length > 0 ? 0 : -1, []);
    }
    expect(Array.from(together).every((path) => ["", "0", "1", "2", "3", "0,1", "2,3"].includes(path))).toBe(true);
    expect(together).toContain("0,1");
    expect(together).toContain("2,3");
  });

  it("stops by the information coefficient of the latest times", async () => {
    const train = dataset(100, 12, 3, ([a], noise) => a + 4 * noise);
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    const options =
      name === "lightgbm" ? {metric: "ic", early_stopping_round: 10} : {eval_metric: "ic", early_stopping_rounds: 10};
    const fitted = await make({...options, validation_fraction: 0.25}).fit(train, context({log}));
    expect(fitted.trees!.trees.length).toBeLessThan(90);
    expect(lines.at(-1)).toMatch(/^ic of the latest 300 samples is best after \d+ of \d+ rounds: 0\.\d+$/);
  });

  it("takes a window for columns of their own", async () => {
    const flat = dataset(60, 10, 4, ([a, , , d], noise) => a - d + 0.1 * noise);
    const train = {...flat, shape: [600, 2, 2] as const, names: ["rsi", "gap"]};
    const fitted = await make({window: 2}).fit(train, context());
    expect(make({window: 2}).window).toBe(2);
    expect(fitted.trees!.features).toEqual(["rsi[-1]", "gap[-1]", "rsi", "gap"]);
    expect(correlation(fitted.predict(train), train.y)).toBeGreaterThan(0.9);
  });

  it("refuses samples of other features, and says what differs", async () => {
    const train = dataset(60, 10, 3, ([a]) => a);
    const fitted = await make().fit(train, context());
    const given = (names: readonly string[]) => () => fitted.predict({...train, names});
    expect(given(["feature 0", "other", "feature 2"])).toThrow(
      "invalid features: feature 1 missing, other not learned; give those that were learned from"
    );
    expect(given(["feature 1", "feature 0", "feature 2"])).toThrow("column 1 is feature 1, not feature 0");
    expect(() => fitted.predict({x: train.x, shape: [900, 1, 2]})).toThrow("2 columns; 3 were learned from");
    expect(fitted.predict({x: train.x, shape: train.shape})).toEqual(fitted.predict(train));
  });

  it("is another with another seed, where anything is drawn, and the same with the same", async () => {
    const train = dataset(60, 10, 3, ([a], noise) => a + noise);
    const drawn = name === "lightgbm" ? {bagging_freq: 1, bagging_fraction: 0.5} : {subsample: 0.5};
    const predict = async (seed: number, from = 3) =>
      (await make({...drawn, seed}).fit(train, context({random: random(from)}))).predict(train);
    expect(await predict(1)).toEqual(await predict(1));
    expect(await predict(1)).not.toEqual(await predict(2));
    expect(await predict(1)).not.toEqual(await predict(1, 4));
  });

  it("refuses values that make no sense", () => {
    const rate = name === "lightgbm" ? "learning_rate" : "eta";
    expect(() => make({[rate]: 0})).toThrow(`invalid ${rate}: 0`);
    expect(() => make({max_bin: 1000})).toThrow("invalid max_bin: 1000");
    expect(() => make({objective: "guess"})).toThrow(/^unknown objective: guess; objectives are reg/);
    expect(() => make({validation_fraction: 1})).toThrow("invalid validation_fraction: 1");
    expect(() => make({random_state: 3} as never)).toThrow(
      `unknown ${name} option: random_state; its name here is seed`
    );
    expect(() => make({nothing: 3} as never)).toThrow(`unknown ${name} option: nothing; options are objective, `);
    const stopping = name === "lightgbm" ? "early_stopping_round" : "early_stopping_rounds";
    expect(() => make({[stopping]: 10})).toThrow("missing validation_fraction");
  });
});

describe("another library's name for an option", () => {
  const told = (make: (options?: never) => unknown, alias: string) => {
    try {
      make({[alias]: 1} as never);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error(`${alias} was taken`);
  };

  it("is answered with the name that it has here", () => {
    expect(told(catboost, "eta")).toBe("unknown catboost option: eta; its name here is learning_rate");
    const documented = {
      ...{n_estimators: "iterations", num_boost_round: "iterations", num_trees: "iterations", max_depth: "depth"},
      ...{reg_lambda: "l2_leaf_reg", random_state: "random_seed", colsample_bylevel: "rsm", max_bin: "border_count"},
      ...{objective: "loss_function", early_stopping_rounds: "od_wait", num_leaves: "max_leaves"},
      min_child_samples: "min_data_in_leaf"
    };
    for (const [alias, name] of Object.entries(documented))
      expect(told(catboost, alias)).toBe(`unknown catboost option: ${alias}; its name here is ${name}`);
    expect(told(randomForest, "mtry")).toBe("unknown random-forest option: mtry; its name here is max_features");
    expect(told(randomForest, "subsample")).toMatch(/its name here is max_samples$/);
    expect(told(xgboost, "xgb_model")).toMatch(/its name here is init_model$/);
    expect(told(lightgbm, "input_model")).toMatch(/its name here is init_model$/);
    expect(told(catboost, "nothing")).toMatch(/^unknown catboost option: nothing; options are iterations, /);
  });

  it("is none of the names here, and leads to one of these", () => {
    const all = [
      [lightgbm.defaults, lightgbmAliases],
      [xgboost.defaults, xgboostAliases],
      [catboost.defaults, catboostAliases],
      [randomForest.defaults, forestAliases]
    ] as const;
    for (const [defaults, aliases] of all)
      for (const [alias, name] of Object.entries(aliases)) {
        expect(Object.keys(defaults)).not.toContain(alias);
        expect(Object.keys(defaults)).toContain(name.split(",")[0]);
      }
  });
});

describe("what xgboost begins from", () => {
  it("may be a number or its text", async () => {
    const train = dataset(20, 10, 2, ([a], noise) => a + noise);
    const foretold = async (base_score: string | number) =>
      (await xgboost({base_score, n_estimators: 3}).fit(train, context())).predict(train);
    expect(await foretold(0.5)).toEqual(await foretold("0.5"));
    expect(await foretold(0.5)).not.toEqual(await foretold(0.25));
    expect(xgboost({base_score: 0.5}).params).toEqual(xgboost({base_score: "0.5"}).params);
    expect(() => xgboost({base_score: NaN})).toThrow("invalid base_score: NaN; expected average, or a number");
    expect(() => xgboost({base_score: 0, objective: "binary:logistic"})).toThrow("a probability is above 0");
  });
});

it("covers what a pair of quantiles promises", async () => {
  const label = ([a]: Float32Array, noise: number) => 2 * a + (1 + 0.8 * Math.abs(a)) * noise;
  const train = dataset(400, 10, 2, label);
  const test = dataset(300, 10, 2, label, 6);
  const options = {objective: "quantile", num_leaves: 8, num_iterations: 120, min_data_in_leaf: 60};
  const [low, high] = await Promise.all(
    [0.05, 0.95].map(async (alpha) => (await lightgbm({...options, alpha}).fit(train, context())).predict(test))
  );
  const within = test.y.filter((y, i) => y >= low[i] && y <= high[i]).length / test.y.length;
  expect(within).toBeGreaterThan(0.87);
  expect(within).toBeLessThan(0.93);
});

it("ranks the cross-section better than regression, where the level of the day says nothing", async () => {
  const level = random(12);
  const shifts = Array.from({length: 600}, () => 10 * level.normal());
  const made = (times: number, seed: number, from: number) => {
    const data = dataset(times, 20, 4, ([a, b], noise) => a + 0.5 * b + 0.8 * noise, seed);
    const groups = groupsOf(data.t);
    const y = data.y.map((value, i) => value + shifts[from + Math.floor(i / 20)]);
    return {...data, y, groups};
  };
  const train = made(150, 5, 0);
  const test = made(150, 6, 300);
  const ndcg = normalisedGain({y: test.y, groups: test.groups}, 5, 5);
  const small = {num_leaves: 8, num_iterations: 60, label_grades: 5};
  const score = async (options: object) =>
    ndcg((await lightgbm({...small, ...options}).fit(train, context())).predict(test));
  const [ranked, regressed] = [await score({objective: "lambdarank"}), await score({objective: "regression"})];
  const pairs = await xgboost({objective: "rank:pairwise", max_depth: 3, n_estimators: 40}).fit(train, context());
  expect(ranked).toBeGreaterThan(regressed + 0.05);
  expect(ndcg(pairs.predict(test))).toBeGreaterThan(regressed + 0.05);
});

it("divides categories by name", async () => {
  const r = random(2);
  const worth = Array.from({length: 30}, () => r.normal());
  const plain = dataset(80, 10, 2, (_, noise) => noise);
  const x = plain.x.map((value, at) => (at % 2 === 0 ? r.integer(30) : value));
  const train = {...plain, x, y: plain.y.map((noise, i) => worth[x[2 * i]] + 0.3 * noise)};
  const options = {categorical_feature: ["feature 0"], min_data_per_group: 10, cat_smooth: 1};
  const fitted = await lightgbm(options).fit(train, context());
  expect(fitted.trees!.categorical).toEqual([0]);
  expect(correlation(fitted.predict(train), train.y)).toBeGreaterThan(0.9);
  expect(Number.isFinite(fitted.predict({x: Float32Array.of(77, 0), shape: [1, 1, 2]})[0])).toBe(true);
  await expect(lightgbm({categorical_feature: ["sector"]}).fit(train, context())).rejects.toThrow(
    "unknown feature in categorical_feature: sector; features are feature 0, feature 1"
  );
});

describe("training by LightGBM's library", () => {
  const trees: TreeEnsemble = {
    features: ["Column_0"],
    outputs: 1,
    bias: Float64Array.of(0),
    transform: {kind: "sigmoid", slope: 1},
    trees: []
  };

  it("hands over the options that it knows, and labels as it wants them", async () => {
    const train = dataset(10, 6, 2, ([a]) => (a > 0 ? 1 : -1));
    const asked: {data: Dataset; parameters: Readonly<Record<string, unknown>>; groups?: readonly number[]}[] = [];
    const foreign: Context["foreign"] = () =>
      Promise.resolve({
        version: "4",
        train(data, parameters, _, groups) {
          asked.push({data, parameters, ...(groups && {groups})});
          return Promise.resolve(trees);
        }
      });
    const options = {trainer: "native", objective: "binary", monotone_constraints: ["feature 1=-1"], num_leaves: 9};
    const fitted = await lightgbm(options).fit(train, context({foreign}));
    const [{data, parameters, groups}] = asked;
    expect(parameters).toMatchObject({
      objective: "binary",
      num_leaves: 9,
      monotone_constraints: [0, -1],
      learning_rate: 0.1
    });
    for (const ours of ["trainer", "window", "validation_fraction", "label_grades", "init_model", "init_sha256"])
      expect(parameters).not.toHaveProperty(ours);
    expect(Array.from(data.y)).toEqual(Array.from(train.y, (y) => (y > 0 ? 1 : 0)));
    expect(groups).toBeUndefined();
    expect(fitted.classes).toEqual([-1, 1]);
    expect(fitted.trees!.features).toEqual(["feature 0", "feature 1"]);
    await lightgbm({trainer: "native", objective: "lambdarank", label_grades: 3}).fit(
      {...train, y: Float64Array.from(train.y, (_, i) => (7 * i) % 6)},
      context({foreign})
    );
    expect(asked[1].groups).toEqual(new Array(10).fill(6));
    expect(Array.from(new Set(asked[1].data.y)).sort()).toEqual([0, 1, 2]);
  });

  it("is refused where there is none, and where it cannot stop early", async () => {
    const train = dataset(10, 6, 2, ([a]) => a);
    await expect(lightgbm({trainer: "native"}).fit(train, context())).rejects.toThrow("missing lightgbm");
    await expect(lightgbm({trainer: "native", validation_fraction: 0.2}).fit(train, context())).rejects.toThrow(
      "invalid validation_fraction"
    );
  });
});
