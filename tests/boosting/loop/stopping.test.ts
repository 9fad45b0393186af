import {describe, expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import {rankCorrelation} from "../../../core/base/stats.js";
import {groupsOf} from "../../../core/boosting/check-data.js";
import {holdOut} from "../../../core/boosting/stopping/holdout.js";
import type {MetricChoice} from "../../../core/boosting/stopping/metrics.js";
import {metricOf} from "../../../core/boosting/stopping/metrics.js";
import {watch} from "../../../core/boosting/stopping/watch.js";
import {predictRaw} from "../../../core/trees/predict.js";
import {listening, samples, trained} from "./made.js";

const day = 864e5;
const noisy = samples(60, 8, 3, ([a], noise) => a + 2 * noise);

describe("the samples held out", () => {
  it("are the latest, and no label of the others reaches into their time", () => {
    const until = noisy.t.map((t, i) => t + (i % 2 === 0 ? day : 5 * day));
    const {train, validation, purged} = holdOut({...noisy, until, weight: noisy.t}, 0.25);
    const first = 45 * day;
    expect(Math.min(...validation.t!)).toBe(first);
    expect(validation.shape[0]).toBe(15 * 8);
    expect(Math.max(...train.until!)).toBeLessThan(first);
    expect(train.shape[0] + validation.shape[0] + purged).toBe(480);
    // Of the last five days those whose labels take five of them, of the last also those that take one.
    expect(purged).toBe(5 * 4 + 4);
    const place = Array.from(noisy.t.keys()).filter((i) => until[i] < first);
    expect(Array.from(train.y)).toEqual(place.map((i) => noisy.y[i]));
    expect(Array.from(train.x)).toEqual(place.flatMap((i) => Array.from(noisy.x.subarray(3 * i, 3 * i + 3))));
    expect(train.weight).toEqual(train.t);
  });

  it("are refused where nothing is left to learn from", () => {
    expect(() => holdOut({...noisy, until: noisy.t.map(() => 1e15)}, 0.2)).toThrow(
      "missing samples: the labels of all"
    );
    expect(() => holdOut({...noisy, t: noisy.t.map(() => 5)}, 0.2)).toThrow("of 1 times none is left");
    expect(() => holdOut(noisy, 1)).toThrow("invalid validation fraction: 1");
    const {t, ...timeless} = noisy;
    void t;
    expect(() => holdOut(timeless, 0.2)).toThrow("missing times");
  });
});

it("ends after so many rounds without a better figure, and keeps the earlier of equals", () => {
  const figures = [3, 2, 2, 5, 1, 4, 4];
  const metric = {name: "m", larger: false, measure: (raw: Float64Array) => raw[0]};
  const run = (patience: number, larger = false) => {
    const {note, best} = watch({...metric, larger}, patience);
    const ended = figures.findIndex((figure) => note(Float64Array.of(figure)));
    return [ended, best()];
  };
  expect(run(2)).toEqual([3, 2]);
  expect(run(3)).toEqual([-1, 5]);
  expect(run(0)).toEqual([-1, 5]);
  expect(run(3, true)).toEqual([6, 4]);
});

describe("training that is stopped", () => {
  it.each<MetricChoice>([{name: "l2"}, {name: "ic"}])("restores its best round, by $name", async (metric) => {
    const context = listening();
    const {ensemble, history} = await trained(
      noisy,
      {rounds: 200, stopping: {validation: 0.3, metric, patience: 15}},
      context
    );
    const {figures, best, larger, samples: counts} = history!;
    const order = Array.from(figures.keys()).sort((i, j) =>
      larger ? figures[j] - figures[i] : figures[i] - figures[j]
    );
    expect(best).toBe(order[0] + 1);
    expect(figures).toHaveLength(best + 15);
    expect(ensemble.trees).toHaveLength(best);
    expect(counts).toEqual({train: 41 * 8, validation: 18 * 8, purged: 8});
    const {validation} = holdOut(noisy, 0.3);
    const raw = predictRaw(ensemble, validation.x, validation.shape);
    const figure = metricOf(
      metric,
      {outputs: 1, transform: {kind: "identity"}},
      {y: validation.y, groups: groupsOf(validation.t!)}
    );
    expect(figure.measure(raw)).toBeCloseTo(figures[best - 1], 10);
    expect(context.lines.at(-1)).toMatch(new RegExp(`is best after ${best} of ${best + 15} rounds`));
  });

  it("is the one that learned from the earlier samples alone", async () => {
    const stopping = {validation: 0.3, metric: {name: "l2"}, patience: 0} as const;
    const {ensemble, history} = await trained(noisy, {rounds: 20, stopping});
    const {train} = holdOut(noisy, 0.3);
    const alone = await trained(train, {rounds: 20});
    expect(ensemble.trees).toEqual(alone.ensemble.trees.slice(0, history!.best));
    expect(history!.figures).toHaveLength(20);
  });

  it("keeps the trees of every class, and those that it went on from", async () => {
    const y = noisy.y.map((value) => Math.sign(Math.round(value)));
    const loss = {kind: "multiclass"} as const;
    const stopping = {validation: 0.3, metric: {name: "multi_logloss"}, patience: 5} as const;
    const {train, validation} = holdOut({...noisy, y}, 0.3);
    const before = await trained(train, {loss, rounds: 2});
    const more = {loss, rounds: 40, stopping, continued: before.ensemble};
    const {ensemble, history} = await trained({...noisy, y}, more);
    expect(ensemble.trees).toHaveLength(3 * (2 + history!.best));
    expect(ensemble.trees.slice(0, 6)).toEqual(before.ensemble.trees);
    const figure = metricOf({name: "multi_logloss"}, {...ensemble}, {y: validation.y});
    const raw = predictRaw(ensemble, validation.x, validation.shape);
    expect(figure.measure(raw)).toBeCloseTo(history!.figures[history!.best - 1], 10);
    expect(history!.best).toBeLessThan(35);
  });

  it("heeds a figure that a user writes", async () => {
    const metric = {name: "user", larger: true, measure: (p: Float64Array) => -Math.abs(p.length - 144)} as const;
    const {history} = await trained(noisy, {rounds: 5, stopping: {validation: 0.3, metric, patience: 0}});
    expect(Array.from(history!.figures)).toEqual([0, 0, 0, 0, 0].map((zero) => -zero));
    expect(history!.best).toBe(1);
  });

  it("is refused where the figure never is a number, or does not suit", async () => {
    const few = samples(60, 2, 3, ([a]) => a);
    const stopping = (metric: MetricChoice) => ({stopping: {validation: 0.3, metric, patience: 5}});
    await expect(trained(few, stopping({name: "ic"}))).rejects.toThrow(
      "invalid metric: ic of the 36 validation samples"
    );
    await expect(trained(noisy, stopping({name: "auc"}))).rejects.toThrow("invalid metric: auc; it needs two classes");
    await expect(
      trained(noisy, {
        ...stopping({name: "l2"}),
        mode: "dropout",
        dropout: {rate: 0.1, most: 0, skip: 0, uniform: true}
      })
    ).rejects.toThrow("invalid stopping");
  });
});

describe("figures", () => {
  const y = Float64Array.of(0, 1, 1, 0);
  const two = {outputs: 1, transform: {kind: "sigmoid", slope: 1}, classes: [0, 1]} as const;
  const plain = {outputs: 1, transform: {kind: "identity"}} as const;
  const of = (
    choice: MetricChoice,
    objective: Parameters<typeof metricOf>[1],
    raw: readonly number[],
    targets: {y: Float64Array; weight?: Float64Array} = {y}
  ) => metricOf(choice, objective, targets).measure(Float64Array.from(raw));

  it("are those of the textbook", () => {
    const raw = [0.5, 2, -1, 0.25];
    expect(of({name: "l2"}, plain, raw)).toBeCloseTo((0.25 + 1 + 4 + 0.0625) / 4, 12);
    expect(of({name: "rmse"}, plain, raw)).toBeCloseTo(Math.sqrt((0.25 + 1 + 4 + 0.0625) / 4), 12);
    expect(of({name: "l1"}, plain, raw)).toBeCloseTo((0.5 + 1 + 2 + 0.25) / 4, 12);
    expect(of({name: "huber", alpha: 1}, plain, raw)).toBeCloseTo((0.125 + 0.5 + 1.5 + 0.03125) / 4, 12);
    expect(of({name: "quantile", alpha: 0.9}, plain, raw)).toBeCloseTo((0.05 + 0.1 + 1.8 + 0.025) / 4, 12);
    const p = raw.map((s) => 1 / (1 + Math.exp(-s)));
    const loss = -(Math.log(1 - p[0]) + Math.log(p[1]) + Math.log(p[2]) + Math.log(1 - p[3])) / 4;
    expect(of({name: "binary_logloss"}, two, raw)).toBeCloseTo(loss, 12);
    expect(of({name: "binary_error"}, two, raw)).toBe(3 / 4);
    expect(of({name: "auc"}, two, raw)).toBe(2 / 4);
    expect(of({name: "auc"}, two, [1, 1, 1, 1])).toBe(0.5);
    expect(of({name: "poisson"}, {outputs: 1, transform: {kind: "exp"}}, raw)).toBeCloseTo(
      raw.reduce((sum, s, i) => sum + Math.exp(s) - y[i] * s, 0) / 4,
      12
    );
    const three = {outputs: 3, transform: {kind: "softmax"}, classes: [-1, 0, 1]} as const;
    const rows = [1, 2, 3, 0, 0, 0, 5, 1, 1];
    const labels = {y: Float64Array.of(1, 0, 1)};
    const soft = (row: readonly number[], j: number) => Math.exp(row[j]) / row.reduce((sum, s) => sum + Math.exp(s), 0);
    const costs = [soft([1, 2, 3], 2), 1 / 3, soft([5, 1, 1], 2)].map((each) => -Math.log(each));
    expect(of({name: "multi_logloss"}, three, rows, labels)).toBeCloseTo((costs[0] + costs[1] + costs[2]) / 3, 12);
    expect(of({name: "multi_error"}, three, rows, labels)).toBeCloseTo(2 / 3, 12);
  });

  it("weigh samples", () => {
    const targets = {y, weight: Float64Array.of(1, 0, 0, 3)};
    expect(of({name: "l1"}, plain, [2, 5, 5, 1], targets)).toBeCloseTo((2 + 3) / 4, 12);
    expect(of({name: "auc"}, two, [0, 1, 2, 1.5], {y, weight: Float64Array.of(1, 1, 1, 2)})).toBeCloseTo(
      (1 + 3) / 6,
      12
    );
  });

  it("rank within groups", () => {
    const r = random(9);
    const labels = Float64Array.from({length: 30}, () => r.integer(4));
    const raw = Float64Array.from({length: 30}, () => r.normal());
    const groups = Uint32Array.of(0, 10, 30);
    const ic = metricOf({name: "ic"}, plain, {y: labels, groups}).measure(raw);
    const each = [
      [0, 10],
      [10, 30]
    ].map(([from, to]) => rankCorrelation(raw.subarray(from, to), labels.subarray(from, to)));
    expect(ic).toBeCloseTo((each[0] + each[1]) / 2, 12);
    const worth = (order: readonly number[], at: number) =>
      order.slice(0, at).reduce((sum, i, k) => sum + (2 ** labels[i] - 1) / Math.log2(k + 2), 0);
    const ndcg = ([from, to]: readonly number[]) => {
      const places = Array.from({length: to - from}, (_, i) => from + i);
      const own = worth(
        places.toSorted((i, j) => raw[j] - raw[i]),
        3
      );
      return (
        own /
        worth(
          places.toSorted((i, j) => labels[j] - labels[i]),
          3
        )
      );
    };
    const found = metricOf({name: "ndcg", at: 3}, plain, {y: labels, groups}).measure(raw);
    expect(found).toBeCloseTo((ndcg([0, 10]) + ndcg([10, 30])) / 2, 12);
    expect(metricOf({name: "ndcg", at: 3}, plain, {y: new Float64Array(30), groups}).measure(raw)).toBe(1);
  });
});
