import * as fc from "fast-check";
import {expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import type {Binning, FeatureBins, GrowOptions, Growth} from "../../../core/boosting/grower.js";
import {makeGrower} from "../../../core/boosting/make-grower.js";
import {leavesOf} from "../../../core/trees/predict.js";
import {oracleWithBins} from "./grower.js";

interface Case {
  readonly seed: number;
  readonly samples: number;
  readonly features: number;
  readonly categorical: number;
  readonly levels: number;
  readonly distinct: number;
  readonly missing: number;
  readonly maxBin: number;
  readonly growth: Growth;
  readonly constant: boolean;
  readonly bagged: boolean;
  readonly repeated: boolean;
  readonly masked: boolean;
  readonly scale: number;
}

const growths = fc.record({
  policy: fc.constantFrom("leaf-wise" as const, "depth-wise" as const, "symmetric" as const),
  leaves: fc.integer({min: 1, max: 20}),
  depth: fc.integer({min: -1, max: 5}),
  minData: fc.constantFrom(0, 1, 3, 10),
  minHessian: fc.constantFrom(0, 1e-3, 2),
  minGain: fc.constantFrom(0, 0.1, 5),
  l1: fc.constantFrom(0, 0, 0.5),
  l2: fc.constantFrom(0, 0, 1),
  maxDelta: fc.constantFrom(0, 0, 0.2),
  catSmooth: fc.constantFrom(0, 2, 10),
  catL2: fc.constantFrom(0, 10),
  maxCatThreshold: fc.constantFrom(1, 3, 32),
  maxCatToOnehot: fc.constantFrom(1, 4),
  minDataPerGroup: fc.constantFrom(1, 5, 20),
  minDataPerCategory: fc.constantFrom(undefined, undefined, 0, 3),
  featuresByNode: fc.constantFrom(1, 1, 0.5),
  extra: fc.constantFrom(false, false, true),
  seed: fc.nat()
});

const usual = {
  samples: fc.integer({min: 1, max: 300}),
  features: fc.integer({min: 1, max: 9}),
  categorical: fc.integer({min: 0, max: 2}),
  levels: fc.constant(12)
};

/** Of some features so many categories that a byte does not tell them apart. */
const many = {
  samples: fc.integer({min: 500, max: 900}),
  features: fc.integer({min: 1, max: 4}),
  categorical: fc.integer({min: 1, max: 3}),
  levels: fc.constantFrom(280, 500, 3000)
};

const casesOf = (sizes: {readonly [Size in keyof typeof usual]: fc.Arbitrary<number>}): fc.Arbitrary<Case> =>
  fc
    .record({
      ...sizes,
      seed: fc.nat(),
      distinct: fc.constantFrom(2, 5, 30, 1e6),
      missing: fc.constantFrom(0, 0, 0.1, 0.7),
      maxBin: fc.constantFrom(2, 15, 63, 255),
      growth: growths,
      constant: fc.boolean(),
      bagged: fc.boolean(),
      repeated: fc.boolean(),
      masked: fc.boolean(),
      scale: fc.constantFrom(1, 1e-6, 1e6),
      monotone: fc.boolean(),
      grouped: fc.boolean()
    })
    .map(({growth, monotone, grouped, ...rest}) => {
      const signs = Int8Array.from({length: rest.features}, (_, j) => ((rest.seed + j * 7) % 3) - 1);
      const groups = [
        Array.from({length: rest.features}, (_, j) => j).filter((j) => j % 2 === 0),
        Array.from({length: rest.features}, (_, j) => j).filter((j) => j % 3 !== 1)
      ];
      return {...rest, growth: {...growth, ...(monotone && {monotone: signs}), ...(grouped && {interactions: groups})}};
    });

function made({seed, samples: n, features: k, categorical, levels, distinct, missing, scale}: Case) {
  const r = random(seed);
  const x = Float32Array.from({length: n * k}, (_, at) => {
    if (r.uniform() < missing && at % k < 5) return NaN;
    return at % k < categorical
      ? Math.floor(r.uniform() ** (levels > 12 ? 1 : 2) * levels)
      : Math.floor(r.uniform() * distinct) / 7;
  });
  const gradient = Float32Array.from({length: n}, (_, i) => {
    const first = x[i * k];
    return scale * (r.normal() + (Number.isNaN(first) ? 1 : first % 3 > 1 ? -1 : 0));
  });
  const hessian = Float32Array.from({length: n}, () => scale * (0.1 + r.uniform()));
  return {r, x, gradient, hessian};
}

/** Compares the trees of both, and answers with how many splits they have by features of many categories. */
async function compare(given: Case): Promise<number> {
  const {samples: n, features: k, categorical, maxBin, growth} = given;
  const {r, x, gradient, hessian} = made(given);
  const places = Array.from({length: k}, (_, j) => j).slice(0, categorical);
  const binning: Binning = {maxBin, minDataInBin: 1, sampled: 1000, seed: 3, categorical: places};
  const fast = await makeGrower(x, [n, k], binning, growth);
  const isMany = (bins: FeatureBins) => bins.kind === "categorical" && bins.categories.length > 254;
  let splits = 0;
  const slow = oracleWithBins(x, [n, k], fast.bins, growth);
  try {
    for (let tree = 0; tree < 2; ++tree) {
      const times = Uint8Array.from({length: n}, () => r.integer(3));
      const kept = Uint32Array.from({length: n}, (_, i) => i).filter((i) =>
        given.repeated ? times[i] > 0 : r.uniform() < 0.7
      );
      const rows = kept.length > 0 ? kept : Uint32Array.of(0);
      if (kept.length === 0) times[0] = 1;
      const mask = Uint8Array.from({length: k}, (_, j) => (j === 0 || r.uniform() < 0.7 ? 1 : 0));
      const options: GrowOptions = {
        ...((given.bagged || given.repeated) && {rows}),
        ...(given.repeated && {times}),
        ...(given.masked && {features: mask}),
        ...(given.constant && {constantHessian: 0.25}),
        tree
      };
      for (const grower of [fast, slow]) {
        grower.gradient.set(gradient.map((value, i) => value * (tree === 0 || i % 2 === 0 ? 1 : -0.5)));
        grower.hessian.set(hessian);
      }
      const a = fast.grow(options);
      const b = slow.grow(options);
      expect(a.tree).toEqual(b.tree);
      splits += a.tree.feature.filter((f) => isMany(fast.bins[f])).length;
      expect(Array.from(a.leaf)).toEqual(Array.from(b.leaf));
      for (let leaf = 0; leaf < b.tree.value.length; ++leaf)
        expect(Array.from(a.rowsOf(leaf)).sort((i, j) => i - j)).toEqual(Array.from(b.rowsOf(leaf)));
      expect(Array.from(leavesOf({trees: [a.tree]}, x, [n, k]))).toEqual(Array.from(b.leaf));
    }
  } finally {
    await fast.free();
  }
  return splits;
}

it("grows the trees of the oracle, to the last bit", async () => {
  await fc.assert(
    fc.asyncProperty(casesOf(usual), async (given) => void (await compare(given))),
    {numRuns: 60, seed: 20, endOnFailure: false}
  );
}, 60_000);

it("grows those of features of many categories, to the last bit", async () => {
  let splits = 0;
  // What leaves categories of few samples something to gain.
  const counted = async (given: Case) => {
    const {policy, leaves, depth, catSmooth, catL2, minDataPerGroup, minGain, minHessian, ...rest} = given.growth;
    const growth: Growth = {
      ...rest,
      policy: policy === "symmetric" ? "leaf-wise" : policy,
      leaves: leaves + 6,
      catSmooth: Math.min(catSmooth, 2),
      minDataPerGroup: Math.min(minDataPerGroup, 5),
      depth: depth > 0 ? depth + 2 : depth,
      catL2: Math.min(catL2, 1),
      maxCatThreshold: 32,
      minGain: Math.min(minGain, 0.1),
      minHessian: Math.min(minHessian, 1e-3)
    };
    splits += await compare({...given, growth, scale: 1});
  };
  await fc.assert(fc.asyncProperty(casesOf(many), counted), {numRuns: 40, seed: 21, endOnFailure: false});
  expect(splits).toBeGreaterThan(200);
}, 60_000);
