import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {TreeEnsemble} from "../../../core/base/trees.js";
import {Decision} from "../../../core/base/trees.js";
import {leavesOf, predictRaw, predictTrees} from "../../../core/trees/predict.js";
import {fromCatboost} from "../../../core/trees/catboost/read.js";
import {fromXgboost} from "../../../core/trees/xgboost/read.js";
import {readUbjson, writeUbjson} from "../../../core/trees/xgboost/ubjson.js";
import {toXgboostJson, toXgboostUbj} from "../../../core/trees/xgboost/write.js";
import {ensembles, samplesFor, treeOf} from "./ensembles.js";
import {fixedEnsembles, fixedSamples} from "./fixed.js";
import {goldenBytes, goldenInputs, goldenJson, largestDifference, sha256, singleTolerance} from "./golden.js";

interface Expected {
  margin: number[];
  prediction?: number[];
  leaves: number[][] | null;
}

const golden = ["expected.json", "expected-2.1.4.json", "expected-1.7.6.json"].flatMap((name) =>
  Object.entries(goldenJson<Record<string, Expected>>("xgboost", name))
);
const bytesOf = (text: string) => new TextEncoder().encode(text);
const squared = new TextDecoder().decode(goldenBytes("xgboost", "squared.json"));

describe.each(golden)("%s, which XGBoost made", (name, {margin, prediction = margin, leaves}) => {
  const ensemble = fromXgboost(goldenBytes("xgboost", name));
  const {x, n} = goldenInputs("xgboost", 4);
  const tolerance = singleTolerance(ensemble);

  it("has its margins and predictions, as far as single precision sums them", () => {
    expect(tolerance).toBeLessThan(1e-5);
    expect(largestDifference(predictRaw(ensemble, x, [n, 4]), margin)).toBeLessThanOrEqual(tolerance);
    const relative = predictTrees(ensemble, x, [n, 4]).map(
      (each, i) => (each - prediction[i]) / Math.max(1, prediction[i])
    );
    expect(largestDifference(relative, new Float64Array(prediction.length))).toBeLessThanOrEqual(tolerance + 2e-7);
  });

  it("is written again with the same sums", () => {
    const again = fromXgboost(toXgboostUbj(ensemble));
    expect(again.features).toEqual(ensemble.features);
    const raw = predictRaw(ensemble, x, [n, 4]);
    expect(largestDifference(predictRaw(again, x, [n, 4]), raw)).toBeLessThanOrEqual(tolerance + 2e-7);
  });

  it.skipIf(leaves === null)("has its leaves", () => {
    const ours = leavesOf(ensemble, x, [n, 4]);
    const trees = ensemble.trees.length;
    const parallel = name.startsWith("classes") ? 2 : 1;
    const {outputs} = ensemble;
    for (let tree = 0; tree < trees; ++tree) {
      const round = Math.floor(tree / outputs);
      const theirs = (Math.floor(round / parallel) * outputs + (tree % outputs)) * parallel + (round % parallel);
      const pairs = new Set(leaves!.map((row, i) => `${ours[i * trees + tree]} ${row[theirs]}`));
      const own = new Set(leaves!.map((_, i) => ours[i * trees + tree]));
      const real = new Set(leaves!.map((row) => row[theirs]));
      expect([pairs.size, own.size], `tree ${tree}`).toEqual([real.size, real.size]);
    }
  });
});

it("keeps what XGBoost knows of nodes and leaves", () => {
  const {trees, features, categorical, objective} = fromXgboost(bytesOf(squared));
  expect([features, categorical, objective]).toEqual([["a", "b", "c", "k"], [3], "reg:squarederror"]);
  for (const {nodeWeight, leafWeight, gain, left} of trees) {
    expect(nodeWeight![0]).toBeCloseTo(
      leafWeight!.reduce((sum, each) => sum + each),
      3
    );
    expect(gain!.every((each) => each > 0)).toBe(true);
    expect(gain).toHaveLength(left.length);
  }
});

it("sends missing categories with the members of a set, and unseen ones with the others", () => {
  const {trees, encodings = []} = fromXgboost(goldenBytes("xgboost", "logistic.ubj"));
  const all = golden.flatMap(([name]) => fromXgboost(goldenBytes("xgboost", name)).encodings ?? []);
  expect(trees.length).toBeGreaterThan(0);
  expect(encodings.every(({features}) => features.length === 1)).toBe(true);
  expect(all.length).toBeGreaterThan(0);
  for (const {values, otherwise} of all) expect([values.get("NaN"), otherwise]).toEqual([1, 0]);
});

const shared = goldenJson<Record<string, {json: string; ubj: string; margin: number[]}>>("xgboost", "written.json");

it.each(fixedEnsembles())("writes $name as XGBoost has read it, with its predictions", ({name, ensemble}) => {
  const {json, ubj, margin} = shared[`${name}.xgboost`];
  expect(sha256(toXgboostJson(ensemble))).toBe(json);
  expect(sha256(toXgboostUbj(ensemble))).toBe(ubj);
  const {x, n} = fixedSamples();
  const slope = ensemble.transform.kind === "sigmoid" ? ensemble.transform.slope : 1;
  const raw = predictRaw(ensemble, x, [n, 4]).map((each) => slope * each);
  expect(largestDifference(raw, margin)).toBeLessThanOrEqual(singleTolerance(ensemble, slope));
});

it("reads what it wrote: the same leaves, and JSON and UBJSON the same", () => {
  fc.assert(
    fc.property(ensembles(), (ensemble) => {
      const read = fromXgboost(toXgboostUbj(ensemble));
      expect(fromXgboost(bytesOf(toXgboostJson(ensemble)))).toEqual(read);
      const {x, n} = samplesFor(ensemble);
      const slope = ensemble.transform.kind === "sigmoid" ? ensemble.transform.slope : 1;
      const raw = predictRaw(ensemble, x, [n, 4]).map((each) => slope * each);
      const difference = largestDifference(predictRaw(read, x, [n, 4]), raw);
      // A base score that is a probability keeps a sum to 1e-7 of its size, at most of 1.
      expect(difference).toBeLessThanOrEqual(singleTolerance(ensemble, slope) + 2e-7);
      const again = fromXgboost(toXgboostUbj(read));
      expect(largestDifference(predictRaw(again, x, [n, 4]), predictRaw(read, x, [n, 4]))).toBeLessThanOrEqual(2e-7);
    }),
    {numRuns: 60}
  );
});

it("keeps a bias that no single-precision probability has", () => {
  const [{ensemble}] = fixedEnsembles().filter(({name}) => name === "probability");
  const far: TreeEnsemble = {...ensemble, bias: Float64Array.of(21.123456)};
  const read = fromXgboost(toXgboostUbj(far));
  const {x, n} = fixedSamples();
  expect(largestDifference(predictRaw(read, x, [n, 4]), predictRaw(far, x, [n, 4]))).toBeLessThan(1e-5);
  expect(read.trees.length).toBe(far.trees.length + 1);
});

it("writes a statistic of one feature as sets of its categories, and a set without members", () => {
  const text = new TextDecoder().decode(goldenBytes("catboost", "leaf-wise.json"));
  const ensemble = fromCatboost(text);
  expect(ensemble.encodings!.length).toBeGreaterThan(0);
  const empty = treeOf({split: {column: 2, set: []}, left: {value: 1}, right: {value: 2}}, undefined);
  const more = {...ensemble, trees: [...ensemble.trees, empty]};
  const {x, n} = goldenInputs("catboost", 5);
  x[2] = NaN;
  for (const each of [ensemble, more]) {
    const read = fromXgboost(toXgboostUbj(each));
    const difference = largestDifference(predictRaw(read, x, [n, 5]), predictRaw(each, x, [n, 5]));
    expect(difference).toBeLessThanOrEqual(singleTolerance(each));
  }
  expect(toXgboostJson(more)).not.toContain('"categories_sizes":[0');
});

it("refuses what XGBoost cannot say", () => {
  const [{ensemble}] = fixedEnsembles();
  const tree = treeOf({split: {column: 0, threshold: -1, missing: 2}, left: {value: 1}, right: {value: 2}}, undefined);
  const pair = {name: "a with b", features: [2, 3], values: new Map([["1,2", 1]]), otherwise: 0};
  const combined = {...ensemble, encodings: [pair], trees: [{...tree, feature: Int32Array.of(4)}]};
  expect(() => toXgboostJson(combined)).toThrow("invalid trees for XGBoost: a with b is made of γ and delta together");
  const negative = {...pair, features: [2], values: new Map([["-3", 1]])};
  expect(() => toXgboostJson({...combined, encodings: [{...negative, otherwise: -2}]})).toThrow(
    "invalid trees for XGBoost: category -3 of γ"
  );
  const zeros = {...tree, decision: Uint8Array.of(Decision.zeroMissing | Decision.defaultLeft)};
  expect(() => toXgboostJson({...ensemble, trees: [zeros]})).toThrow(
    "invalid trees for XGBoost: zeros of alpha are missing"
  );
  expect(() => toXgboostJson({...ensemble, trees: [{...tree, value: Float64Array.of(1e39, 0)}]})).toThrow(
    "a leaf of 1e+39"
  );
});

it("tells zeros that are missing from values beside them where a threshold lies at zero", () => {
  const [{ensemble}] = fixedEnsembles();
  const tree = treeOf({split: {column: 0, threshold: 0, missing: 2}, left: {value: 1}, right: {value: 2}}, undefined);
  const x = Float32Array.of(NaN, 0, 1e-36, -1e-36, 1e-30, -1e-30, 3, -3);
  const samples = Float32Array.from({length: 4 * x.length}, (_, i) => (i % 4 === 0 ? x[i / 4] : 0));
  for (const side of [0, Decision.defaultLeft]) {
    const zeros = {...tree, decision: Uint8Array.of(Decision.zeroMissing | side)};
    const missing = {...ensemble, trees: [zeros]};
    const read = fromXgboost(toXgboostUbj(missing));
    expect(leavesOf(read, samples, [x.length, 4])).toEqual(leavesOf(missing, samples, [x.length, 4]));
  }
});

describe("a broken file", () => {
  const ubj = goldenBytes("xgboost", "rank.ubj");

  it("of UBJSON says at which byte, wherever it was cut off", () => {
    for (let length = 1; length < ubj.length; length += 1 + (length % 7))
      expect(() => fromXgboost(ubj.subarray(0, length)), `${length} bytes`).toThrow(
        /^invalid XGBoost model: (ended at byte \d+, within |byte \d+ is |it begins with)/
      );
    const more = new Uint8Array(ubj.length + 3);
    more.set(ubj);
    expect(() => fromXgboost(more)).toThrow(`3 bytes follow at byte ${ubj.length}`);
  });

  it("never hangs or reads beyond where a byte was changed", () => {
    fc.assert(
      fc.property(fc.nat(ubj.length - 1), fc.integer({min: 0, max: 255}), (at, byte) => {
        const changed = ubj.slice();
        changed[at] = byte;
        try {
          fromXgboost(changed);
        } catch (error) {
          expect(String(error)).toMatch(/^Error: (invalid|unknown) /);
        }
      }),
      {numRuns: 200}
    );
  });

  it("of JSON says where", () => {
    expect(() => fromXgboost(bytesOf(squared.slice(0, 1000)))).toThrow(/1000 characters that are no whole JSON/);
    const without = squared.replace('"left_children"', '"left"');
    expect(() => fromXgboost(bytesOf(without))).toThrow(
      "invalid XGBoost model: learner.gradient_booster.model.trees[0] lacks left_children"
    );
    const longer = squared.replace('"split_indices":[', '"split_indices":[0,');
    expect(() => fromXgboost(bytesOf(longer))).toThrow(/trees\[0\]\.split_indices has \d+ values; expected \d+/);
    const beyond = squared
      .replace('"split_indices":[3,', '"split_indices":[9,')
      .replace('"split_indices":[0,', '"split_indices":[9,');
    expect(() => fromXgboost(bytesOf(beyond))).toThrow("splits by feature 9 at node 0; there are 4");
  });

  it("of another kind says what it is", () => {
    const of = (text: string) => () => fromXgboost(bytesOf(text));
    expect(of("")).toThrow("an empty file");
    expect(of("binf\0\0")).toThrow("of the old binary form");
    expect(of("tree\nversion=v4")).toThrow("begins with other bytes");
    expect(of('{"learner": 3}')).toThrow("learner is 3; expected an object");
    expect(of('{"oblivious_trees": []}')).toThrow("lacks learner");
    expect(of(squared.replace('"name":"gbtree"', '"name":"gblinear"'))).toThrow(
      "unknown XGBoost model booster: gblinear"
    );
    expect(of(squared.replaceAll("reg:squarederror", "binary:hinge"))).toThrow(
      "unknown XGBoost model objective: binary:hinge"
    );
  });
});

it("reads every kind of UBJSON's numbers, and writes what it reads", () => {
  const value = {
    text: "añ",
    list: [1, "two", {three: 3}],
    single: Float32Array.of(0.1, -3),
    whole: Int32Array.of(-5, 2147483647),
    long: BigInt64Array.of(-7n, 9007199254740991n),
    byte: Uint8Array.of(0, 255)
  };
  expect(readUbjson(writeUbjson(value))).toEqual({
    ...value,
    whole: Float64Array.of(-5, 2147483647),
    long: Float64Array.of(-7, 9007199254740991),
    byte: Float64Array.of(0, 255)
  });
  const other = Uint8Array.from("[$i#i\x02\x01\xff", (each) => each.charCodeAt(0));
  expect(readUbjson(other)).toEqual(Float64Array.of(1, -1));
  const mixed = Uint8Array.from("{i\x01aTi\x01bZi\x01cCxi\x01dI\x01\x00i\x01e[FN]}", (each) => each.charCodeAt(0));
  expect(readUbjson(mixed)).toEqual({a: true, b: null, c: "x", d: 256, e: [false]});
});
