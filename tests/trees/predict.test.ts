import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import type {Encoding, Tree, TreeEnsemble} from "../../core/base/trees.js";
import {Decision} from "../../core/base/trees.js";
import {checkNames, combination} from "../../core/trees/columns.js";
import {addTree, leavesOf, predictRaw, predictTrees, transformRaw} from "../../core/trees/predict.js";
import {madeEnsemble, madeValues} from "./made.js";

/** The leaf of a row, found as LightGBM's documentation of `decision_type` says. */
function slowLeaf({feature, threshold, left, right, decision, sets}: Tree, row: ArrayLike<number>): number {
  if (feature.length === 0) return 0;
  let node = 0;
  while (node >= 0) {
    let value = row[feature[node]];
    const bits = decision[node];
    let goesLeft: boolean;
    if (bits & Decision.categorical) {
      const category = Math.trunc(value);
      const word = category >= 0 ? sets![threshold[node]][Math.floor(category / 32)] : undefined;
      goesLeft = word !== undefined && Math.floor(word / 2 ** (category % 32)) % 2 === 1;
    } else {
      const nan = Number.isNaN(value);
      if (nan && !(bits & Decision.nanMissing)) value = 0;
      const zero = Math.abs(value) <= Math.fround(1e-35);
      const missing = (bits & Decision.nanMissing && nan) || (bits & Decision.zeroMissing && zero);
      goesLeft = missing ? (bits & Decision.defaultLeft) !== 0 : value <= threshold[node];
    }
    node = goesLeft ? left[node] : right[node];
  }
  return ~node;
}

const rowsOf = (x: Float64Array | Float32Array, k: number) =>
  Array.from({length: x.length / k}, (_, i) => x.subarray(i * k, i * k + k));

describe("leaves", () => {
  const cases = {
    "numbers without missing values": {decisions: [0, Decision.defaultLeft]},
    "numbers whose NaN is missing": {decisions: [Decision.nanMissing, Decision.nanMissing | Decision.defaultLeft]},
    "every kind of missing value": {},
    "categories beside numbers": {categorical: 0.5}
  };
  for (const [name, wishes] of Object.entries(cases)) {
    it(`of ${name} are those of the rule`, () => {
      const stream = random(name);
      for (const leaves of [1, 2, 3, 31, 200]) {
        const ensemble = madeEnsemble(stream, {trees: 7, columns: 5, leaves, ...wishes});
        const x = madeValues(stream, 333 * 5);
        for (const values of [x, Float32Array.from(x)]) {
          const expected = rowsOf(values, 5).flatMap((row) => ensemble.trees.map((tree) => slowLeaf(tree, row)));
          expect(Array.from(leavesOf(ensemble, values, [333, 5]))).toEqual(expected);
        }
      }
    });
  }
});

describe("raw values", () => {
  it("are the bias and the trees of each output, scaled, or their mean", () => {
    const stream = random("raw");
    const bias = Float64Array.of(0.25, -1, 3);
    for (const given of [{}, {scale: 0.5}, {average: true}, {average: true, scale: 2}]) {
      const ensemble = madeEnsemble(stream, {trees: 12, columns: 4, leaves: 9}, {outputs: 3, bias, ...given});
      const x = madeValues(stream, 50 * 4);
      const raw = predictRaw(ensemble, x, [50, 4]);
      for (const [i, row] of rowsOf(x, 4).entries())
        for (let j = 0; j < 3; ++j) {
          let sum = 0;
          ensemble.trees.forEach((tree, t) => (sum += t % 3 === j ? tree.value[slowLeaf(tree, row)] : 0));
          const {scale = 1, average}: Partial<TreeEnsemble> = given;
          expect(raw[i * 3 + j]).toBe(bias[j] + (scale * sum) / (average ? 4 : 1));
        }
    }
  });

  it("do not depend on what else is asked, nor on precision that is not needed", () => {
    const stream = random("alone");
    const ensemble = madeEnsemble(stream, {trees: 40, columns: 6, leaves: 63});
    const x = Float32Array.from(madeValues(stream, 1000 * 6));
    const raw = predictRaw(ensemble, x, [1000, 6]);
    expect(predictRaw(ensemble, Float64Array.from(x), [1000, 6])).toEqual(raw);
    for (let i = 0; i < 1000; i += 37) expect(predictRaw(ensemble, x.slice(i * 6, i * 6 + 6), [1, 6])[0]).toBe(raw[i]);
  });

  it("can be made tree by tree", () => {
    const stream = random("add");
    const ensemble = madeEnsemble(stream, {trees: 10, columns: 6, leaves: 15}, {outputs: 2, bias: new Float64Array(2)});
    const x = madeValues(stream, 100 * 6);
    const into = new Float64Array(200);
    ensemble.trees.forEach((tree, t) => addTree(tree, x, [100, 6], into, {output: t % 2, outputs: 2}));
    expect(into).toEqual(predictRaw(ensemble, x, [100, 6]));
  });

  it("follow the trees when one is added", () => {
    const stream = random("grow");
    const trees = [...madeEnsemble(stream, {trees: 3, columns: 2, leaves: 4}).trees];
    const ensemble = madeEnsemble(stream, {trees: 0, columns: 2, leaves: 4}, {trees});
    const x = madeValues(stream, 20);
    const before = predictRaw(ensemble, x, [10, 2]);
    trees[1] = {...trees[1], value: trees[1].value.map((value) => value + 1)};
    expect(Array.from(predictRaw(ensemble, x, [10, 2]))).not.toEqual(Array.from(before));
    trees.push(trees[0]);
    expect(predictRaw(ensemble, x, [10, 2])).toEqual(predictRaw({...ensemble}, x, [10, 2]));
  });

  it("read encodings as columns after the features", () => {
    const encoding: Encoding = {name: "pair", features: [0, 1], values: new Map([["1,2", 5]]), otherwise: -5};
    const tree: Tree = {
      feature: Int32Array.of(2),
      threshold: Float64Array.of(0),
      left: Int32Array.of(-1),
      right: Int32Array.of(-2),
      decision: Uint8Array.of(0),
      value: Float64Array.of(10, 20)
    };
    const ensemble = madeEnsemble(random(1), {trees: 0, columns: 3, leaves: 1}, {trees: [tree], encodings: [encoding]});
    const x = Float64Array.of(1, 2, 1.9, 2.1, 2, 1, NaN, 2);
    expect(Array.from(predictRaw(ensemble, x, [4, 2]))).toEqual([20, 20, 10, 10]);
    expect([combination([1.9, NaN]), combination([-0.5, -3])]).toEqual(["1,NaN", "0,-3"]);
  });
});

describe("predictions", () => {
  it("are transformed raw values", () => {
    const raw = Float64Array.of(0, 2, -2, 800);
    const of = (transform: TreeEnsemble["transform"], outputs = 1) =>
      Array.from(transformRaw({transform, outputs}, raw));
    expect(of({kind: "identity"})).toEqual(Array.from(raw));
    const sigmoid = of({kind: "sigmoid", slope: 0.5});
    [0.5, 1 / (1 + Math.exp(-1)), 1 / (1 + Math.exp(1)), 1].forEach((p, i) => expect(sigmoid[i]).toBeCloseTo(p, 14));
    expect(of({kind: "exp"})[1]).toBeCloseTo(Math.exp(2), 13);
    const parts = of({kind: "softmax"}, 2);
    expect(parts[0]).toBeCloseTo(1 / (1 + Math.exp(2)), 14);
    expect(parts[0] + parts[1]).toBeCloseTo(1, 14);
    expect(parts.slice(2)).toEqual([0, 1]);
    expect(Array.from(raw)).toEqual([0, 2, -2, 800]);
    const ensemble = madeEnsemble(random(2), {trees: 3, columns: 2, leaves: 4}, {transform: {kind: "exp"}});
    const x = madeValues(random(3), 20);
    expect(predictTrees(ensemble, x, [10, 2])).toEqual(transformRaw(ensemble, predictRaw(ensemble, x, [10, 2])));
  });

  it("are refused of other features", () => {
    const ensemble = madeEnsemble(random(4), {trees: 1, columns: 3, leaves: 4});
    expect(() => predictRaw(ensemble, new Float64Array(8), [2, 4])).toThrow(
      "invalid samples: 4 features; the trees learned from 3"
    );
    expect(() => predictRaw(ensemble, new Float64Array(8), [2, 3])).toThrow("invalid samples: 8 values");
    expect(() => checkNames(ensemble, ["f0", "f2", "f1"])).toThrow("feature 2 is f2; the trees learned from f1 there");
    expect(() => checkNames(ensemble, ["f0"])).toThrow("1 features");
    checkNames(ensemble, ["f0", "f1", "f2"]);
    checkNames(ensemble, undefined);
  });

  it("of no samples are none, and of no trees the bias", () => {
    const ensemble = madeEnsemble(random(5), {trees: 0, columns: 3, leaves: 1}, {bias: Float64Array.of(7)});
    expect(predictRaw(ensemble, new Float64Array(0), [0, 3])).toEqual(new Float64Array(0));
    expect(Array.from(predictRaw(ensemble, new Float64Array(6), [2, 3]))).toEqual([7, 7]);
  });
});
