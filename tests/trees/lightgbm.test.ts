import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {Decision} from "../../core/base/trees.js";
import {objectiveOf} from "../../core/trees/lightgbm/objective.js";
import {categoriesOfLightgbm, fromLightgbm, isLightgbm} from "../../core/trees/lightgbm/read.js";
import {toLightgbm} from "../../core/trees/lightgbm/write.js";
import {predictRaw} from "../../core/trees/predict.js";
import {madeEnsemble, madeValues} from "./made.js";

const folder = join(import.meta.dirname, "../golden/lightgbm/models");
const text = readFileSync(join(folder, "categories.txt"), "utf8");
const changed = (from: string | RegExp, to: string) => {
  const other = text.replace(from, to);
  expect(other).not.toBe(text);
  return () => fromLightgbm(other);
};
const lineOf = (start: string) => text.split("\n").findIndex((line) => line.startsWith(start)) + 1;

describe("a LightGBM model", () => {
  it("that was cut off anywhere is refused with its line", () => {
    const end = text.indexOf("end of trees") + "end of trees".length;
    for (let length = 0; length < end; length += length < 400 ? 1 : 7)
      expect(() => fromLightgbm(text.slice(0, length)), `${length}`).toThrow(/^invalid LightGBM model: line \d+: /);
    expect(() => fromLightgbm(text.slice(0, end))).not.toThrow();
    expect(() => fromLightgbm(text.slice(0, text.indexOf("leaf_value=") + 20))).toThrow(
      `line ${lineOf("leaf_value=")}: it ends without "end of trees"; the file was cut off`
    );
  });

  it("that is something else is refused", () => {
    for (const other of ["", "{}", "\u0000\u0001", "treehouse\n", "version=v4\n"]) {
      expect(isLightgbm(other)).toBe(false);
      expect(() => fromLightgbm(other)).toThrow('expected "tree"; the file is something else');
    }
    expect(isLightgbm(text)).toBe(true);
  });

  it("whose lines were changed is refused with the line", () => {
    expect(changed("version=v4", "version=v9")).toThrow("line 2: version v9; versions that are known are v2, v3, v4");
    expect(changed("objective=regression", "objective=beauty")).toThrow("line 7: objective beauty");
    expect(changed("max_feature_idx=5", "max_feature_idx=4")).toThrow("line 8: feature_names has 6 values; expected 5");
    expect(changed("Tree=1", "Tree=2")).toThrow("Tree=2; expected 1; trees are missing or repeated");
    expect(changed(/tree_sizes=\d+ /, "tree_sizes=")).toThrow("tree_sizes has 2 values; expected 3");
    expect(changed(/leaf_value=\S+ /, "leaf_value=")).toThrow(
      `line ${lineOf("leaf_value=")}: leaf_value has 5 values; expected 6`
    );
    expect(changed(/leaf_value=\S+ /, "leaf_value=zero ")).toThrow("leaf_value has zero at place 1; expected a number");
    expect(changed(/leaf_value=.*\n/, "")).toThrow(`line ${lineOf("Tree=0")}: there is no leaf_value after it`);
    expect(changed(/split_feature=\d+/, "split_feature=6")).toThrow(
      `line ${lineOf("split_feature")}: split_feature has 6 at place 1; expected a whole number from 0 to 5`
    );
    expect(changed(/left_child=\S+/, "left_child=0")).toThrow(
      `line ${lineOf("Tree=0")}: tree 0, node 0: followed by 0`
    );
    expect(changed(/cat_threshold=\S+ /, "cat_threshold=")).toThrow("cat_threshold has");
    expect(changed(/num_leaves=6/, "num_leaves=-1")).toThrow("num_leaves has -1 at place 1");
    expect(changed("num_tree_per_iteration=1", "num_tree_per_iteration=2")).toThrow("3 trees for 2 outputs");
  });

  it("with other ends of lines, or lines that nobody needs, is the same", () => {
    const plain = toLightgbm(fromLightgbm(text));
    expect(toLightgbm(fromLightgbm(text.replaceAll("\n", "\r\n")))).toBe(plain);
    const least = text.replaceAll(/^(version|tree_sizes|shrinkage|is_linear|num_tree_per_iteration)=.*\n/gm, "");
    expect(toLightgbm(fromLightgbm(least.slice(0, least.indexOf("\nfeature_importances"))))).toBe(plain);
    const unknown = fromLightgbm(text.replaceAll(/^(split_gain|leaf_|internal_)(?!value).*\n/gm, ""));
    expect(unknown.trees[0].gain).toBeUndefined();
    expect(unknown.trees[0].value).toEqual(fromLightgbm(text).trees[0].value);
  });

  it("says where the names of pandas' categories are broken", () => {
    const broken = text.replace("pandas_categorical:null", 'pandas_categorical:[["a"');
    expect(() => categoriesOfLightgbm(broken)).toThrow(`line ${lineOf("pandas_categorical")}: pandas_categorical`);
  });
});

describe("trees written as LightGBM's text", () => {
  it("read back predict the same, bit for bit where there is nothing to fold", () => {
    const stream = random("text");
    const wishes = {trees: 6, columns: 5, leaves: 20, categorical: 0.3, known: true};
    const x = madeValues(stream, 200 * 5);
    for (const given of [{}, {outputs: 3, bias: new Float64Array(3)}, {average: true}]) {
      const ensemble = madeEnsemble(stream, wishes, given);
      expect(predictRaw(fromLightgbm(toLightgbm(ensemble)), x, [200, 5])).toEqual(predictRaw(ensemble, x, [200, 5]));
    }
  });

  it("have scale and bias in their leaves", () => {
    const stream = random("fold");
    const x = madeValues(stream, 100 * 5);
    for (const average of [false, true])
      for (const trees of [0, 1, 4, 5]) {
        if (average && trees % 2 === 1) continue;
        const given = {outputs: 2, bias: Float64Array.of(3, -0.1), scale: 0.7, average};
        const ensemble = madeEnsemble(stream, {trees, columns: 5, leaves: 8}, given);
        const raw = predictRaw(ensemble, x, [100, 5]);
        const read = predictRaw(fromLightgbm(toLightgbm(ensemble)), x, [100, 5]);
        raw.forEach((value, i) => expect(read[i]).toBeCloseTo(value, 12));
      }
  });

  it("say thresholds without end with the largest number", () => {
    const [tree] = madeEnsemble(random("end"), {trees: 1, columns: 2, leaves: 2, decisions: [8]}).trees;
    const ensemble = madeEnsemble(
      random(0),
      {trees: 0, columns: 2, leaves: 1},
      {trees: [{...tree, threshold: Float64Array.of(Infinity)}]}
    );
    const read = fromLightgbm(toLightgbm(ensemble));
    const x = Float64Array.of(1e300, 1e300, NaN, NaN);
    expect(predictRaw(read, x, [2, 2])).toEqual(predictRaw(ensemble, x, [2, 2]));
  });

  it("are refused where the format cannot say them", () => {
    const plain = madeEnsemble(random(1), {trees: 1, columns: 2, leaves: 3});
    const encoding = {name: "pair", features: [0], values: new Map([["1", 2]]), otherwise: 0};
    expect(() => toLightgbm({...plain, encodings: [encoding]})).toThrow(
      "invalid trees for LightGBM: pair is an encoding"
    );
    expect(() => toLightgbm({...plain, features: ["a b", "a_b"]})).toThrow('feature 2, "a_b", has no name of its own');
    const both = Decision.zeroMissing | Decision.nanMissing;
    const tree = {...plain.trees[0], decision: Uint8Array.of(0, both)};
    expect(() => toLightgbm({...plain, trees: [tree]})).toThrow("tree 0, node 1: zeros and NaN are missing");
    const mean = {...plain, average: true, outputs: 2, bias: new Float64Array(2)};
    expect(() => toLightgbm(mean)).toThrow("1 trees are no mean of 2 outputs");
  });

  it("keep the objective where it says what the trees do", () => {
    const plain = madeEnsemble(random(2), {trees: 0, columns: 1, leaves: 1});
    const of = (given: Partial<typeof plain>) => objectiveOf({...plain, ...given});
    const sigmoid = {kind: "sigmoid", slope: 0.5} as const;
    expect(of({})).toBeNull();
    expect(of({objective: "huber"})).toBe("huber");
    expect(of({objective: "huber", transform: {kind: "exp"}})).toBe("poisson");
    expect(of({objective: "tweedie", transform: {kind: "exp"}})).toBe("tweedie");
    expect(of({objective: "binary sigmoid:0.5", transform: sigmoid})).toBe("binary sigmoid:0.5");
    expect(of({objective: "reg:logistic", transform: sigmoid})).toBe("binary sigmoid:0.5");
    expect(of({objective: "binary sigmoid:2", transform: sigmoid})).toBe("binary sigmoid:0.5");
    expect(of({outputs: 3, transform: sigmoid})).toBe("multiclassova num_class:3 sigmoid:0.5");
    expect(of({outputs: 3, transform: {kind: "softmax"}})).toBe("multiclass num_class:3");
  });
});
