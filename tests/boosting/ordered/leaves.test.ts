import {describe, expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import type {Tree} from "../../../core/base/trees.js";
import {squared, quantile} from "../../../core/boosting/objectives/regression.js";
import {binary} from "../../../core/boosting/objectives/classification.js";
import {automaticRate} from "../../../core/boosting/ordered/learning-rate.js";
import type {LeafRule} from "../../../core/boosting/ordered/leaves.js";
import {leafValues, levelsOf, ordered} from "../../../core/boosting/ordered/leaves.js";
import {drawLimit, drawSamples, noiseOf} from "../../../core/boosting/ordered/sampling.js";
import rates from "../../golden/catboost-scores/rates.json" with {type: "json"};

/** A symmetric tree of the questions x0 ≤ 0 and x1 ≤ 0. */
const tree: Tree = {
  feature: Int32Array.of(0, 1, 1),
  threshold: new Float64Array(3),
  left: Int32Array.of(1, ~0, ~1),
  right: Int32Array.of(2, ~2, ~3),
  decision: new Uint8Array(3),
  value: new Float64Array(4)
};
const rule: LeafRule = {method: "Newton", steps: 1, l2: 3, monotone: null};

describe("leaves", () => {
  const y = Float64Array.of(1, 2, 3, 10, 20, 5);
  const leaf = Uint16Array.of(0, 0, 0, 3, 3, 1);
  const fitting = (objective: ReturnType<typeof squared>, learns?: Uint8Array, weight?: Float64Array) => {
    const raw = new Float64Array(6).fill(1);
    const [gradient, hessian] = [new Float32Array(6), new Float32Array(6)];
    objective.derive(raw, 0, gradient, hessian);
    return {objective, raw, gradient, hessian, ...(learns && {learns}), ...(weight && {weight})};
  };

  it("equal −G / (H + l2) by hand, and 0 without samples", () => {
    const values = leafValues(fitting(squared({y})), leaf, tree, 0, rule, 0);
    expect(Array.from(values)).toEqual([3 / (3 + 3), 4 / (1 + 3), 0, 28 / (2 + 3)]);
  });

  it("learn from what they may alone, by weight", () => {
    const weight = Float64Array.of(1, 2, 1, 0.5, 1, 1);
    const fit = fitting(squared({y, weight}), Uint8Array.of(1, 1, 0, 1, 0, 0), weight);
    const values = leafValues(fit, leaf, tree, 0, rule, 0);
    expect(Array.from(values)).toEqual([2 / (3 + 3), 0, 0, 4.5 / (0.5 + 3)]);
  });

  it("go on for as many steps as they are told", () => {
    const values = leafValues(fitting(squared({y})), leaf, tree, 0, {...rule, steps: 2}, 0);
    const first = 3 / 6;
    expect(values[0]).toBeCloseTo(first + (3 - 3 * first) / 6, 6);
  });

  it("are medians of what is left where the loss is absolute", () => {
    const values = leafValues(fitting(quantile({y}, 0.5)), leaf, tree, 0, {...rule, method: "Exact"}, 0);
    expect(values[0]).toBeCloseTo(1, 6);
  });

  it("take the second derivatives or the weights", () => {
    const classes = Float64Array.of(0, 1, 1, 0, 1, 1);
    const p = 1 / (1 + Math.exp(-1));
    const newton = leafValues(fitting(binary({y: classes}, {positive: 1, balanced: false})), leaf, tree, 0, rule, 0);
    const fit = fitting(binary({y: classes}, {positive: 1, balanced: false}));
    const gradient = leafValues(fit, leaf, tree, 0, {...rule, method: "Gradient"}, 0);
    expect(newton[1]).toBeCloseTo((1 - p) / (p * (1 - p) + 3), 6);
    expect(gradient[1]).toBeCloseTo((1 - p) / (1 + 3), 6);
  });
});

describe("monotone leaves", () => {
  it("know the levels of a tree", () => {
    expect(levelsOf(tree)).toEqual([0, 1]);
  });

  it("get the mean by size of those that are the wrong way round", () => {
    const values = ordered(Float64Array.of(4, 1, 0, 7), Float64Array.of(1, 3, 1, 1), tree, Int8Array.of(1, 0));
    expect(Array.from(values)).toEqual([1.75, 1.75, 0, 7]);
    const falling = ordered(Float64Array.of(4, 1, 0, 7), Float64Array.of(1, 3, 1, 1), tree, Int8Array.of(-1, 0));
    expect(Array.from(falling)).toEqual([4, 1, 3.5, 3.5]);
  });

  it("are in order along every feature after that, whatever they were", () => {
    const r = random(8);
    for (let run = 0; run < 200; ++run) {
      const values = Float64Array.from({length: 4}, () => r.normal());
      const sizes = Float64Array.from({length: 4}, () => r.integer(4));
      const made = ordered(values, sizes, tree, Int8Array.of(1, -1));
      expect(made[0] <= made[1] && made[2] <= made[3] && made[0] >= made[2] && made[1] >= made[3]).toBe(true);
    }
  });
});

describe("samples drawn", () => {
  const all = Uint32Array.from({length: 5000}, (_, i) => i);
  const r = random(2);
  const gradient = Float32Array.from(all, () => r.normal() ** 3);
  const sum = (rows: Uint32Array, weights?: Float64Array) =>
    rows.reduce((total, i) => total + gradient[i] * (weights ? weights[i] : 1), 0);

  it("are as many as wanted with MVS, and their sum is right on average", () => {
    const counts: number[] = [];
    const sums: number[] = [];
    const sizes: number[] = [];
    for (let run = 0; run < 200; ++run) {
      const {rows, weights} = drawSamples({type: "MVS", temperature: 1, part: 0.3}, gradient, all, r.fork(run));
      counts.push(rows!.length);
      sums.push(sum(rows!, weights));
      sizes.push(rows!.reduce((total, i) => total + Math.abs(gradient[i]) * weights![i], 0));
    }
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
    expect(mean(counts)).toBeCloseTo(1500, -1);
    const spread = Math.sqrt(mean(sums.map((each) => (each - mean(sums)) ** 2)) / sums.length);
    expect(Math.abs(mean(sums) - sum(all))).toBeLessThan(4 * spread);
    // Sizes have one sign, so that they are right by their weights alone.
    const size = gradient.reduce((total, each) => total + Math.abs(each), 0);
    const width = Math.sqrt(mean(sizes.map((each) => (each - mean(sizes)) ** 2)) / sizes.length);
    expect(Math.abs(mean(sizes) - size)).toBeLessThan(Math.max(4 * width, 1e-6 * size));
    expect(width).toBeLessThan(0.01 * size);
  });

  it("have the limit of MVS by hand", () => {
    // Of 10, 1 and 1 two are wanted: 10 is in for certain, and the others share what is left, 2 / μ = 1.
    expect(drawLimit(Float64Array.of(1, 10, 1), 2)).toBe(2);
  });

  it("weigh 1 on average, and vary as much as the temperature says", () => {
    const draw = (temperature: number) =>
      drawSamples({type: "Bayesian", temperature, part: 1}, gradient, all, r.fork("b")).weights!;
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length;
    expect(mean(draw(1))).toBeCloseTo(1, 1);
    expect(mean(draw(1).map((w) => w * w))).toBeCloseTo(2, 0);
    expect(drawSamples({type: "Bayesian", temperature: 0, part: 1}, gradient, all, r)).toEqual({});
  });

  it("are all without a bootstrap", () => {
    expect(drawSamples({type: "No", temperature: 1, part: 0.5}, gradient, all, r)).toEqual({});
    const some = all.subarray(10);
    expect(drawSamples({type: "No", temperature: 1, part: 0.5}, gradient, some, r)).toEqual({rows: some});
  });
});

it("lets noise die out as the ensemble grows", () => {
  expect(noiseOf(2, 9, 1000, 0)).toBeCloseTo(6 * (1000 / 1001), 9);
  expect(noiseOf(1, 1, 1000, Math.log(1000))).toBeCloseTo(0.5, 9);
});

it("chooses the learning rates that CatBoost chooses", () => {
  for (const [kind, samples, trees, validated, rate] of rates.rates as [
    "squared" | "binary" | "classes" | "other",
    number,
    number,
    boolean,
    number
  ][])
    expect(Math.abs(automaticRate(kind, samples, trees, validated) / rate - 1), `${kind} ${samples}`).toBeLessThan(
      0.01
    );
});
