import {describe, expect, it} from "vitest";
import type {Growth} from "../../../core/boosting/grower.js";
import {makeGrower} from "../../../core/boosting/make-grower.js";
import {Decision} from "../../../core/base/trees.js";
import {binning, growOn, growth, made} from "./made.js";

/** A tree of labels by one feature, hessians all 1. */
async function stump(x: readonly number[], y: readonly number[], more: Partial<Growth> = {}) {
  const grower = await makeGrower(Float32Array.from(x), [x.length, 1], binning, {...growth, leaves: 2, ...more});
  return growOn(grower, y).tree;
}

describe("gain and values by hand", () => {
  it("splits four samples where the squares of sums say", async () => {
    // Sums 1 + 2 = 3 and 10 + 11 = 21: gain 3²/2 + 21²/2 − 24²/4.
    const tree = await stump([1, 2, 3, 4], [1, 2, 10, 11]);
    expect(tree).toMatchObject({
      feature: Int32Array.of(0),
      threshold: Float64Array.of(2.5),
      left: Int32Array.of(~0),
      right: Int32Array.of(~1),
      decision: Uint8Array.of(0),
      value: Float64Array.of(1.5, 10.5),
      gain: Float64Array.of(4.5 + 220.5 - 144),
      nodeCount: Float64Array.of(4),
      leafCount: Float64Array.of(2, 2),
      nodeWeight: Float64Array.of(4),
      leafWeight: Float64Array.of(2, 2),
      nodeValue: Float64Array.of(6)
    });
  });

  it("shrinks by l2, by l1, and cuts at the largest step", async () => {
    const l2 = await stump([1, 2, 3, 4], [1, 2, 10, 11], {l2: 2});
    expect(Array.from(l2.value)).toEqual([3 / 4, 21 / 4]);
    expect(l2.gain![0]).toBe(9 / 4 + 441 / 4 - 576 / 6);
    const l1 = await stump([1, 2, 3, 4], [1, 2, 10, 11], {l1: 1});
    expect(Array.from(l1.value)).toEqual([2 / 2, 20 / 2]);
    expect(l1.gain![0]).toBe(4 / 2 + 400 / 2 - 529 / 4);
    const cut = await stump([1, 2, 3, 4], [1, 2, 10, 11], {maxDelta: 5});
    expect(Array.from(cut.value)).toEqual([1.5, 5]);
    // −(2Gw + Hw²): G = −3, −21, −24 and w = 1.5, 5, 5.
    expect(cut.gain![0]).toBe(4.5 + (210 - 50) - (240 - 100));
  });

  it("weighs by hessians", async () => {
    const grower = await makeGrower(Float32Array.of(1, 2, 3), [3, 1], binning, {...growth, leaves: 2});
    grower.hessian.set([1, 3, 0.5]);
    const {tree} = growOn(grower, [4, 2, -3], {});
    expect(Array.from(tree.value)).toEqual([6 / 4, -6]);
    expect(tree.gain![0]).toBe(36 / 4 + 9 / 0.5 - 9 / 4.5);
    expect(Array.from(tree.leafWeight!)).toEqual([4, 0.5]);
  });

  it("keeps to the least data, hessian and gain", async () => {
    expect((await stump([1, 2, 3, 4], [0, 0, 0, 9], {minData: 2})).threshold[0]).toBe(2.5);
    expect((await stump([1, 2, 3, 4], [0, 0, 0, 9], {minHessian: 1.5})).threshold[0]).toBe(2.5);
    expect((await stump([1, 2, 3, 4], [0, 0, 0, 9], {minGain: 60})).feature).toHaveLength(1);
    expect((await stump([1, 2, 3, 4], [0, 0, 0, 9], {minGain: 60.75})).feature).toHaveLength(0);
  });

  it("takes the lowest feature, then the lowest bin, of equal gains", async () => {
    const x = Float32Array.of(1, 1, 1, 2, 2, 2, 3, 3, 3);
    const grower = await makeGrower(x, [3, 3], binning, {...growth, leaves: 2});
    const {tree} = growOn(grower, [1, 0, 1]);
    expect([tree.feature[0], tree.threshold[0]]).toEqual([0, 1.5]);
  });
});

describe("missing values", () => {
  it("go to the side that gains more, and alone where that gains most", async () => {
    const right = await stump([1, 2, 3, NaN], [0, 0, 9, 9]);
    expect([right.threshold[0], right.decision[0]]).toEqual([2.5, Decision.nanMissing]);
    const left = await stump([1, 2, 3, NaN], [0, 0, 9, 0]);
    expect([left.threshold[0], left.decision[0]]).toEqual([2.5, Decision.nanMissing | Decision.defaultLeft]);
    const alone = await stump([1, 2, 3, NaN], [0, 0, 0, 9]);
    expect([alone.threshold[0], alone.decision[0]]).toEqual([1e300, Decision.nanMissing]);
  });

  it("make no split where there is nothing else, nor does a constant", async () => {
    const x = Float32Array.of(NaN, 7, NaN, 7, NaN, 7);
    const grower = await makeGrower(x, [3, 2], binning, growth);
    expect(grower.bins).toEqual([
      {kind: "numeric", upper: Float64Array.of(Infinity), missing: true, range: [NaN, NaN]},
      {kind: "numeric", upper: Float64Array.of(Infinity), missing: false, range: [7, 7]}
    ]);
    const {tree, leaf} = growOn(grower, [1, 2, 6]);
    expect(tree.feature).toHaveLength(0);
    expect(Array.from(tree.value)).toEqual([3]);
    expect(Array.from(leaf)).toEqual([0, 0, 0]);
  });
});

describe("samples that count several times", () => {
  it("have a leaf of fewer rows split that counts more than its sibling", async () => {
    const x = Float32Array.from({length: 14}, (_, i) => (i < 12 ? 0 : i - 11));
    const times = Uint8Array.from({length: 14}, (_, i) => (i < 12 ? 1 : 20));
    const grower = await makeGrower(x, [14, 1], binning, {...growth, minData: 10});
    const {tree} = growOn(
      grower,
      Array.from(x, (value) => (value === 0 ? 0 : 9 + value)),
      {times, constantHessian: 1}
    );
    expect(Array.from(tree.leafCount!)).toEqual([12, 20, 20]);
    expect(Array.from(tree.value)).toEqual([0, 10, 11]);
  });
});

describe("categories", () => {
  it("go left one by one where they are few", async () => {
    const x = Float32Array.of(5, 5, 9, 9, 9, 2);
    const grower = await makeGrower(x, [6, 1], {...binning, categorical: [0]}, {...growth, leaves: 2});
    expect(grower.bins).toEqual([{kind: "categorical", categories: Int32Array.of(9, 5, 2)}]);
    const {tree, leaf} = growOn(grower, [8, 8, 0, 0, 0, 0]);
    expect(tree.decision[0]).toBe(Decision.categorical);
    expect(tree.sets).toEqual([Uint32Array.of(1 << 5)]);
    expect(Array.from(leaf)).toEqual([0, 0, 1, 1, 1, 1]);
    expect(Array.from(tree.value)).toEqual([8, 0]);
  });

  it("go left in sets, by their mean, where they are many; what is rare or negative goes right", async () => {
    const x = Float32Array.from({length: 800}, (_, i) => (i === 799 ? -1 : i === 798 ? NaN : i % 8));
    const y = Array.from(x, (category) => (category === 1 || category === 6 || category === 7 ? 5 : 0));
    const grower = await makeGrower(x, [800, 1], {...binning, categorical: [0]}, {...growth, leaves: 2});
    const {tree, leaf} = growOn(grower, y);
    expect(tree.sets).toEqual([Uint32Array.of((1 << 1) | (1 << 6) | (1 << 7))]);
    expect([leaf[1], leaf[6], leaf[0], leaf[798], leaf[799]]).toEqual([0, 0, 1, 1, 1]);
    // Below such a set leaves have catL2 in their values.
    const counted = y.filter((value, i) => value === 5 && leaf[i] === 0).length;
    expect(tree.value[0]).toBe((5 * counted) / (counted + 10));
  });

  it("leave those beyond the 99 % to bin 0 unless there are bins left", async () => {
    const x = Float32Array.from({length: 1000}, (_, i) => (i < 995 ? i % 2 : 100 + i));
    const rule = {...binning, categorical: [0], maxBin: 2};
    const grower = await makeGrower(x, [1000, 1], rule, growth);
    expect(grower.bins).toEqual([{kind: "categorical", categories: Int32Array.of(0, 1)}]);
    const more = await makeGrower(x, [1000, 1], {...rule, maxBin: 255}, growth);
    expect(more.bins).toEqual([{kind: "categorical", categories: Int32Array.of(0, 1, 1095, 1096, 1097, 1098)}]);
  });

  /** 300 categories, ten samples each, of which those of less than 140 say 5. */
  const alike = Float32Array.from({length: 3000}, (_, i) => i % 300);
  const five = Array.from(alike, (category) => (category < 140 ? 5 : 0));

  it("of more than bytes have bins are taken by their bins where their means are the same", async () => {
    const rule = {...growth, leaves: 2, maxCatThreshold: 3, catL2: 0};
    const {tree} = growOn(await makeGrower(alike, [3000, 1], {...binning, categorical: [0]}, rule), five);
    expect(tree.sets).toEqual([Uint32Array.of(7)]);
  });

  it.each([
    ["two of categories", [0, 1], Decision.categorical],
    ["of categories before a number", [0], Decision.categorical],
    ["a number before one of categories", [1], 0]
  ])(
    "of more than bytes have bins lose to a feature before them of equal gain: %s",
    async (_, categorical, decision) => {
      const x = Float32Array.from({length: 6000}, (_, at) => alike[at >> 1]);
      const rule = {...growth, leaves: 2, maxCatThreshold: 300, catL2: 0};
      const bounds = new Map([0, 1].map((f) => [f, Float64Array.of(139.5)]));
      const {tree} = growOn(await makeGrower(x, [3000, 2], {...binning, categorical, bounds}, rule), five);
      expect([tree.feature[0], tree.decision[0]]).toEqual([0, decision]);
      expect(Array.from(tree.value).sort()).toEqual([0, 5]);
    }
  );

  it("of which there are more than bytes have bins all have their own, but in symmetric trees", async () => {
    const x = Float32Array.from({length: 3000}, (_, i) => i % 300);
    const many = {...binning, categorical: [0]};
    const [bins] = (await makeGrower(x, [3000, 1], many, growth)).bins;
    expect(bins.kind === "categorical" && bins.categories.length).toBe(297);
    const [few] = (await makeGrower(x, [3000, 1], many, {...growth, policy: "symmetric"})).bins;
    expect(few.kind === "categorical" && few.categories.length).toBe(254);
  });
});

describe("what is allowed", () => {
  const {x, y} = made(2000, 6);
  const grow = async (more: Partial<Growth>, options = {}) => {
    const grower = await makeGrower(x, [2000, 6], binning, {...growth, minData: 5, ...more});
    return growOn(grower, y, {constantHessian: 1, ...options});
  };

  it("keeps to a mask of features", async () => {
    const {tree} = await grow({}, {features: Uint8Array.of(0, 1, 0, 0, 1, 0)});
    expect(new Set(tree.feature)).toEqual(new Set([1, 4]));
  });

  it("keeps features of a path within one group", async () => {
    const {tree} = await grow({
      interactions: [
        [0, 2],
        [1, 3, 4, 5]
      ]
    });
    const below = (node: number, path: readonly number[]) => {
      if (node < 0) return;
      const features = [...path, tree.feature[node] === 0 || tree.feature[node] === 2 ? 0 : 1];
      expect(new Set(features).size).toBe(1);
      below(tree.left[node], features);
      below(tree.right[node], features);
    };
    expect(tree.feature.length).toBeGreaterThan(10);
    below(0, []);
  });

  it("stops at a depth and a number of leaves", async () => {
    const deep = (tree: {left: Int32Array; right: Int32Array}, node: number): number =>
      node < 0 ? 0 : 1 + Math.max(deep(tree, tree.left[node]), deep(tree, tree.right[node]));
    for (const policy of ["leaf-wise", "depth-wise", "symmetric"] as const) {
      const {tree} = await grow({policy, depth: 3, leaves: 64});
      expect(deep(tree, 0)).toBe(3);
      expect((await grow({policy, leaves: 16})).tree.value).toHaveLength(16);
    }
  });

  it("grows depth-wise level by level, and symmetric trees by one condition a level", async () => {
    const depth = (await grow({policy: "depth-wise", leaves: 8})).tree;
    expect(Array.from(depth.left.subarray(0, 3)).every((child) => child > 0)).toBe(true);
    const {feature, threshold} = (await grow({policy: "symmetric", leaves: 8})).tree;
    expect(feature).toHaveLength(7);
    for (const [from, to] of [
      [1, 3],
      [3, 7]
    ]) {
      expect(new Set(feature.subarray(from, to)).size).toBe(1);
      expect(new Set(threshold.subarray(from, to)).size).toBe(1);
    }
  });

  it("rises and falls as monotone features are to, on a grid", async () => {
    const noisy = y.map((value, i) => value + 4 * Math.abs(x[i * 6 + 3]));
    const grower = await makeGrower(x, [2000, 6], binning, {...growth, monotone: Int8Array.of(1, -1, 0, -1, 0, 0)});
    const {tree} = growOn(grower, noisy);
    const answer = (row: readonly number[]) => {
      let node = 0;
      do node = row[tree.feature[node]] <= tree.threshold[node] ? tree.left[node] : tree.right[node];
      while (node >= 0);
      return tree.value[~node];
    };
    expect(new Set(tree.feature).has(0)).toBe(true);
    for (let i = 0; i < 300; ++i) {
      const row = Array.from(x.subarray(i * 6, i * 6 + 6), (value) => (Number.isNaN(value) ? 0 : value));
      for (const [f, sign] of [
        [0, 1],
        [1, -1],
        [3, -1]
      ]) {
        const along = Array.from({length: 25}, (_, k) => answer(row.with(f, -3 + k / 4)));
        expect(along.every((value, k) => k === 0 || sign * (value - along[k - 1]) >= 0)).toBe(true);
      }
    }
  });

  it("learns from a bag, and says where the others lie", async () => {
    const rows = Uint32Array.from({length: 2000}, (_, i) => i).filter((i) => i % 3 !== 0);
    const {tree, leaf, rowsOf} = await grow({}, {rows});
    expect(tree.leafCount!.reduce((sum, n) => sum + n)).toBe(rows.length);
    for (let number = 0; number < tree.value.length; ++number) {
      const inside = rows.filter((i) => leaf[i] === number);
      expect(rowsOf(number)).toEqual(inside);
      expect(tree.leafCount![number]).toBe(inside.length);
    }
    for (let i = 0; i < 2000; ++i) {
      let node = 0;
      do {
        const value = x[i * 6 + tree.feature[node]];
        const left = Number.isNaN(value)
          ? (tree.decision[node] & Decision.defaultLeft) !== 0
          : value <= tree.threshold[node];
        node = left ? tree.left[node] : tree.right[node];
      } while (node >= 0);
      if (leaf[i] !== ~node) expect(`sample ${i} in leaf ${leaf[i]}`).toBe(`in leaf ${~node}`);
    }
  });

  it("counts samples as often as a bootstrap has them", async () => {
    const times = Uint8Array.from({length: 2000}, (_, i) => i % 4);
    const twice = await grow({leaves: 4}, {times});
    const order = Array.from({length: 2000}, (_, i) => new Array<number>(i % 4).fill(i)).flat();
    const repeated = await makeGrower(
      Float32Array.from(order.flatMap((i) => Array.from(x.subarray(i * 6, i * 6 + 6)))),
      [order.length, 6],
      {...binning, bounds: boundsOf((await makeGrower(x, [2000, 6], binning, growth)).bins)},
      {...growth, leaves: 4, minData: 5}
    );
    const plain = growOn(
      repeated,
      order.map((i) => y[i])
    ).tree;
    expect(twice.tree).toEqual(plain);
  });

  it("draws features by node, and thresholds, by the seed", async () => {
    const by = async (more: Partial<Growth>, tree = 0) => (await grow(more, {tree})).tree;
    const few = {featuresByNode: 0.34};
    expect(await by(few)).toEqual(await by(few));
    expect(await by(few)).not.toEqual(await by({...few, seed: 2}));
    expect(await by(few)).not.toEqual(await by(few, 1));
    const extra = await by({extra: true});
    expect(extra).not.toEqual(await by({extra: true}, 1));
    expect(extra.threshold[0]).not.toBe((await by({})).threshold[0]);
  });
});

function boundsOf(bins: Awaited<ReturnType<typeof makeGrower>>["bins"]): ReadonlyMap<number, Float64Array> {
  return new Map(bins.map((each, f) => [f, each.kind === "numeric" ? each.upper : Float64Array.of()]));
}
