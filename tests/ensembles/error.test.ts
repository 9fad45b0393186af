import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {take} from "../../core/learn/dataset.js";
import {refit, squaredParts} from "../../core/learn/error/bias-variance.js";
import {brier, reliability} from "../../core/learn/error/calibration.js";
import {learningCurve, validationCurve} from "../../core/learn/error/curves.js";
import {conformal, conformalQuantiles, coverage} from "../../core/learn/error/intervals.js";
import {errorReport} from "../../core/learn/error/report.js";
import type {Dataset} from "../../core/plugin.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {purgedKFold} from "../../plugins/splits/purged-k-fold.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";
import {dice, fixed, memory, quiet, samples} from "./made.js";

const truthOf = ({x, shape: [n, , k]}: Dataset) =>
  Float64Array.from({length: n}, (_, i) => 2 * x[i * k] - x[i * k + 1]);

describe("a decomposition", () => {
  const train = samples({noise: 1});
  const test = samples({noise: 1, seed: 9, days: 200});
  const truth = truthOf(test);

  it("adds up, and knows the noise that was made", async () => {
    const {predictions} = await refit(ridge(), train, test, {rounds: 30, block: 1}, quiet());
    const {loss, bias, variance, noise, cross} = squaredParts(predictions, test.y, truth);
    expect(bias + variance + noise! + cross).toBeCloseTo(loss, 12);
    expect(noise).toBeGreaterThan(0.85);
    expect(noise).toBeLessThan(1.15);
    expect(Math.abs(cross)).toBeLessThan(0.05);
    // Three weights and a level learned from 300 samples of noise 1: four three-hundredths.
    expect(variance).toBeGreaterThan(0.5 * (4 / 300));
    expect(variance).toBeLessThan(2 * (4 / 300));
    expect(bias).toBeLessThan(0.05);
  });

  it("holds the noise within the bias where the truth is not known", async () => {
    const {predictions} = await refit(ridge(), train, test, {rounds: 10, block: 1}, quiet());
    const known = squaredParts(predictions, test.y, truth);
    const unknown = squaredParts(predictions, test.y);
    expect(unknown).toMatchObject({noise: null, cross: 0, loss: known.loss, variance: known.variance});
    expect(unknown.bias).toBeCloseTo(known.bias + known.noise! + known.cross, 12);
  });

  it("finds bias in a model that is too simple, and variance in one that remembers", async () => {
    const parts = async (model: ReturnType<typeof memory>) => {
      const {predictions} = await refit(model, train, test, {rounds: 8, block: 1}, quiet());
      return squaredParts(predictions, test.y, truth);
    };
    const [simple, wild] = [await parts(mean()), await parts(memory())];
    expect(simple.bias).toBeGreaterThan(10 * simple.variance);
    expect(simple.bias).toBeGreaterThan(5 * wild.bias);
    expect(wild.variance).toBeGreaterThan(20 * simple.variance);
  });

  it("tells the luck of a seed from that of a sample, and is the same again", async () => {
    const of = async (block: number, seed: number) => {
      const {predictions} = await refit(dice(), train, test, {rounds: 6, block}, quiet(seed));
      return squaredParts(predictions, test.y).variance;
    };
    expect(await of(0, 1)).toBeGreaterThan(0.1);
    expect(await of(0, 1)).toBe(await of(0, 1));
    const still = await refit(ridge(), train, test, {rounds: 3, block: 0}, quiet());
    expect(squaredParts(still.predictions, test.y).variance).toBeLessThan(1e-24);
  });
});

describe("curves", () => {
  const data = samples({days: 120, noise: 2, features: 12, names: 6});
  const split = walkForward({train: 40, test: 20, step: 20});

  it("fall in training and rise in testing as samples are added", async () => {
    const points = await learningCurve(ridge(), data, split, "r2", quiet(), [0.08, 0.3, 1]);
    expect(points.map(({at}) => at)).toEqual([0.08, 0.3, 1]);
    expect(points[0].samples).toBeLessThan(points[1].samples);
    expect(points[0].train.mean).toBeGreaterThan(points[2].train.mean);
    expect(points[0].test.mean).toBeLessThan(points[1].test.mean);
    expect(points[1].test.mean).toBeLessThan(points[2].test.mean);
    for (const {train, test} of points) {
      expect(train.folds).toHaveLength(4);
      expect(train.mean).toBeGreaterThan(test.mean);
      expect(test.deviation).toBeGreaterThan(0);
    }
  });

  it("train on the latest rows, and on nothing that was not known at the test", async () => {
    const seen: (readonly [number, number, number])[] = [];
    const watching = fixed(({shape: [n]}) => new Float64Array(n), {
      fit: ({t, until}) => {
        seen.push([t[0] / 864e5, t.at(-1)! / 864e5, Math.max(...until) / 864e5]);
        return Promise.resolve({predict: ({shape: [n]}) => new Float64Array(n), save: () => new Uint8Array()});
      }
    });
    await learningCurve(watching, data, walkForward({train: 40, test: 20, step: 80}), "ic", quiet(), [0.25, 1]);
    expect(seen).toEqual([
      [29, 38, 39],
      [0, 38, 39]
    ]);
  });

  it("go over a parameter", async () => {
    const models = [0, 10, 1e5].map((penalty) => ({at: penalty, model: ridge({penalty})}));
    const points = await validationCurve(models, data, split, "squared-error", quiet());
    expect(points[0].train.mean).toBeLessThan(points[2].train.mean);
    expect(points[2].test.mean).toBeGreaterThan(points[0].test.mean);
  });

  it("refuse a split that knows the future, and stop when told to", async () => {
    await expect(learningCurve(ridge(), data, purgedKFold(), "r2", quiet())).rejects.toThrow("give one that is causal");
    await expect(learningCurve(ridge(), data, split, "r2", quiet(), [0])).rejects.toThrow(
      "invalid share of a learning curve: 0"
    );
    const stopped = {...quiet(), signal: AbortSignal.abort(new Error("stopped"))};
    await expect(learningCurve(ridge(), data, split, "r2", stopped)).rejects.toThrow("stopped");
  });
});

describe("intervals", () => {
  it.each([0.5, 0.8, 0.9])("hold the share of labels that they say: %d", async (level) => {
    let covered = 0;
    for (let seed = 0; seed < 10; ++seed) {
      const train = samples({days: 300, noise: 1, seed: 2 * seed + 100});
      const test = samples({days: 300, noise: 1, seed: 2 * seed + 101});
      const found = await conformal(ridge(), train, {level, share: 0.3}, quiet());
      covered += coverage(found.interval(test), test.y).covered / 10;
      expect(found.samples).toBe(450);
    }
    expect(Math.abs(covered - level)).toBeLessThan(0.03);
  });

  it("are as wide as the quantiles say, where these are right, and mend those that are too narrow", async () => {
    const data = samples({days: 400, noise: 0});
    const r = random(8);
    const width = (x: Float32Array, i: number) => 0.2 + Math.abs(x[3 * i + 2]);
    const uneven = {...data, y: data.y.map((value, i) => value + width(data.x, i) * r.normal())};
    const at = (quantile: number) =>
      fixed(({x, shape: [n]}) =>
        Float64Array.from({length: n}, (_, i) => 2 * x[3 * i] - x[3 * i + 1] + quantile * width(x, i))
      );
    const half = Uint32Array.from({length: 1000}, (_, i) => i);
    const train = take(uneven, half);
    const test = take(uneven, half.map((i) => i + 1000)); // prettier-ignore
    const right = await conformalQuantiles(at(-1.645), at(1.645), train, {level: 0.9, share: 0.5}, quiet());
    const narrow = await conformalQuantiles(at(-0.5), at(0.5), train, {level: 0.9, share: 0.5}, quiet());
    const even = await conformal(at(0), train, {level: 0.9, share: 0.5}, quiet());
    const [a, b, c] = [right, narrow, even].map((each) => coverage(each.interval(test), test.y));
    for (const {covered} of [a, b, c]) expect(Math.abs(covered - 0.9)).toBeLessThan(0.04);
    expect(Math.abs(right.margin)).toBeLessThan(0.15);
    expect(narrow.margin).toBeGreaterThan(0.3);
    expect(a.width).toBeLessThan(c.width);
  });

  it("are endless of too few samples", async () => {
    const few = await conformal(ridge(), samples({days: 20, names: 1}), {level: 0.9, share: 0.2}, quiet());
    expect([few.samples, few.margin]).toEqual([4, Infinity]);
  });
});

describe("a report", () => {
  it("is JSON, adds up, and is the same again", async () => {
    const data = samples({days: 90});
    const question = {
      model: ridge(),
      data,
      split: walkForward({train: 40, test: 20, step: 20}),
      score: "r2" as const,
      rounds: 4,
      block: 2,
      truth: truthOf(data),
      shares: [0.5, 1]
    };
    const seen: [number, number][] = [];
    const report = await errorReport(question, {...quiet(), progress: (done, total) => seen.push([done, total])});
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(await errorReport(question, quiet())).toEqual(report);
    const {loss, bias, variance, noise, cross} = report.decomposition.bootstrap;
    expect(bias! + variance! + noise! + cross!).toBeCloseTo(loss!, 12);
    expect(report.decomposition.seeds.variance).toBeLessThan(1e-20);
    expect(report.decomposition.wrong).toBeNull();
    expect(report.learningCurve).toHaveLength(2);
    expect(report.intervals.covered).toBeGreaterThan(0.75);
    expect(seen.map(([done]) => done)).toEqual(seen.map((_, i) => i + 1));
    expect(seen.at(-1)).toEqual([seen.length, seen.length]);
  });
});

it("probabilities that are no probabilities are refused", () => {
  expect(() => brier(Float64Array.of(0.5, 1.2), [0, 1])).toThrow("invalid probability: 1.2 of sample 1");
  expect(() => reliability(new Float64Array(), [])).toThrow("missing probabilities");
  expect(reliability(Float64Array.of(0.2, 0.2, 0.9), [0, 1, 1], 2)).toEqual({
    predicted: [0.2, 0.9],
    observed: [0.5, 1],
    count: [2, 1],
    error: (0.6 + 0.1 - 1e-17) / 3
  });
});
