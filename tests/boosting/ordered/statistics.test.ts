import {describe, expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import {combine, categoriesOf, worthwhilePairs} from "../../../core/boosting/ordered/categories.js";
import {makeColumns} from "../../../core/boosting/ordered/encodings.js";
import type {Order} from "../../../core/boosting/ordered/order.js";
import {leastPrefix, prefixesOf, shuffledOrder, timeOrder} from "../../../core/boosting/ordered/order.js";
import {knownBefore, knownOfAll, quantileBounds, smoothed} from "../../../core/boosting/ordered/statistics.js";
import {borderTargets} from "../../../core/boosting/ordered/targets.js";
import {combination} from "../../../core/trees/columns.js";
import {correlate} from "./samples.js";

const times = (t: readonly number[], until: readonly number[]) =>
  timeOrder({t: Float64Array.from(t), until: Float64Array.from(until)});

describe("the order of time", () => {
  it("knows a label once its until has come, and none of its own day", () => {
    const order = times([0, 0, 1, 1, 2, 3, 3], [1, 2, 2, 4, 3, 9, Infinity]);
    expect(Array.from(order.samples)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(Array.from(order.learnt)).toEqual([0, 1, 2, 4]);
    expect(Array.from(order.known)).toEqual([0, 0, 1, 1, 3, 4, 4]);
  });

  it("knows no label at its own t, even where until says so", () => {
    const order = times([0, 1, 2], [0, 1, 1]);
    expect(Array.from(order.known)).toEqual([0, 1, 2]);
  });

  it("never lets a sample see a label that is known after its t", () => {
    const r = random(5);
    const t = Array.from({length: 400}, () => r.integer(60));
    const until = t.map((each) => each + 1 + r.integer(20));
    const {samples, learnt, known} = times(t, until);
    for (let p = 0; p < samples.length; ++p) {
      const seen = Array.from(learnt.subarray(0, known[p])).sort((a, b) => a - b);
      expect(seen).toEqual(Array.from(t.keys()).filter((i) => until[i] <= t[samples[p]]));
    }
  });
});

describe("a random order", () => {
  it("has each sample once, after all that it knows", () => {
    const {samples, learnt, known} = shuffledOrder(50, random(1));
    expect(Array.from(samples).sort((a, b) => a - b)).toEqual(Array.from({length: 50}, (_, i) => i));
    expect(learnt).toBe(samples);
    expect(Array.from(known)).toEqual(Array.from({length: 50}, (_, i) => i));
  });

  it("keeps groups whole", () => {
    const {samples, known} = shuffledOrder(7, random(2), Uint32Array.of(0, 3, 4, 7));
    const text = Array.from(samples).join("");
    for (const group of ["012", "3", "456"]) expect(text).toContain(group);
    for (const group of [[0, 1, 2], [3], [4, 5, 6]]) {
      const first = samples.indexOf(group[0]);
      for (const i of group) expect(known[samples.indexOf(i)]).toBe(first);
    }
  });
});

describe("prefixes", () => {
  it("double, and each answers for what comes before the next", () => {
    const order = shuffledOrder(20, random(1));
    expect(prefixesOf(order)).toEqual([
      {body: 1, from: 1, to: 2},
      {body: 2, from: 2, to: 4},
      {body: 4, from: 4, to: 8},
      {body: 8, from: 8, to: 16},
      {body: 16, from: 16, to: 20}
    ]);
    expect([leastPrefix(500), leastPrefix(1000), leastPrefix(100_000)]).toEqual([1, 20, 100]);
  });

  it("are none where nobody knows anything", () => {
    expect(prefixesOf(times([0, 0, 0], [1, 1, 1]))).toEqual([]);
  });
});

describe("target statistics", () => {
  // Samples 0 … 5 in time order, one a day, each label known on the next day.
  const order = times([0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6]);
  const codes = Int32Array.of(0, 1, 0, 0, 1, 0);
  const target = Float64Array.of(1, 0, 1, 0, 1, 1);

  it("equal those computed by hand", () => {
    const {count, sum, mean} = knownBefore(order, codes, 2, target);
    expect(Array.from(count)).toEqual([0, 0, 1, 2, 1, 3]);
    expect(Array.from(sum)).toEqual([0, 0, 1, 2, 0, 2]);
    expect(Array.from(mean)).toEqual([0, 1, 1 / 2, 2 / 3, 2 / 4, 3 / 5]);
    const values = Array.from(count, (n, i) => smoothed(sum[i], n, 0.5));
    expect(values).toEqual([0.5, 0.5, 0.75, 2.5 / 3, 0.25, 2.5 / 4].map(Math.fround));
  });

  it("take all samples for predictions, and what is true of all for what was not seen", () => {
    const x = Float32Array.from([7, 3, 7, 7, 3, 7]);
    const options = {categorical: [0], oneHotMax: 0, complexity: 1, numbers: false, kinds: ["Borders"], bounds: 5};
    const [zero, half, one] = makeColumns(x, ["sector"], options, order, [target], null);
    expect(half.encoding.values).toEqual(
      new Map([
        ["7", Math.fround(3.5 / 5)],
        ["3", Math.fround(1.5 / 3)]
      ])
    );
    const share = Math.fround(target.reduce((sum, each) => sum + each, 0) / target.length);
    expect([zero, half, one].map(({encoding}) => encoding.otherwise)).toEqual([share, share, share]);
    expect(Array.from(half.values(order))).toEqual([0.5, 0.5, 0.75, 2.5 / 3, 0.25, 2.5 / 4].map(Math.fround));
    expect(knownOfAll(codes, 2, target).sum).toEqual(Float64Array.of(3, 1));
  });

  it("count how often categories are without a look at targets", () => {
    const x = Float32Array.from([7, 3, 7, 7, NaN, 7]);
    const options = {categorical: [0], oneHotMax: 0, complexity: 1, numbers: false, kinds: ["Counter"], bounds: 5};
    const [column] = makeColumns(x, ["sector"], options, order, [target], null);
    expect(column.encoding.values).toEqual(
      new Map([
        ["7", Math.fround(4 / 5)],
        ["3", Math.fround(1 / 5)],
        ["NaN", Math.fround(1 / 5)]
      ])
    );
    expect(column.encoding.otherwise).toBe(0);
  });

  it("give few categories a column each", () => {
    const x = Float32Array.from([1, 0, 1]);
    const options = {categorical: [0], oneHotMax: 2, complexity: 1, numbers: false, kinds: ["Borders"], bounds: 5};
    const columns = makeColumns(x, ["side"], options, times([0, 1, 2], [1, 2, 3]), [target], null);
    expect(columns.map(({encoding}) => encoding.name)).toEqual(["side = 1", "side = 0"]);
    expect(Array.from(columns[0].values(order))).toEqual([1, 0, 1]);
  });

  it("take means of labels with the mean of all that are known as the prior", () => {
    const x = Float32Array.from(codes);
    const y = Float64Array.of(3, -1, 5, 2, 0, 1);
    const options = {
      categorical: [0],
      oneHotMax: 0,
      complexity: 1,
      numbers: false,
      kinds: ["FloatTargetMeanValue"],
      bounds: 5
    };
    const [column] = makeColumns(x, ["c"], options, order, [], y);
    expect(Array.from(column.values(order))).toEqual(
      [0, 3, (3 + 1) / 2, (8 + 7 / 3) / 3, (-1 + 9 / 4) / 2, (10 + 9 / 5) / 4].map(Math.fround)
    );
    expect(column.encoding.otherwise).toBe(Math.fround(10 / 6));
  });

  it("refuse what is no category", () => {
    expect(() => categoriesOf(Float32Array.of(1, 0.5), 1, 0, "sector")).toThrow(
      'invalid category: sector is 0.5 in sample 1; categories are whole numbers, so leave them unscaled (learn.scaling "none")'
    );
  });
});

describe("pairs of categories", () => {
  it("are named as predictions name them", () => {
    const x = Float32Array.from([1, 5, 2, NaN, 1, 5]);
    const pair = combine(categoriesOf(x, 2, 0, "a"), categoriesOf(x, 2, 1, "b"));
    expect(pair.keys).toEqual([combination([1, 5]), combination([2, NaN])]);
    expect(Array.from(pair.codes)).toEqual([0, 1, 0]);
  });

  it("are made where they say more than their parts together, and not where they are names of samples", () => {
    const r = random(4);
    const n = 4000;
    const columns = Array.from({length: n}, () => [r.integer(6), r.integer(6), r.integer(1000)]);
    const x = Float32Array.from(columns.flat());
    const singles = [0, 1, 2].map((j) => categoriesOf(x, 3, j, `c${j}`));
    const pairs = (label: (row: readonly number[]) => number) => {
      const y = Float64Array.from(columns, label);
      return worthwhilePairs(singles, [], shuffledOrder(n, random(1)), [y], 10).map(({features}) => features);
    };
    expect(pairs(([a, b]) => (a + b) % 2)).toEqual([[0, 1]]);
    expect(pairs(([a, b]) => a + b + r.normal())).toEqual([]);
  });

  it("are made of a category and a number's bins where its slope hangs on the category", () => {
    const r = random(4);
    const n = 3000;
    const columns = Array.from({length: n}, () => [r.integer(20), r.normal(), r.normal()]);
    const x = Float32Array.from(columns.flat());
    const y = Float64Array.from(columns, ([c, v, w]) => (c % 2 === 0 ? v : -v) + w + 0.5 * r.normal());
    const options = {
      categorical: [0],
      oneHotMax: 0,
      complexity: 2,
      numbers: true,
      kinds: ["FloatTargetMeanValue"],
      bounds: 15
    };
    const made = makeColumns(x, ["c", "v", "w"], options, shuffledOrder(n, r), [y.map((v) => (v > 0 ? 1 : 0))], y);
    expect(made.map(({encoding}) => encoding.name)).toEqual(["c: mean", "c × bins of v: mean"]);
    const {features, borders, values} = made[1].encoding;
    expect(features).toEqual([0, 1]);
    expect(borders![0]).toBeNull();
    expect(borders![1]!.length).toBe(3);
    expect(values.get("0,3")).toBeGreaterThan(0.5);
    expect(values.get("1,3")).toBeLessThan(-0.5);
    expect(values.get("0,0")).toBeLessThan(-0.5);
  });
});

describe("the permutation test", () => {
  const n = 4000;
  const size = 400;
  const limit = 5 / Math.sqrt(n);
  const r = random(9);
  const codes = Int32Array.from({length: n}, () => r.integer(size));
  const effect = Float64Array.from({length: size}, () => r.normal());
  const shuffled = Float64Array.from(codes, (code) => effect[code] + r.normal());
  for (let i = n - 1; i > 0; --i) {
    const j = r.integer(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  const t = Float64Array.from({length: n}, (_, i) => Math.floor(i / 40));
  const orders: readonly (readonly [string, Order])[] = [
    ["random", shuffledOrder(n, random(1))],
    ["of time", timeOrder({t, until: t.map((each) => each + 5)})]
  ];
  const [border] = borderTargets(shuffled, undefined, 1);

  it("finds that naive statistics of shuffled labels tell of them, so that it would see a leak", () => {
    for (const target of [shuffled, border]) {
      const {count, sum} = knownOfAll(codes, size, target);
      const naive = Float64Array.from(codes, (code) => smoothed(sum[code], count[code], 0.5));
      expect(correlate(naive, target)).toBeGreaterThan(4 * limit);
    }
  });

  it.each(orders)("finds that statistics in an order that is %s tell nothing", (_, order) => {
    for (const target of [shuffled, border]) {
      const {count, sum, mean} = knownBefore(order, codes, size, target);
      for (const prior of [0, 0.5, 1]) {
        const values = Float64Array.from(codes, (__, i) => smoothed(sum[i], count[i], prior));
        expect(Math.abs(correlate(values, target))).toBeLessThan(limit);
      }
      const means = Float64Array.from(codes, (__, i) => smoothed(sum[i], count[i], mean[i]));
      expect(Math.abs(correlate(means, target))).toBeLessThan(limit);
    }
  });

  it("finds that statistics in any order do not change with the sample's own label", () => {
    for (const [, order] of orders) {
      const before = knownBefore(order, codes, size, shuffled);
      for (let p = 0; p < n; p += 37) {
        const i = order.samples[p];
        const other = shuffled.slice();
        other[i] += 100;
        const after = knownBefore(order, codes, size, other);
        expect([after.sum[i], after.count[i], after.mean[i]]).toEqual([before.sum[i], before.count[i], before.mean[i]]);
      }
    }
  });
});

it("lays bounds between values, as many on both sides", () => {
  expect(Array.from(quantileBounds(Float32Array.of(4, 1, 3, 2), 1))).toEqual([2.5]);
  expect(Array.from(quantileBounds(Float32Array.of(1, 1, 1, 1), 3))).toEqual([]);
  expect(Array.from(quantileBounds(Float32Array.of(0, 0, 0, 1), 15))).toEqual([0.5]);
});
