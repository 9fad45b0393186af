import {describe, expect, it} from "vitest";
import type {Tree} from "../../core/base/trees.js";
import {countsIn, cutBack, withMeans} from "../../core/boosting/forest/leaves.js";
import type {FittedForest} from "../../core/boosting/forest/model.js";
import {forestModel} from "../../core/boosting/forest/model.js";
import {checkForest} from "../../core/boosting/forest/options.js";
import {take} from "../../core/learn/dataset.js";
import {determination, mostProbable, rowCoefficient} from "../../core/learn/error/scores.js";
import type {Dataset} from "../../core/plugin.js";
import {randomForest} from "../../plugins/models/random-forest.js";
import {makeOracleGrower} from "../boosting/oracle/grower.js";
import {quiet, samples} from "./made.js";

type Options = NonNullable<Parameters<typeof randomForest>[0]>;
const data = samples({days: 80});
const places = Uint32Array.from(data.y.keys());
const train = take(data, places.slice(0, 250));
const test = take(data, places.slice(250));
const fit = (options: Options, given: Dataset = train, seed = 1) =>
  randomForest({n_estimators: 12, ...options}).fit(given, quiet(seed)) as Promise<FittedForest>;
const classed = (given: Dataset, of: (y: number) => number): Dataset => ({
  x: given.x,
  shape: given.shape,
  t: given.t,
  until: given.until,
  cell: given.cell,
  y: given.y.map(of)
});
const three = (y: number) => (y > 1 ? 1 : y < -1 ? -1 : 0);

describe("a random forest", () => {
  it("foretells, and how well is seen out of the bag", async () => {
    const logged: string[] = [];
    const context = {...quiet(), log: (message: string) => logged.push(message)};
    const fitted = (await randomForest({n_estimators: 60, oob_score: true}).fit(train, context)) as FittedForest;
    const score = determination(fitted.predict(test), test.y);
    expect(score).toBeGreaterThan(0.75);
    expect(Math.abs(fitted.outOfBag!.score - score)).toBeLessThan(0.1);
    const own = fitted.outOfBagPredictions!;
    expect(fitted.outOfBag).toEqual({
      score: determination(own, train.y),
      ic: rowCoefficient(train.t, own, train.y),
      samples: 250
    });
    expect(determination(fitted.predict(train), train.y)).toBeGreaterThan(fitted.outOfBag!.score + 0.05);
    expect(logged.at(-1)).toMatch(/^out of bag: R² 0\.\d{4}, mean IC by row 0\.\d{4}, of 250 samples$/);
  });

  it("is the same for a seed and after load(save()), and another for another", async () => {
    for (const [options, given] of [
      [{oob_score: true}, train],
      [{criterion: "gini"}, classed(train, three)]
    ] as const) {
      const fitted = await fit(options, given);
      const predicted = Array.from(fitted.predict(test));
      const loaded = (await randomForest(options).load(fitted.save())) as FittedForest;
      expect(Array.from(loaded.predict(test))).toEqual(predicted);
      expect(loaded.outOfBag).toEqual(fitted.outOfBag);
      expect(loaded.classes).toEqual(fitted.classes);
      expect(Array.from((await fit(options, given)).predict(test))).toEqual(predicted);
      expect(Array.from((await fit(options, given, 2)).predict(test))).not.toEqual(predicted);
      expect(Array.from((await fit({...options, random_state: 1}, given)).predict(test))).not.toEqual(predicted);
    }
  });

  it("grows the trees of the slow oracle, bit for bit", async () => {
    const few = take(data, places.slice(0, 60));
    for (const options of [{max_features: 2}, {min_samples_leaf: 3, max_leaf_nodes: 9}] as Options[]) {
      const rule = {...randomForest.defaults, n_estimators: 2, ...options};
      const slow = await forestModel(checkForest(rule as never), makeOracleGrower).fit(few, quiet());
      expect(Array.from((await fit({n_estimators: 2, ...options}, few)).save())).toEqual(Array.from(slow.save()));
    }
  });

  it("grows in full without a bootstrap, so that it knows every sample", async () => {
    const fitted = await fit({bootstrap: false, n_estimators: 1});
    expect(determination(fitted.predict(train), train.y)).toBeGreaterThan(0.999);
  });

  it("keeps to its limits", async () => {
    const trees = async (options: Options, given = train) => (await fit(options, given)).trees!.trees;
    for (const given of [train, classed(train, three)]) {
      const criterion = given === train ? "squared_error" : "gini";
      for (const {value} of await trees({criterion, max_leaf_nodes: 7}, given)) expect(value).toHaveLength(7);
      for (const {value} of await trees({criterion, max_depth: 3}, given)) expect(value.length).toBeLessThanOrEqual(8);
      for (const {leafCount} of await trees({criterion, min_samples_leaf: 9}, given))
        expect(Math.min(...leafCount!)).toBeGreaterThanOrEqual(9);
      for (const {nodeCount} of await trees({criterion, min_samples_split: 40, bootstrap: false}, given))
        expect(Math.min(...nodeCount!)).toBeGreaterThanOrEqual(40);
    }
  });

  it("answers each leaf's mean by weight", async () => {
    const weight = train.y.map((_, i) => (i % 3) / 2 + 0.5);
    const weighed = {...classed(train, (y) => y), weight};
    const fitted = await fit({n_estimators: 1, bootstrap: false, max_leaf_nodes: 2}, weighed);
    const predicted = fitted.predict(train);
    const side = places.slice(0, 250).filter((i) => predicted[i] === predicted[0]);
    const sum = (of: (i: number) => number) => side.reduce((all, i) => all + of(i), 0);
    expect(predicted[0]).toBeCloseTo(sum((i) => weight[i] * train.y[i]) / sum((i) => weight[i]), 12);
  });

  it("learns classes, whose probabilities add up to one", async () => {
    for (const [of, classes] of [
      [three, [-1, 0, 1]],
      [(y: number) => (y > 0 ? 1 : -1), [-1, 1]]
    ] as const) {
      const fitted = await fit({criterion: "gini", oob_score: true, n_estimators: 30}, classed(train, of));
      expect(fitted.classes).toEqual(classes);
      const chances = fitted.probabilities!(test);
      const labels = mostProbable(chances, classes);
      const right = labels.filter((label, i) => label === of(test.y[i])).length / test.y.length;
      expect(right).toBeGreaterThan(0.7);
      expect(Math.abs(fitted.outOfBag!.score - right)).toBeLessThan(0.15);
      for (let i = 0; i < test.y.length; ++i) {
        const own = chances.slice(i * classes.length, (i + 1) * classes.length);
        expect(own.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
      }
      const [first] = fitted.predict(test);
      const expected = classes.length === 2 ? chances[1] : chances[2] - chances[0];
      expect(first).toBeCloseTo(expected, 12);
    }
  });

  it("takes missing values, of numbers and of classes", async () => {
    const x = train.x.map((value, i) => (i % 3 === 0 && value > 0.5 ? NaN : value));
    for (const [criterion, of] of [
      ["squared_error", (y: number) => y],
      ["gini", three]
    ] as const) {
      const holed = {...classed(train, of), x};
      const fitted = await fit({criterion, n_estimators: 30}, holed);
      const predicted = fitted.predict({x, shape: train.shape});
      expect(predicted.every(Number.isFinite)).toBe(true);
      expect(determination(predicted, holed.y)).toBeGreaterThan(0.5);
    }
  });

  it("may draw whole rows, and extra trees", async () => {
    const {outOfBag} = await fit({block: 4, oob_score: true, n_estimators: 40});
    expect(outOfBag!.score).toBeGreaterThan(0.5);
    for (const given of [train, classed(train, three)]) {
      const criterion = given === train ? "squared_error" : "gini";
      const extra = await fit({criterion, extra_trees: true, bootstrap: false, n_estimators: 40}, given);
      expect(determination(extra.predict(test), classed(test, given === train ? (y) => y : three).y)).toBeGreaterThan(
        0.4
      );
    }
  });

  it("refuses what it cannot learn or be", async () => {
    await expect(
      fit(
        {criterion: "gini"},
        classed(train, () => 3)
      )
    ).rejects.toThrow("at least two classes");
    await expect(
      fit(
        {},
        classed(train, () => NaN)
      )
    ).rejects.toThrow("invalid label");
    expect(() => randomForest({criterion: "entropy"})).toThrow("unknown criterion: entropy");
    expect(() => randomForest({bootstrap: false, oob_score: true})).toThrow("are of a bootstrap");
    expect(() => randomForest({max_features: 2.5})).toThrow("invalid random-forest max_features: 2.5");
    expect(() => randomForest({n_estimators: 0})).toThrow("invalid random-forest n_estimators: 0");
    const fitted = await fit({});
    expect(() => fitted.predict({x: new Float32Array(4), shape: [2, 1, 2]})).toThrow("invalid features");
    await expect(randomForest().load(fitted.save().slice(0, 40))).rejects.toThrow("invalid random-forest state");
    const logged: string[] = [];
    const same = classed(train, () => 3);
    const constant = await randomForest({n_estimators: 2}).fit(same, {...quiet(), log: (text) => logged.push(text)});
    expect(Array.from(constant.predict(test)).every((value) => value === 3)).toBe(true);
    expect(logged).toContain("all labels are 3: there is nothing to learn, the forest answers a constant");
  });
});

describe("a tree", () => {
  const tree: Tree = {
    feature: Int32Array.of(0, 1, 0),
    threshold: Float64Array.of(0, 1, 2),
    left: Int32Array.of(1, ~0, ~1),
    right: Int32Array.of(2, ~2, ~3),
    decision: new Uint8Array(3),
    value: Float64Array.of(1, 2, 3, 4),
    nodeValue: Float64Array.of(10, 20, 30)
  };
  const leaf = Uint16Array.of(0, 0, 2, 1, 3, 3, 3);

  it("is cut back to nodes with enough samples", () => {
    const times = Uint8Array.of(1, 0, 1, 2, 1, 1, 1);
    const counts = countsIn(tree, leaf, times);
    expect(Array.from(counts)).toEqual([6, 2, 4]);
    const {tree: cut, leafOf} = cutBack(tree, counts, 3);
    expect([cut.feature, cut.left, cut.right].map((each) => Array.from(each))).toEqual([
      [0, 0],
      [~0, ~1],
      [1, ~2]
    ]);
    expect(Array.from(cut.value)).toEqual([20, 2, 4]);
    expect(Array.from(leafOf)).toEqual([0, 1, 0, 2]);
    expect(Array.from(cutBack(tree, counts, 99).tree.value)).toEqual([10]);
  });

  it("answers means", () => {
    const y = Float64Array.of(1, 3, 5, 7, 9, 11, 13);
    const means = withMeans(tree, leaf, y, Uint8Array.of(1, 1, 1, 1, 2, 0, 1), undefined);
    expect(Array.from(means.value)).toEqual([2, 7, 5, 31 / 3]);
    expect(Array.from(means.nodeValue!)).toEqual([47 / 7, 3, 38 / 4]);
  });
});
