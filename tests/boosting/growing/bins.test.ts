import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {findBounds, findCategories, floor32} from "../../../core/boosting/binning/bounds.js";
import type {Binning} from "../../../core/boosting/grower.js";
import {makeGrower} from "../../../core/boosting/make-grower.js";
import {compileKernels} from "./compile.js";
import {binning, growOn, growth, made} from "./made.js";

describe("bounds of bins", () => {
  it("lie halfway between values that are few", () => {
    expect(findBounds([1, 2, 4], [5, 5, 5], 255, 3)).toEqual([1.5, 3, Infinity]);
    expect(findBounds([1, 2, 4], [1, 5, 5], 255, 3)).toEqual([3, Infinity]);
    expect(findBounds([], [], 255, 3)).toEqual([Infinity]);
  });

  it("fill bins alike where values are many, and give a frequent value its own", () => {
    const values = Array.from({length: 1000}, (_, i) => i + 1);
    const alike = findBounds(values, new Array<number>(1000).fill(1), 10, 1);
    expect(alike).toEqual([100.5, 200.5, 300.5, 400.5, 500.5, 600.5, 700.5, 800.5, 900.5, Infinity]);
    const counts = new Array<number>(1000).fill(1).with(500, 3000);
    const uneven = findBounds(values, counts, 10, 1);
    expect(uneven).toContain(500.5);
    expect(uneven).toContain(501.5);
    expect(uneven.length).toBeLessThanOrEqual(10);
  });

  it("give 0 a bin of its own, and the sides of it theirs by their counts", () => {
    const zero = Math.fround(1e-35);
    expect(findBounds([-1, 0, 1], [5, 5, 5], 255, 3)).toEqual([-zero, zero, Infinity]);
    expect(findBounds([-2, -1], [5, 5], 255, 3)).toEqual([-1.5, Infinity]);
    expect(findBounds([0, 1, 2], [5, 5, 5], 255, 3)).toEqual([zero, 1.5, Infinity]);
    expect(findBounds([-1, 0], [5, 5], 255, 3)).toEqual([-zero, Infinity]);
    const values = Array.from({length: 1000}, (_, i) => i - 199.5);
    const bounds = findBounds(values, new Array<number>(1000).fill(1), 11, 1);
    expect(bounds).toEqual([-100, -zero, zero, ...[100, 200, 300, 400, 500, 600, 700], Infinity]);
  });

  it("are exact for single precision", () => {
    const a = Math.fround(0.1);
    const next = new Float32Array(new Int32Array([new Int32Array(Float32Array.of(a).buffer)[0] + 1]).buffer)[0];
    const [bound] = findBounds([a, next], [1, 1], 255, 1);
    expect(bound > a && bound < next).toBe(true);
    expect(floor32(bound)).toBe(a);
    expect(floor32(-bound)).toBe(-next);
    expect(floor32(0.25)).toBe(0.25);
    expect(floor32(1e-50)).toBe(0);
    expect(floor32(-1e-50)).toBeLessThan(0);
  });

  it("leave rare categories out", () => {
    expect(findCategories([3, 7, 9, -2], [10, 50, 40, 5], 105, 255, 1)).toEqual([7, 9, 3]);
    expect(findCategories([3, 7, 9], [10, 50, 40], 100, 255, 1, 2)).toEqual([7, 9]);
    expect(findCategories([3, 7, 9], [10, 50, 40], 100, 255, 20)).toEqual([7, 9]);
  });

  // Each number is what feature_num_bin of lightgbm 4.7.0 answers for a feature of categories so frequent.
  it.each([
    ["2,000 alike", new Array<number>(2000).fill(10), 0, {}, 1981],
    ["300 alike", new Array<number>(300).fill(10), 0, {}, 298],
    ["254 alike", new Array<number>(254).fill(10), 0, {}, 254],
    ["100 alike, 15 bins", new Array<number>(100).fill(10), 0, {maxBin: 15}, 100],
    ["one rare", [1000, 1000, 1000, 1000, 10], 0, {}, 5],
    ["one rare, others missing", [1000, 1000, 1000, 1000, 10], 5, {}, 6],
    ["two rare, others missing", [1000, 1000, 1000, 1000, 10, 2], 7, {}, 6],
    ["all but one rare", [1, 1, 1, 1, 1000], 0, {}, 3],
    ["all rare", [2, 2, 2, 2, 2, 2], 0, {}, 3],
    ["few bins", [500, 300, 200, 5, 4, 3, 3, 3, 3], 0, {maxBin: 4}, 7],
    ["a long tail", [3000, ...new Array<number>(600).fill(3)], 0, {}, 586],
    ["two sizes", [...new Array<number>(50).fill(3), ...new Array<number>(100).fill(1)], 0, {}, 51],
    [
      "two sizes, none too rare",
      [...new Array<number>(50).fill(3), ...new Array<number>(100).fill(1)],
      0,
      {least: 1},
      150
    ]
  ])(
    "are those of LightGBM: %s",
    (_, counts, missing, {maxBin = 255, least = 3}: {maxBin?: number; least?: number}, bins) => {
      const samples = counts.reduce((sum, count) => sum + count, missing);
      expect(findCategories([...counts.keys()], counts, samples, maxBin, least)).toHaveLength(bins - 1);
    }
  );

  it("part the samples as they say", async () => {
    const {x, y} = made(3000, 3);
    for (const maxBin of [2, 15, 63, 255]) {
      const grower = await makeGrower(x, [3000, 3], {...binning, maxBin}, {...growth, leaves: 2});
      for (const bins of grower.bins) {
        if (bins.kind !== "numeric") throw new Error("no number");
        expect(bins.upper.length + (bins.missing ? 1 : 0)).toBeLessThanOrEqual(Math.max(2, maxBin));
      }
      const {tree, leaf} = growOn(grower, y);
      expect(leaf.every((side, i) => side === (x[i * 3] <= tree.threshold[0] ? 0 : 1))).toBe(true);
    }
  });

  it("may be given", async () => {
    const bounds = new Map([[0, Float64Array.of(2.25, 3)]]);
    const grower = await makeGrower(Float32Array.of(1, 2, 3, 4), [4, 1], {...binning, bounds}, growth);
    expect(grower.bins).toEqual([
      {kind: "numeric", upper: Float64Array.of(2.25, 3, Infinity), missing: false, range: [1, 4]}
    ]);
    expect(Array.from(growOn(grower, [0, 0, 5, 9]).tree.threshold)).toEqual([2.25, 3]);
  });

  it("are found from a sample, drawn by the seed", async () => {
    const {x} = made(5000, 2);
    const by = async (more: Partial<Binning>) => (await makeGrower(x, [5000, 2], {...binning, ...more}, growth)).bins;
    expect(await by({sampled: 500})).toEqual(await by({sampled: 500}));
    expect(await by({sampled: 500})).not.toEqual(await by({sampled: 500, seed: 2}));
    expect(await by({sampled: 500})).not.toEqual(await by({}));
  });
});

describe("what cannot be", () => {
  const make = (x: Float32Array, shape: readonly [number, number], more: Partial<Binning> = {}) =>
    makeGrower(x, shape, {...binning, ...more}, growth);

  it("refuses infinite values, naming feature and sample", async () => {
    await expect(make(Float32Array.of(1, 2, 3, -Infinity, 5, 6), [3, 2])).rejects.toThrow(
      "invalid feature 1: -Infinity in sample 1; leave such samples out, or cap their values"
    );
  });

  it("refuses what is more than memory can hold, before it is allocated", async () => {
    const huge = Object.create(Float32Array.prototype, {length: {value: 3e7 * 300}}) as Float32Array;
    await expect(make(huge, [3e7, 300])).rejects.toThrow(
      /^invalid samples: 30000000 samples × 300 features need 1[78]\.\d\d GiB of memory, and there are 4\.00 GiB at most;/
    );
  });

  it("refuses sizes and parameters that do not fit", async () => {
    const x = Float32Array.of(1, 2, 3, 4);
    await expect(make(x, [3, 1])).rejects.toThrow("invalid samples: 4 values; 3 × 1 are 3");
    await expect(make(x, [4, 1], {maxBin: 256})).rejects.toThrow(
      "invalid most bins: 256; expected a number from 2 to 255"
    );
    await expect(make(x, [4, 1], {bounds: new Map([[0, Float64Array.of(2, 1)]])})).rejects.toThrow(
      "expected numbers that rise"
    );
    const grower = await make(x, [4, 1]);
    expect(() => growOn(grower, [1, NaN, 3, 4])).toThrow(/^invalid gradients: /);
    expect(() => growOn(grower, [1, 2, 3, 4], {constantHessian: 0})).toThrow("invalid hessian: 0");
    expect(() => growOn(grower, [1, 2, 3, 4], {rows: new Uint32Array(0)})).toThrow("invalid rows: 0 of 4 samples");
  });

  it("answers for one sample, and for gradients of 0", async () => {
    const one = await make(Float32Array.of(1), [1, 1]);
    expect(Array.from(growOn(one, [3]).tree.value)).toEqual([3]);
    const zero = await make(Float32Array.of(1, 2), [2, 1]);
    expect(Array.from(growOn(zero, [0, 0]).tree.value)).toEqual([0]);
  });
});

it("keeps the compiled kernels as their source has them", async () => {
  const kept = readFileSync(new URL("../../../core/boosting/kernels/compiled.ts", import.meta.url), "utf8");
  expect(await compileKernels()).toBe(kept);
}, 120_000);
