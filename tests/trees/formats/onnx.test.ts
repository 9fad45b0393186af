import fc from "fast-check";
import {PbfReader} from "pbf";
import {expect, it} from "vitest";
import {toOnnx} from "../../../core/trees/onnx/write.js";
import {predictRaw, predictTrees} from "../../../core/trees/predict.js";
import {fromXgboost} from "../../../core/trees/xgboost/read.js";
import {ensembles, featureNames, samplesFor, treeOf} from "./ensembles.js";
import {fixedEnsembles, fixedSamples} from "./fixed.js";
import {goldenBytes, goldenInputs, goldenJson, largestDifference, sha256, singleTolerance} from "./golden.js";

interface Expected {
  sha256: string;
  prediction: number[];
  labels?: number[];
}

const shared = goldenJson<Record<string, Expected>>("onnx", "written.json");

it.each(fixedEnsembles())(
  "writes $name as onnxruntime has read it, with its predictions and labels",
  ({name, ensemble}) => {
    const {sha256: identity, prediction, labels} = shared[`${name}.onnx`];
    expect(sha256(toOnnx(ensemble))).toBe(identity);
    const {x, n} = fixedSamples();
    const ours = predictTrees(ensemble, x, [n, 4]);
    const binary = ensemble.transform.kind === "sigmoid";
    const both = binary
      ? Float64Array.from({length: 2 * n}, (_, i) => (i % 2 === 1 ? ours[(i - 1) / 2] : 1 - ours[i / 2]))
      : ours;
    const size = ensemble.transform.kind === "exp" ? Math.max(...ours) : 1;
    expect(largestDifference(both, prediction)).toBeLessThan(1e-6 * Math.max(1, size));
    expect(labels !== undefined).toBe(ensemble.classes !== undefined);
    if (!labels) return;
    const count = both.length / n;
    const best = Array.from({length: n}, (_, i) => {
      const row = Array.from(both.subarray(i * count, (i + 1) * count));
      return ensemble.classes![row.indexOf(Math.max(...row))];
    });
    expect(labels).toEqual(best);
  }
);

it("has sums, at the same leaves, that an interpreter of the standard's words finds in the bytes", () => {
  fc.assert(
    fc.property(ensembles(), (ensemble) => {
      const {attributes} = decode(toOnnx(ensemble));
      const {x, n} = samplesFor(ensemble);
      const slope = ensemble.transform.kind === "sigmoid" ? ensemble.transform.slope : 1;
      const raw = predictRaw(ensemble, x, [n, 4]).map((each) => slope * each);
      const two = ensemble.transform.kind === "softmax" && ensemble.outputs === 2;
      const wanted = two ? Float64Array.from({length: n}, (_, i) => raw[2 * i + 1] - raw[2 * i]) : raw;
      const found = evaluate(attributes, x, n, two ? 1 : ensemble.outputs);
      expect(largestDifference(found, wanted)).toBeLessThan(2 * singleTolerance(ensemble, slope) + 1e-7);
    }),
    {numRuns: 60}
  );
});

it.each(["squared.json", "classes.ubj", "dart.json"])(
  "has the sums of %s, which XGBoost made of categories",
  (name) => {
    const ensemble = fromXgboost(goldenBytes("xgboost", name));
    const {x, n} = goldenInputs("xgboost", 4);
    const found = evaluate(decode(toOnnx(ensemble)).attributes, x, n, ensemble.outputs);
    expect(largestDifference(found, predictRaw(ensemble, x, [n, 4]))).toBeLessThan(singleTolerance(ensemble));
  }
);

it("names the features in the metadata", () => {
  const [{ensemble}] = fixedEnsembles();
  const {metadata} = decode(toOnnx({...ensemble, objective: "regression"}));
  expect(JSON.parse(metadata.features)).toEqual(featureNames);
  expect(metadata.objective).toBe("regression");
});

it("refuses what ONNX cannot say", () => {
  const [{ensemble}] = fixedEnsembles();
  const tree = treeOf({split: {column: 0, threshold: 1, missing: 1}, left: {value: 1}, right: {value: 2}}, undefined);
  const pair = {name: "a with b", features: [2, 3], values: new Map([["1,2", 1]]), otherwise: 0};
  const combined = {...ensemble, encodings: [pair], trees: [{...tree, feature: Int32Array.of(4)}]};
  expect(() => toOnnx(combined)).toThrow("invalid trees for ONNX: a with b is made of γ and delta together");
  expect(() => toOnnx({...ensemble, trees: [{...tree, value: Float64Array.of(1e39, 0)}]})).toThrow("a leaf of 1e+39");
  const halves = {...ensemble, transform: {kind: "sigmoid", slope: 1} as const, classes: [0, 0.5]};
  expect(() => toOnnx(halves)).toThrow("invalid trees for ONNX: class 0.5; expected integers");
});

type Attributes = Record<string, number[] | string[]>;

/** The tree ensemble's attributes and the metadata, by the field numbers of onnx.proto. */
function decode(bytes: Uint8Array): {attributes: Attributes; metadata: Record<string, string>} {
  const attributes: Attributes = {};
  const metadata: Record<string, string> = {};
  new PbfReader(bytes).readFields((field, _, model) => {
    if (field === 14) {
      const entry = model.readMessage((tag, pair: string[], at) => void (pair[tag - 1] = at.readString()), []);
      metadata[entry[0]] = entry[1];
    }
    if (field !== 7) return;
    model.readMessage((tag, __, graph) => {
      if (tag !== 1) return;
      graph.readMessage((part, ___, step) => {
        if (part !== 5) return;
        const found = {name: "", values: [] as number[], texts: [] as string[]};
        step.readMessage((kind, into, at) => {
          if (kind === 1) into.name = at.readString();
          if (kind === 7) at.readPackedFloat(into.values);
          if (kind === 8) at.readPackedVarint(into.values, true);
          if (kind === 9) into.texts.push(at.readString());
        }, found);
        attributes[found.name] = found.texts.length > 0 ? found.texts : found.values;
      }, {});
    }, {});
  }, {});
  return {attributes, metadata};
}

/** Sums of leaves and base values, as the standard words it, in double precision. */
function evaluate(attributes: Attributes, x: Float32Array, n: number, outputs: number): Float64Array {
  const list = (name: string) => attributes[name] as number[];
  const modes = attributes.nodes_modes as string[];
  const kind = attributes.class_ids ? "class" : "target";
  const places = new Map(list("nodes_treeids").map((tree, at) => [`${tree} ${list("nodes_nodeids")[at]}`, at]));
  const leaves = new Map(list(`${kind}_treeids`).map((tree, i) => [`${tree} ${list(`${kind}_nodeids`)[i]}`, i]));
  const sums = new Float64Array(n * outputs);
  for (let row = 0; row < n; ++row) {
    for (let j = 0; j < outputs; ++j) sums[row * outputs + j] = list("base_values")[j];
    for (const tree of new Set(list("nodes_treeids"))) {
      let at = places.get(`${tree} 0`)!;
      while (modes[at] !== "LEAF") {
        const value = x[4 * row + list("nodes_featureids")[at]];
        const bound = list("nodes_values")[at];
        const missing = Number.isNaN(value) && list("nodes_missing_value_tracks_true")[at] === 1;
        const yes = missing || (modes[at] === "BRANCH_LEQ" ? value <= bound : value === bound);
        at = places.get(`${tree} ${list(yes ? "nodes_truenodeids" : "nodes_falsenodeids")[at]}`)!;
      }
      const leaf = leaves.get(`${tree} ${list("nodes_nodeids")[at]}`)!;
      sums[row * outputs + list(`${kind}_ids`)[leaf]] += list(`${kind}_weights`)[leaf];
    }
  }
  return sums;
}
