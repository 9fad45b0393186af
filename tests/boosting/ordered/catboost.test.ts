import {describe, expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import {predictTrees} from "../../../core/trees/predict.js";
import {catboost} from "../../../plugins/models/catboost.js";
import {correlate, dataset, quiet, rootError} from "./samples.js";

const equal = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(b);
const few = {iterations: 40, depth: 4, learning_rate: 0.2};
const r = random(12);

/** A category of twelve, a number, and labels of both. */
function planted(count: number) {
  const rows = Array.from({length: count}, () => [r.integer(12), r.normal()]);
  const y = rows.map(([c, v]) => ((c * 7) % 12) / 3 + v + 0.1 * r.normal());
  return {...dataset(rows, y), names: ["sector", "momentum"]};
}

describe("a category", () => {
  const train = planted(1500);
  const test = planted(500);

  it.each([
    ["Ordered", true],
    ["Ordered", false],
    ["Plain", true],
    ["Plain", false]
  ])("is learned: %s, in the order of time %s", async (boosting_type, has_time) => {
    const model = catboost({...few, boosting_type, has_time, cat_features: ["sector"]});
    const fitted = await model.fit(train, quiet());
    expect(rootError(fitted.predict(test), test.y)).toBeLessThan(0.45);
    expect(fitted.trees!.categorical).toEqual([0]);
    expect(fitted.trees!.encodings!.length).toBeGreaterThan(0);
    expect(predictTrees(fitted.trees!, test.x, [500, 2])).toEqual(fitted.predict(test));
    const again = await model.load(fitted.save());
    expect(again.predict(test)).toEqual(fitted.predict(test));
    expect(equal((await model.fit(train, quiet())).save(), fitted.save())).toBe(true);
  });

  it("is learned alike from one seed, whatever the experiment's", async () => {
    const fit = async (seed: number) => (await catboost({...few, random_seed: 5}).fit(train, quiet(seed))).save();
    expect(equal(await fit(1), await fit(2))).toBe(true);
  });

  it("that was not seen is foretold about the mean, where each of few has a level of its own", async () => {
    const stream = random(4);
    const n = 600;
    const x = Float32Array.from({length: 2 * n}, (_, at) => (at % 2 === 0 ? stream.integer(7) : stream.normal()));
    const y = Float64Array.from({length: n}, (_, i) => x[2 * i] ** 2 + stream.normal());
    const t = Float64Array.from(y.keys());
    const data = {x, shape: [n, 1, 2] as const, y, t, until: t.map((time) => time + 1), cell: Uint32Array.from(t)};
    const options = {iterations: 200, learning_rate: 0.1, cat_features: [0], has_time: false, boosting_type: "Plain"};
    const fitted = await catboost(options).fit(data, quiet(1));
    const [known, unseen] = fitted.predict({x: Float32Array.of(5, 0, 77, 0), shape: [2, 1, 2]});
    const mean = y.reduce((sum, each) => sum + each) / n;
    expect(known).toBeCloseTo(25, -1);
    expect(Math.abs(unseen - mean)).toBeLessThan(2.5);
  });

  it("that was not seen has a bin of its own: every such is answered alike", async () => {
    const fitted = await catboost({...few, cat_features: ["sector"]}).fit(train, quiet());
    const of = (sector: number) => fitted.predict(dataset([[sector, 0.3]], [0]))[0];
    expect([of(99), of(-4), of(12345)]).toEqual([of(77), of(77), of(77)]);
    expect(new Set(Array.from({length: 12}, (_, c) => of(c))).size).toBeGreaterThan(6);
    for (const {otherwise} of fitted.trees!.encodings!) expect(Number.isFinite(otherwise)).toBe(true);
  });

  it("has a column of its own where there are few", async () => {
    const rows = Array.from({length: 400}, () => [r.integer(2), r.normal()]);
    const data = dataset(
      rows,
      rows.map(([c, v]) => 3 * c + v)
    );
    const {trees} = await catboost({...few, cat_features: [0]}).fit(data, quiet());
    expect(trees!.encodings!.map(({name}) => name).sort()).toEqual(["f0 = 0", "f0 = 1"]);
  });

  it("with another is a pair where that tells more", async () => {
    const rows = Array.from({length: 2000}, () => [r.integer(5), r.integer(5)]);
    const data = dataset(
      rows,
      rows.map(([a, b]) => ((a + b) % 2) * 2 + 0.3 * r.normal())
    );
    const alone = await catboost({...few, depth: 1, cat_features: [0, 1], max_ctr_complexity: 1}).fit(data, quiet());
    const pairs = await catboost({...few, depth: 1, cat_features: [0, 1]}).fit(data, quiet());
    expect(rootError(pairs.predict(data), data.y)).toBeLessThan(0.6 * rootError(alone.predict(data), data.y));
  });

  it("bends the slope of a number where the slope hangs on it", async () => {
    const rows = Array.from({length: 2000}, () => [r.integer(40), r.normal()]);
    const data = dataset(
      rows,
      rows.map(([c, v]) => (c % 2 === 0 ? v : -v) + 0.2 * r.normal())
    );
    const model = catboost({...few, cat_features: [0]});
    const fitted = await model.fit(data, quiet());
    expect(fitted.trees!.encodings!.some(({borders}) => borders?.[1]?.length === 3)).toBe(true);
    expect(rootError(fitted.predict(data), data.y)).toBeLessThan(0.5);
    expect((await model.load(fitted.save())).predict(data)).toEqual(fitted.predict(data));
  });

  it("of labels that were shuffled foretells nothing, though there are many", async () => {
    const count = 2000;
    const rows = Array.from({length: 2 * count}, () => [r.integer(700)]);
    const data = dataset(
      rows,
      rows.map(() => r.normal())
    );
    const [first, second] = [
      dataset(rows.slice(0, count), Array.from(data.y.slice(0, count))),
      dataset(rows.slice(count), Array.from(data.y.slice(count)))
    ];
    const fitted = await catboost({...few, cat_features: [0]}).fit(first, quiet());
    expect(Math.abs(correlate(fitted.predict(second), second.y))).toBeLessThan(5 / Math.sqrt(count));
  });
});

describe("what is learned", () => {
  const rows = Array.from({length: 800}, () => Array.from({length: 3}, () => r.normal()));

  it("rises and falls as told, on a grid", async () => {
    const data = dataset(
      rows,
      rows.map(([a, b, c]) => 0.5 * a + Math.sin(3 * a) - b + 0.5 * Math.sin(4 * b) + c * a + r.normal())
    );
    const fitted = await catboost({...few, monotone_constraints: ["f0=1", "f1=-1"]}).fit(data, quiet());
    const grid = Array.from({length: 61}, (_, i) => (i - 30) / 10);
    for (const other of [-1.5, 0, 1.5])
      for (const third of [-1, 1]) {
        const rising = fitted.predict(
          dataset(
            grid.map((v) => [v, other, third]),
            grid
          )
        );
        const falling = fitted.predict(
          dataset(
            grid.map((v) => [other, v, third]),
            grid
          )
        );
        for (let i = 1; i < grid.length; ++i) {
          expect(rising[i]).toBeGreaterThanOrEqual(rising[i - 1]);
          expect(falling[i]).toBeLessThanOrEqual(falling[i - 1]);
        }
      }
  });

  it.each(["Min", "Max"])("takes missing numbers for the smallest or the largest: %s", async (nan_mode) => {
    const holes = rows.map(([a, b, c], i) => [i % 4 === 0 ? NaN : a, b, c]);
    const data = dataset(
      holes,
      holes.map(([a]) => (Number.isNaN(a) ? 3 : a > 0 ? 1 : 0))
    );
    const fitted = await catboost({...few, nan_mode}).fit(data, quiet());
    expect(rootError(fitted.predict(data), data.y)).toBeLessThan(0.15);
    const edge = nan_mode === "Min" ? -3e38 : 3e38;
    const asked = fitted.predict(
      dataset(
        [
          [NaN, 0.1, 0.2],
          [edge, 0.1, 0.2]
        ],
        [0, 0]
      )
    );
    expect(Math.abs(asked[0] - 3)).toBeLessThan(0.4);
    await expect(catboost({...few, nan_mode: "Forbidden"}).fit(data, quiet())).rejects.toThrow("missing in sample 0");
  });

  it("are probabilities of two classes, and of several", async () => {
    const two = dataset(
      rows,
      rows.map(([a]) => (a + 0.5 * r.normal() > 0 ? 1 : 0))
    );
    const binary = await catboost({...few, loss_function: "Logloss"}).fit(two, quiet());
    expect(binary.classes).toEqual([0, 1]);
    const p = binary.probabilities!(two);
    expect(p[0] + p[1]).toBeCloseTo(1, 12);
    const foretold = binary.predict(two);
    const right = two.y.filter((y, i) => foretold[i] > 0.5 === (y === 1)).length;
    expect(right / 800).toBeGreaterThan(0.8);
    const three = dataset(
      rows,
      rows.map(([a]) => (a > 0.5 ? 1 : a < -0.5 ? -1 : 0))
    );
    for (const boosting_type of ["Ordered", "Plain"]) {
      const many = await catboost({...few, boosting_type, loss_function: "MultiClass"}).fit(three, quiet());
      expect(many.classes).toEqual([-1, 0, 1]);
      expect(rootError(many.predict(three), three.y)).toBeLessThan(0.3);
    }
  });

  it.each(["MAE", "Quantile:alpha=0.5", "Huber:delta=1", "Poisson", "PairLogit", "QueryRMSE", "LambdaMart"])(
    "follows the label by %s",
    async (loss_function) => {
      const days = rows.map(([a]) => Math.max(0, Math.round(2 + a)));
      const t = Float64Array.from(rows, (_, i) => Math.floor(i / 20));
      const data = {...dataset(rows, days), t, until: t.map((each) => each + 1)};
      const fitted = await catboost({...few, loss_function}).fit(data, quiet());
      expect(correlate(fitted.predict(data), data.y)).toBeGreaterThan(0.8);
    }
  );

  it("ends when samples held out are foretold no better", async () => {
    const data = dataset(
      rows,
      rows.map(([a]) => 0.3 * a + r.normal())
    );
    const options = {iterations: 300, depth: 6, learning_rate: 0.3, validation_fraction: 0.25, od_wait: 10};
    const fitted = await catboost(options).fit(data, quiet());
    const {history} = fitted as unknown as {history: {best: number; figures: Float64Array; metric: string}};
    expect(history.figures.length).toBeLessThan(300);
    expect(fitted.trees!.trees.length).toBe(history.best);
    expect(history.metric).toBe("rmse");
    const held = dataset(rows.slice(600), Array.from(data.y.slice(600)));
    expect(rootError(fitted.predict(held), held.y)).toBeCloseTo(history.figures[history.best - 1], 9);
  });

  it("heeds weights", async () => {
    const data = dataset(
      rows,
      rows.map((_, i) => (i % 2 === 0 ? 1 : -1))
    );
    const weight = Float64Array.from(rows, (_, i) => (i % 2 === 0 ? 2 : 0));
    const fitted = await catboost({...few, random_strength: 0}).fit({...data, weight}, quiet());
    for (const value of fitted.predict(data)) expect(value).toBeCloseTo(1, 1);
  });

  it.each(["Depthwise", "Lossguide"])("grows %s too", async (grow_policy) => {
    const data = dataset(
      rows,
      rows.map(([a, b]) => a * b)
    );
    const fitted = await catboost({...few, grow_policy, ...(grow_policy === "Lossguide" && {max_leaves: 12})}).fit(
      data,
      quiet()
    );
    expect(rootError(fitted.predict(data), data.y)).toBeLessThan(0.6);
  });
});

describe("refuses", () => {
  const data = planted(60);
  const fit = (options: object) => catboost({...few, ...options} as never).fit(data, quiet());

  it.each([
    [{grow_policy: "Region"}, "unknown grow_policy: Region; grow_policys are SymmetricTree, Depthwise, Lossguide"],
    [{loss_function: "YetiRank"}, "unknown loss_function: YetiRank; those of catboost here are RMSE, MAE"],
    [{loss_function: "Huber"}, "missing delta: write the loss as Huber:delta=1"],
    [{depth: 20}, "invalid depth: 20; expected a number from 1 to 16"],
    [{od_wait: 5}, "missing validation_fraction"],
    [{monotone_constraints: ["momentum=1"], grow_policy: "Lossguide"}, "only symmetric trees are made monotone"],
    [{min_data_in_leaf: 20}, "invalid min_data_in_leaf: leaves of symmetric trees may be empty"],
    [{max_leaves: 7}, "invalid max_leaves: SymmetricTree trees have as many as their depth says"],
    [{leaf_estimation_method: "Exact"}, "RMSE has none, take Newton or Gradient"],
    [{score_function: "NewtonL2"}, "unknown score_function: NewtonL2; score_functions are Cosine, L2"],
    [{score_function: "Cosine", boosting_type: "Plain"}, "invalid score_function: Cosine is of ordered boosting"],
    [{simple_ctr: ["Bins"]}, "unknown target statistic: Bins"]
  ])("%o", (options, message) => {
    expect(() => catboost(options as never)).toThrow(message);
  });

  it("features that are not there, and other features at prediction", async () => {
    await expect(fit({cat_features: ["industry"]})).rejects.toThrow("unknown feature in cat_features: industry");
    const fitted = await fit({});
    expect(() => fitted.predict({...data, names: ["sector", "value"]})).toThrow("momentum missing, value not learned");
  });

  it("categories that were scaled, infinite values and labels that are no numbers", async () => {
    await expect(fit({cat_features: ["momentum"]})).rejects.toThrow("invalid category: momentum is");
    const infinite = {...data, x: data.x.map((value, i) => (i === 3 ? Infinity : value))};
    await expect(catboost(few).fit(infinite, quiet())).rejects.toThrow(
      "invalid feature momentum: Infinity in sample 1"
    );
    const odd = {...data, y: data.y.map((value, i) => (i === 3 ? NaN : value))};
    await expect(catboost(few).fit(odd, quiet())).rejects.toThrow("invalid label: NaN of sample 3");
  });

  it("nothing where labels are all the same, but says so", async () => {
    const said: string[] = [];
    const fitted = await catboost(few).fit({...data, y: data.y.map(() => 3)}, quiet(1, said));
    expect(fitted.predict(data)).toEqual(new Float64Array(60).fill(3));
    expect(said).toEqual(["all labels are 3: there is nothing to learn, the model answers a constant"]);
  });

  it("nothing where no label is known in time, but says that it takes random orders", async () => {
    const said: string[] = [];
    const still = {...data, t: new Float64Array(60), until: new Float64Array(60).fill(1)};
    await catboost(few).fit(still, quiet(1, said));
    expect(said.join()).toContain("samples are put in random orders instead of that of time");
  });
});
