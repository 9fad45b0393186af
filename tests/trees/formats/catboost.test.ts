import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {fromCatboost} from "../../../core/trees/catboost/read.js";
import {categoryHash, cityHash64} from "../../../core/trees/catboost/city-hash.js";
import {toCatboostJson} from "../../../core/trees/catboost/write.js";
import {leavesOf, predictRaw, predictTrees} from "../../../core/trees/predict.js";
import type {Shape} from "./ensembles.js";
import {ensembles, samplesFor, treeOf} from "./ensembles.js";
import {fixedEnsembles, fixedSamples} from "./fixed.js";
import {goldenBytes, goldenInputs, goldenJson, largestDifference, sha256} from "./golden.js";

interface Expected {
  raw: number[];
  prediction?: number[];
}

const golden = Object.entries(goldenJson<Record<string, Expected>>("catboost", "expected.json"));
const textOf = (name: string) => new TextDecoder().decode(goldenBytes("catboost", name));
const sectors = Array.from({length: 30}, (_, i) => `sector ${i}`);
const categories = {k: sectors, o: sectors, h: sectors};
const read = (name: string) => fromCatboost(textOf(name), name === "texts.json" ? {categories} : {});

it.each(golden)("%s, which CatBoost made, has its sums and predictions", (name, {raw, prediction = raw}) => {
  const ensemble = read(name);
  const {x, n} = goldenInputs("catboost", ensemble.features.length);
  const shape = [n, ensemble.features.length] as const;
  expect(largestDifference(predictRaw(ensemble, x, shape), raw)).toBeLessThan(1e-11);
  const ours = predictTrees(ensemble, x, shape);
  const binary = ensemble.classes?.length === 2;
  const both = binary ? Array.from(ours, (each) => [1 - each, each]).flat() : ours;
  expect(largestDifference(both, prediction)).toBeLessThan(1e-11);
});

describe("what was read", () => {
  it("has features, categories, classes and the loss by name", () => {
    const {features, categorical, classes, transform, objective} = read("probability.json");
    expect(features).toEqual(["a", "b", "k", "o", "h"]);
    expect([categorical, classes, transform, objective]).toEqual([
      [2, 3, 4],
      [3, 7],
      {kind: "sigmoid", slope: 1},
      "Logloss"
    ]);
    expect(read("classes.json").transform).toEqual({kind: "softmax"});
    expect(read("counts.json").transform).toEqual({kind: "exp"});
  });

  it("keeps the numbers of leaves of symmetric trees, and how many samples came to each node", () => {
    const model = JSON.parse(textOf("numbers.json")) as {
      oblivious_trees: {leaf_values: number[]; leaf_weights: number[]}[];
    };
    for (const [i, tree] of read("numbers.json").trees.entries()) {
      expect(Array.from(tree.value)).toEqual(model.oblivious_trees[i].leaf_values);
      expect(Array.from(tree.leafCount!)).toEqual(model.oblivious_trees[i].leaf_weights);
      expect(tree.nodeCount![0]).toBe(800);
    }
  });

  it("has statistics of several categories, and under tests of numbers and categories, as encodings", () => {
    const names = ["combinations.json", "classes.json"].flatMap((name) =>
      (read(name).encodings ?? []).map((each) => [each.features.length, each.name] as const)
    );
    expect(names.some(([count]) => count > 1)).toBe(true);
    expect(names.some(([, name]) => / where .*[>≤]/.test(name))).toBe(true);
    expect(names.some(([, name]) => / where .*[=≠]/.test(name))).toBe(true);
  });

  it("has the hashes of categories that CatBoost has, of texts of every length", () => {
    expect(["v1", "9", "19", "0", "25"].map(categoryHash)).toEqual([
      -2021404689, -1829579975, -1757863955, -1438285038, -594954378
    ]);
    const {lengths, hashes} = goldenJson<{lengths: number[]; hashes: string[]}>("catboost", "hashes.json");
    const bytes = (length: number) => Uint8Array.from({length}, (_, i) => (i * 37 + length * 11 + 5) & 255);
    expect(lengths.map((length) => String(cityHash64(bytes(length))))).toEqual(hashes);
  });
});

const shared = goldenJson<Record<string, {sha256: string; margin: number[]}>>("catboost", "written.json");

it.each(fixedEnsembles())("writes $name as CatBoost has read it, with its predictions", ({name, ensemble}) => {
  const {sha256: identity, margin} = shared[`${name}.catboost.json`];
  expect(sha256(toCatboostJson(ensemble))).toBe(identity);
  const {x, n} = fixedSamples();
  const slope = ensemble.transform.kind === "sigmoid" ? ensemble.transform.slope : 1;
  const raw = predictRaw(ensemble, x, [n, 4]).map((each) => slope * each);
  expect(largestDifference(raw, margin)).toBeLessThan(1e-9);
});

it.each([true, false])("reads what it wrote, symmetric: %s", (symmetric) => {
  fc.assert(
    fc.property(ensembles({sameMissing: true, members: symmetric ? 1 : 3, symmetric}), (ensemble) => {
      fc.pre(ensemble.outputs === 1 || ensemble.transform.kind !== "exp");
      const text = toCatboostJson(ensemble);
      expect(text.includes('"oblivious_trees"')).toBe(symmetric || !text.includes('"trees"'));
      const again = fromCatboost(text);
      const {x, n} = samplesFor(ensemble);
      const slope = ensemble.transform.kind === "sigmoid" ? ensemble.transform.slope : 1;
      const raw = predictRaw(ensemble, x, [n, 4]).map((each) => slope * each);
      expect(largestDifference(predictRaw(again, x, [n, 4]), raw)).toBeLessThan(1e-12);
      expect(toCatboostJson(fromCatboost(toCatboostJson(again)))).toBe(toCatboostJson(again));
    }),
    {numRuns: 50}
  );
});

it("reads and writes symmetric trees without changing a leaf's number", () => {
  const ensemble = read("one-hot.json");
  const again = fromCatboost(toCatboostJson(ensemble));
  const {x, n} = goldenInputs("catboost", 5);
  expect(leavesOf(again, x, [n, 5])).toEqual(leavesOf(ensemble, x, [n, 5]));
});

it("refuses what CatBoost cannot say", () => {
  const [{ensemble}] = fixedEnsembles();
  const split = (column: number, missing: number) => ({column, threshold: 0.5, missing});
  const leaf = {value: 1};
  const two = treeOf({split: split(0, 1), left: leaf, right: {split: split(0, 2), left: leaf, right: leaf}}, undefined);
  expect(() => toCatboostJson({...ensemble, trees: [two]})).toThrow(
    "invalid trees for CatBoost: missing values of alpha go left at one node and right at another"
  );
  const sets = Array.from({length: 4}, () => Array.from({length: 30}, (_, i) => i));
  const chains = sets.reduce<Shape>((inside, set) => ({split: {column: 2, set}, left: inside, right: leaf}), leaf);
  expect(() => toCatboostJson({...ensemble, trees: [treeOf(chains, undefined)]})).toThrow(
    /invalid trees for CatBoost: a tree of more than \d+ leaves/
  );
  const number = treeOf({split: split(2, 1), left: leaf, right: leaf}, undefined);
  expect(() => toCatboostJson({...ensemble, trees: [number]})).toThrow("γ is split as a number and is categories");
  expect(() => toCatboostJson(read("combinations.json"))).toThrow("invalid trees for CatBoost: ");
  const rates = {...ensemble, transform: {kind: "exp"} as const, outputs: 2, bias: new Float64Array(2), trees: []};
  expect(() => toCatboostJson(rates)).toThrow("invalid trees for CatBoost: rates of 2 outputs");
});

describe("a file that cannot be read", () => {
  it("of texts whose categories are not given names the feature and the statistic", () => {
    expect(() => fromCatboost(textOf("texts.json"))).toThrow(
      /not among the integers|of CTR of .* are not of the integers/
    );
    const few = {k: sectors.slice(0, 3), o: sectors, h: sectors};
    expect(() => fromCatboost(textOf("texts.json"), {categories: few})).toThrow(
      /CTR of k .*are not of the 3 names given/
    );
  });

  it("cut off or foreign says where", () => {
    const text = textOf("buckets.json");
    for (let length = 0; length < text.length - 1; length += 97)
      expect(() => fromCatboost(text.slice(0, length))).toThrow(
        /^invalid CatBoost model: \d+ characters that are no whole JSON/
      );
    expect(() => fromCatboost("[]")).toThrow("invalid CatBoost model: the whole file is a list; expected an object");
    expect(() => fromCatboost("{}")).toThrow("invalid CatBoost model: the whole file lacks features_info");
    expect(() => fromCatboost(text.replace('"hash_stride":', '"stride":'))).toThrow(/ctr_data\..* lacks hash_stride/);
    expect(() => fromCatboost(text.replace(/"split_index":\d+/, '"split_index":9999'))).toThrow(
      /oblivious_trees\[0\]\.splits\[0\]\.split_index is 9999; the features have \d+ splits/
    );
    expect(() => fromCatboost(text.replace('"leaf_values":[', '"leaf_values":[0,'))).toThrow(
      "oblivious_trees[0].leaf_values has 9 values; expected 8"
    );
    expect(() => fromCatboost(text.replaceAll('"ctr_type":"Buckets"', '"ctr_type":"Sum"'))).toThrow(
      /whose type is unknown/
    );
    expect(() => fromCatboost(text.replace('"float_features"', '"text_features":[{}],"float_features"'))).toThrow(
      "features_info.text_features has features"
    );
  });
});
