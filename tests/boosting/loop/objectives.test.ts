import {describe, expect, it} from "vitest";
import {exp, log} from "../../../core/base/elementary.js";
import {random} from "../../../core/base/random.js";
import type {Loss} from "../../../core/boosting/objectives/choose.js";
import {objectiveOf} from "../../../core/boosting/objectives/choose.js";
import type {Targets} from "../../../core/boosting/objectives/objective.js";
import {percentile} from "../../../core/boosting/objectives/percentile.js";

const r = random(11);
const n = 12;
const weight = Float64Array.from({length: n}, () => 0.5 + r.uniform());
const numbers = Float64Array.from({length: n}, () => 2 * r.normal());
const counts = Float64Array.from({length: n}, () => r.integer(5));
const three = Float64Array.from({length: n}, (_, i) => (i % 3) - 1);
const two = Float64Array.from({length: n}, (_, i) => (i % 3 === 0 ? 5 : -5));

/** What each sample's raw values cost, in the words of the textbook. */
type Cost = (raw: readonly number[], y: number) => number;

const softmaxCost: Cost = (raw, y) => {
  const place = y + 1;
  return log(raw.reduce((sum, s) => sum + exp(s), 0)) - raw[place];
};

const smooth: readonly [name: string, loss: Loss, y: Float64Array, cost: Cost, curvature: number | undefined][] = [
  ["squared", {kind: "squared"}, numbers, ([s], y) => 0.5 * (s - y) ** 2, 1],
  [
    "huber",
    {kind: "huber", delta: 0.7},
    numbers,
    ([s], y) => (Math.abs(s - y) <= 0.7 ? 0.5 * (s - y) ** 2 : 0.7 * (Math.abs(s - y) - 0.35)),
    undefined
  ],
  ["absolute", {kind: "absolute"}, numbers, ([s], y) => Math.abs(s - y), undefined],
  [
    "quantile",
    {kind: "quantile", alpha: 0.8},
    numbers,
    ([s], y) => (s >= y ? 0.2 * (s - y) : 0.8 * (y - s)),
    undefined
  ],
  ["poisson", {kind: "poisson", maxDeltaStep: 0.7}, counts, ([s], y) => exp(s) - y * s, exp(0.7)],
  ["binary", {kind: "binary"}, two, ([s], y) => log(1 + exp(y > 0 ? -s : s)), 1],
  ["multiclass", {kind: "multiclass"}, three, softmaxCost, 1.5],
  ["multiclass, as XGBoost widens it", {kind: "multiclass", widen: 2}, three, softmaxCost, 2]
];

/** The derivatives of all samples, samples × outputs. */
function derivatives(loss: Loss, targets: Targets, raw: Float64Array) {
  const objective = objectiveOf(loss, targets);
  const {outputs} = objective;
  const m = targets.y.length;
  const [g, h] = [new Float64Array(m * outputs), new Float64Array(m * outputs)];
  objective.begin?.(raw, 0);
  for (let j = 0; j < outputs; ++j) {
    const gradient = new Float32Array(m);
    const hessian = new Float32Array(m).fill(objective.constantHessian ?? NaN);
    objective.derive(raw, j, gradient, hessian);
    for (let i = 0; i < m; ++i) {
      g[i * outputs + j] = gradient[i];
      h[i * outputs + j] = hessian[i];
    }
  }
  return {g, h, objective};
}

describe.each(smooth)("%s", (_, loss, y, cost, curvature) => {
  it.each([[undefined], [weight]])("has the derivatives of its formula, by finite differences", (w) => {
    const targets: Targets = {y, ...(w && {weight: w})};
    const {outputs} = objectiveOf(loss, targets);
    const raw = Float64Array.from({length: n * outputs}, (__, i) => 0.3 * Math.sqrt(i + 1) - 1);
    const {g, h} = derivatives(loss, targets, raw);
    const step = 1e-4;
    for (let at = 0; at < raw.length; ++at) {
      const i = Math.floor(at / outputs);
      const moved = (by: number) => {
        const own = Array.from(raw.subarray(i * outputs, (i + 1) * outputs));
        own[at % outputs] += by;
        return (w ? w[i] : 1) * cost(own, y[i]);
      };
      const slope = (moved(step) - moved(-step)) / (2 * step);
      expect(g[at]).toBeCloseTo(slope, 5);
      const curve = (moved(step) - 2 * moved(0) + moved(-step)) / (step * step);
      if (curvature !== undefined) expect(h[at]).toBeCloseTo(curvature * curve, 4);
      else expect(h[at]).toBeCloseTo(w ? w[i] : 1, 6);
    }
  });

  it("begins where the cost of all is least", () => {
    for (const w of [undefined, weight]) {
      const {start, outputs} = objectiveOf(loss, {y, ...(w && {weight: w})});
      const total = (raw: readonly number[]) => y.reduce((sum, value, i) => sum + (w ? w[i] : 1) * cost(raw, value), 0);
      const best = Array.from(start());
      if (loss.kind === "huber")
        expect(best[0]).toBeCloseTo(objectiveOf({kind: "squared"}, {y, ...(w && {weight: w})}).start()[0]);
      else if (loss.kind === "quantile" || loss.kind === "absolute")
        expect(best[0]).toBe(percentile(y, loss.kind === "quantile" ? 0.8 : 0.5, w));
      else
        for (let j = 0; j < outputs; ++j)
          for (const by of [-0.05, 0.05]) {
            const other = best.map((value, k) => (k === j ? value + by : value));
            expect(total(other)).toBeGreaterThanOrEqual(total(best) - 1e-9);
          }
    }
  });
});

it("counts the second class so many times, or both classes the same", () => {
  const raw = new Float64Array(n);
  const of = (more: object) => derivatives({kind: "binary", ...more}, {y: two}, raw).g;
  const plain = of({});
  const heavy = of({positive: 3});
  const even = of({balanced: true});
  for (let i = 0; i < n; ++i) expect(heavy[i]).toBeCloseTo(plain[i] * (two[i] > 0 ? 3 : 1), 6);
  expect(even.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
  expect(() => objectiveOf({kind: "binary", balanced: true, positive: 3}, {y: two})).toThrow(
    "invalid weights of classes"
  );
});

describe("ranking", () => {
  const y = Float64Array.of(0, 2, 1, 3, 0, 1, 1, 2);
  const groups = Uint32Array.of(0, 5, 8);
  const raw = Float64Array.of(0.5, -0.2, 0.1, 0.9, -1, 0.3, 0.2, -0.4);
  const rule = {pairs: "pairwise", truncation: 0, normalise: false, grades: 0} as const;

  it("has the derivatives of its pairs, by finite differences", () => {
    const cost = (s: Float64Array) => {
      let sum = 0;
      for (let g = 0; g < 2; ++g)
        for (let i = groups[g]; i < groups[g + 1]; ++i)
          for (let j = groups[g]; j < groups[g + 1]; ++j) if (y[i] > y[j]) sum += log(1 + exp(s[j] - s[i]));
      return sum;
    };
    const {g, h} = derivatives({kind: "ranking", ...rule}, {y, groups}, raw);
    for (let i = 0; i < y.length; ++i) {
      const moved = (by: number) => cost(raw.map((value, k) => (k === i ? value + by : value)));
      expect(g[i]).toBeCloseTo((moved(1e-4) - moved(-1e-4)) / 2e-4, 5);
      expect(h[i]).toBeCloseTo((moved(1e-4) - 2 * moved(0) + moved(-1e-4)) / 1e-8, 4);
    }
  });

  it("weighs a pair by what its exchange changes of the NDCG", () => {
    const pair = {y: Float64Array.of(1, 3), groups: Uint32Array.of(0, 2)};
    const scores = Float64Array.of(0.4, 0.1);
    const {g} = derivatives({kind: "ranking", ...rule, pairs: "lambda"}, pair, scores);
    const ideal = 7 + 1 / (log(3) / log(2));
    const change = ((7 - 1) * (1 - log(2) / log(3))) / ideal;
    const slope = change / (1 + exp(0.1 - 0.4));
    expect(g[0]).toBeCloseTo(slope, 6);
    expect(g[1]).toBeCloseTo(-slope, 6);
    const scaled = derivatives({kind: "ranking", ...rule, pairs: "lambda", normalise: true}, pair, scores).g;
    const each = slope / (0.01 + 0.3);
    expect(scaled[0]).toBeCloseTo((each * log(1 + 2 * each)) / log(2) / (2 * each), 5);
  });

  it("looks at pairs of the highest alone, and makes grades of numbers", () => {
    const group = {y: Float64Array.of(0, 1, 2), groups: Uint32Array.of(0, 3)};
    const scores = Float64Array.of(3, 2, 1);
    const {g} = derivatives({kind: "ranking", ...rule, truncation: 1}, group, scores);
    const all = derivatives({kind: "ranking", ...rule}, group, scores).g;
    expect(g[1]).not.toBeCloseTo(all[1], 3);
    expect(g[0]).toBeCloseTo(all[0], 6);
    const spread = {y: Float64Array.of(-0.1, 0.3, 0.02, 7), groups: Uint32Array.of(0, 4)};
    const graded = derivatives({kind: "ranking", ...rule, pairs: "lambda", grades: 4}, spread, new Float64Array(4)).g;
    const whole = derivatives(
      {kind: "ranking", ...rule, pairs: "lambda"},
      {...spread, y: Float64Array.of(0, 2, 1, 3)},
      new Float64Array(4)
    ).g;
    expect(graded).toEqual(whole);
  });

  it("refuses what it cannot rank", () => {
    expect(() =>
      objectiveOf({kind: "ranking", ...rule, pairs: "lambda"}, {y: Float64Array.of(0.5), groups: Uint32Array.of(0, 1)})
    ).toThrow("invalid label: 0.5 of sample 0; ranking needs whole grades from 0 to 30");
    expect(() => objectiveOf({kind: "ranking", ...rule}, {y})).toThrow("missing groups");
  });
});

it("refuses labels that a loss cannot be taken of", () => {
  const y = Float64Array.of(1, -1, 2);
  expect(() => objectiveOf({kind: "poisson", maxDeltaStep: 0.7}, {y})).toThrow(
    "invalid label: -1 of sample 1; poisson needs counts from 0 on"
  );
  expect(() => objectiveOf({kind: "poisson", maxDeltaStep: 0.7}, {y: new Float64Array(3)})).toThrow("all are 0");
  expect(() => objectiveOf({kind: "binary"}, {y})).toThrow("3 classes (-1, 1, 2); binary needs two");
  expect(() => objectiveOf({kind: "multiclass"}, {y: new Float64Array(3)})).toThrow("needs at least two classes");
  const many = Float64Array.from({length: 2000}, (_, i) => i / 7);
  expect(() => objectiveOf({kind: "multiclass"}, {y: many})).toThrow("more than 1000 different ones");
  expect(() => objectiveOf({kind: "quantile", alpha: 1}, {y})).toThrow("invalid alpha: 1");
});

it("answers a leaf with the quantile of its samples, each as often as it counts", () => {
  const y = Float64Array.of(1, 2, 4, 8);
  const raw = Float64Array.of(0, 1, 1, 0);
  const rows = Uint32Array.of(0, 1, 2, 3);
  const {renew} = objectiveOf({kind: "absolute"}, {y});
  expect(renew!(rows, raw)).toBe(2);
  expect(renew!(rows.subarray(1), raw)).toBe(3);
  expect(renew!(rows, raw, Uint8Array.of(1, 1, 0, 9))).toBe(8);
  const weighed = objectiveOf({kind: "absolute"}, {y, weight: Float64Array.of(1, 1, 9, 1)});
  expect(weighed.renew!(rows, raw)).toBe(3);
  expect(weighed.renew!(rows, raw, Uint8Array.of(1, 1, 0, 1))).toBe(1);
});

it("finds percentiles as LightGBM 4.7 does without weights", () => {
  const values = Float64Array.of(5, 1, 4, 2, 3);
  const found = [0.1, 0.4, 0.5, 0.6, 0.9].map((part) => percentile(values, part));
  expect(found.map((value) => +value.toFixed(9))).toEqual([1.4, 2.6, 3, 3.4, 4.6]);
  const alike = [0.1, 0.4, 0.5, 0.6, 0.9].map((part) => percentile(values, part, new Float64Array(5).fill(3)));
  for (const [k, value] of alike.entries()) expect(value).toBeCloseTo(found[k], 12);
  expect(percentile(Float64Array.of(7), 0.1)).toBe(7);
  expect(percentile(new Float64Array(), 0.1)).toBeNaN();
  expect(percentile(values, 0.5, Float64Array.of(0, 1, 0, 1, 1))).toBe(2);
  expect(percentile(values, 0.5, Float64Array.of(1, 1, 1, 1000, 1))).toBe(2);
  expect(percentile(Float64Array.of(1, 2, 3), 0.5, Float64Array.of(1, 1, 2))).toBeCloseTo(2 + 1 / 3, 12);
  expect(values).toEqual(Float64Array.of(5, 1, 4, 2, 3));
});
