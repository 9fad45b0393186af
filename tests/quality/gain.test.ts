import {describe, expect, it} from "vitest";
import {Decision} from "../../core/base/trees.js";
import type {Growth} from "../../core/boosting/grower.js";
import {makeGrower} from "../../core/boosting/make-grower.js";
import {binning, growth} from "./growth.js";

/** Grows one tree of a column of values and its derivatives; a hessian that is left out is 1 of every sample. */
async function grow(
  x: readonly number[],
  gradient: readonly number[],
  hessian: readonly number[] | null,
  given: Partial<Growth> = {}
) {
  const grower = await makeGrower(Float32Array.from(x), [x.length, 1], binning, growth(given));
  grower.gradient.set(gradient);
  if (hessian) grower.hessian.set(hessian);
  const {tree} = grower.grow(hessian ? {} : {constantHessian: 1});
  await grower.free();
  return tree;
}

/** The score of a leaf, G² / (H + λ) with G brought nearer to 0 by α, as it is written in the books. */
const score = (g: number, h: number, l1 = 0, l2 = 0) => Math.max(Math.abs(g) - l1, 0) ** 2 / (h + l2);

describe("a split by hand", () => {
  it("of six samples whose second derivative is 1: the squared loss", async () => {
    // Together G = −3 − 2 − 1 + 1 + 2 + 6 = 3 and H = 6: a score of 9 / 6 = 1.5. The five splits, left and right:
    // 1 | 5:  9 / 1 + 36 / 5 − 1.5 = 14.7      2 | 4: 25 / 2 + 64 / 4 − 1.5 = 27
    // 3 | 3: 36 / 3 + 81 / 3 − 1.5 = 37.5      4 | 2: 25 / 4 + 64 / 2 − 1.5 = 36.75
    // 5 | 1:  9 / 5 + 36 / 1 − 1.5 = 36.3
    // So three and three, between 3 and 4; the leaves are −(−6) / 3 = 2 and −9 / 3 = −3.
    const tree = await grow([1, 2, 3, 4, 5, 6], [-3, -2, -1, 1, 2, 6], null);
    expect([...tree.threshold]).toEqual([3.5]);
    expect([...tree.gain!]).toEqual([37.5]);
    expect([...tree.value]).toEqual([2, -3]);
    expect([...tree.leafCount!, ...tree.leafWeight!]).toEqual([3, 3, 3, 3]);
    expect(tree.nodeValue![0]).toBe(-0.5);
  });

  it("of second derivatives that differ, with α = 1 and λ = 2", async () => {
    // Together G = 2 − 1 + 4 − 6 = −1, which α takes away: a score of 0.
    // 1 | 3: (2 − 1)² / (1 + 2) + (|−3| − 1)² / (2 + 2) = 1 / 3 + 1 = 4 / 3
    // 2 | 2: (1 − 1)² / (1.5 + 2) + (|−2| − 1)² / (1.5 + 2) = 0 + 2 / 7
    // 3 | 1: (5 − 1)² / (2.5 + 2) + (|−6| − 1)² / (0.5 + 2) = 32 / 9 + 10 = 122 / 9
    // So three and one; the leaves are −(5 − 1) / 4.5 = −8 / 9 and (6 − 1) / 2.5 = 2.
    const tree = await grow([1, 2, 3, 4], [2, -1, 4, -6], [1, 0.5, 1, 0.5], {l1: 1, l2: 2});
    expect([...tree.threshold]).toEqual([3.5]);
    expect(tree.gain![0]).toBeCloseTo(122 / 9, 12);
    expect(tree.gain![0]).toBe(score(5, 2.5, 1, 2) + score(-6, 0.5, 1, 2) - score(-1, 3, 1, 2));
    expect(tree.value[0]).toBeCloseTo(-8 / 9, 12);
    expect(tree.value[1]).toBe(2);
    expect([...tree.leafWeight!]).toEqual([2.5, 0.5]);
  });

  it("of missing values, which go where they gain more", async () => {
    // Values 1, 2 and none, with −2, 4 and −3. Together G = −1 and H = 3: a score of 1 / 3.
    // 1, none | 2: 25 / 2 + 16 / 1 − 1 / 3 = 28.1667       1 | 2, none: 4 / 1 + 1 / 2 − 1 / 3 = 4.1667
    // 1, 2 | none:  4 / 2 +  9 / 1 − 1 / 3 = 10.6667
    // So what is missing goes left with 1; the leaves are −(−5) / 2 = 2.5 and −4.
    const tree = await grow([1, 2, NaN], [-2, 4, -3], null);
    expect([...tree.threshold]).toEqual([1.5]);
    expect(tree.decision[0]).toBe(Decision.nanMissing | Decision.defaultLeft);
    expect(tree.gain![0]).toBeCloseTo(28.5 - 1 / 3, 12);
    expect([...tree.value]).toEqual([2.5, -4]);
    // With 3 instead of −3 it goes right, with 2: 4 / 1 + 49 / 2 − 25 / 3.
    const other = await grow([1, 2, NaN], [-2, 4, 3], null);
    expect(other.decision[0]).toBe(Decision.nanMissing);
    expect(other.gain![0]).toBeCloseTo(4 + 24.5 - 25 / 3, 12);
    expect([...other.value]).toEqual([2, -3.5]);
  });
});

describe("what a split must be", () => {
  const x = [1, 2, 3, 4, 5, 6];
  const gradient = [-3, -2, -1, 1, 2, 6];

  it("is heeded: gain, samples, second derivatives", async () => {
    expect((await grow(x, gradient, null, {minGain: 37.5})).value).toHaveLength(1);
    expect((await grow(x, gradient, null, {minGain: 37.4})).value).toHaveLength(2);
    expect((await grow(x, gradient, null, {minData: 4})).value).toHaveLength(1);
    // 0.5 of each sample: three of them have 1.5.
    const halves = x.map(() => 0.5);
    expect((await grow(x, gradient, halves, {minHessian: 1.5})).value).toHaveLength(2);
    expect((await grow(x, gradient, halves, {minHessian: 1.6})).value).toHaveLength(1);
  });

  it("leaves are cut at the largest that they may be, and gains are those of the leaves so cut", async () => {
    // −(2 · G · w + H · w²) with w = ±1: 2 · 6 − 3 = 9 and 2 · 9 − 3 = 15, less that of all, 2 · 3 · 0.5 − 6 · 0.25 = 1.5.
    const tree = await grow(x, gradient, null, {maxDelta: 1});
    expect([...tree.value]).toEqual([1, -1]);
    expect(tree.gain![0]).toBe(22.5);
  });

  it("falls where it must rise: none is taken", async () => {
    expect((await grow(x, gradient, null, {monotone: Int8Array.of(1)})).value).toHaveLength(1);
    expect([...(await grow(x, gradient, null, {monotone: Int8Array.of(-1)})).value]).toEqual([2, -3]);
  });

  it("three leaves: the leaf that gains more is split, by −1 | 1 or 5", async () => {
    // Left: −3 | −2 − 1 gains 9 + 4.5 − 12 = 1.5. Right: 1 + 2 | 6 gains 4.5 + 36 − 27 = 13.5.
    const tree = await grow(x, gradient, null, {leaves: 3});
    expect([...tree.gain!]).toEqual([37.5, 13.5]);
    expect([...tree.value]).toEqual([2, -1.5, -6]);
  });
});
