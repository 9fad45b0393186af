import type {TreeEnsemble} from "../../base/trees.js";
import {leafFactors} from "../formats/sums.js";
import type {Nodes} from "./nodes.js";
import {addConstant, addTree, noNodes} from "./nodes.js";
import type {Attribute, Step, Tensor} from "./proto.js";
import {onnxBytes} from "./proto.js";

/** The smallest step below 0 of single precision, which changes no sum. */
const leastBelowZero = -1.401298464324817e-45;

/**
 * Trees as an ONNX model of a tree ensemble (`ai.onnx.ml` 3). Its input `features` is samples × features in single
 * precision, NaN where missing, categories as their integers. Its output is `prediction`, samples × outputs; or of classes
 * `label` and `probabilities`, samples × classes. Samples come to the same leaves as here; sums are in single precision.
 * Scales, averages and the slope of a sigmoid are multiplied into the leaves. The names of the features are the metadata
 * `features`, a list in JSON. Throws where ONNX cannot say what the trees say: see `conditionOf`; and where classes are not
 * integers.
 */
export function toOnnx(ensemble: TreeEnsemble): Uint8Array {
  const {features, outputs, transform, trees, bias} = ensemble;
  const classes = classesOf(ensemble);
  const slope = transform.kind === "sigmoid" ? transform.slope : 1;
  const factors = leafFactors(ensemble);
  const nodes = noNodes();
  // onnxruntime has labels of two classes by the sign of one sum: of the second class less the first.
  const two = transform.kind === "softmax" && outputs === 2;
  for (const [i, tree] of trees.entries()) {
    const factor = slope * factors[i];
    if (two) addTree(nodes, ensemble, tree, 0, i % 2 === 0 ? -factor : factor);
    else addTree(nodes, ensemble, tree, i % outputs, factor);
  }
  const post = {identity: "NONE", exp: "NONE", sigmoid: "LOGISTIC", softmax: "SOFTMAX"}[transform.kind];
  const base = two ? [bias[1] - bias[0]] : Array.from(bias, (each) => slope * each);
  // Of two classes, onnxruntime takes sums for probabilities where no leaf is below 0.
  if (classes?.length === 2 && nodes.leafValue.every((value) => value >= 0)) addConstant(nodes, 0, leastBelowZero);
  for (let j = 0; j < base.length; ++j) if (!nodes.leafOutput.includes(j)) addConstant(nodes, j, 0);
  const {steps, results} = classes
    ? classifier(nodes, classes, base, two ? "LOGISTIC" : post)
    : regressor(nodes, outputs, base, post, transform.kind === "exp");
  return onnxBytes({
    name: "trees",
    steps,
    inputs: [{name: "features", type: "float", width: features.length}],
    outputs: results,
    metadata: {
      features: JSON.stringify(features),
      ...(ensemble.objective !== undefined && {objective: ensemble.objective})
    }
  });
}

/** The labels of classes whose probabilities the trees foretell; null where they foretell something else. */
function classesOf({classes, transform, outputs}: TreeEnsemble): readonly number[] | null {
  const binary = transform.kind === "sigmoid" && outputs === 1 && classes?.length === 2;
  if (transform.kind !== "softmax" && !binary) return null;
  const labels = classes ?? Array.from({length: outputs}, (_, j) => j);
  if (labels.length !== (binary ? 2 : outputs))
    throw new Error(`invalid trees for ONNX: ${labels.length} classes of ${outputs} outputs; expected one a class`);
  const wrong = labels.find((label) => !Number.isSafeInteger(label));
  if (wrong !== undefined) throw new Error(`invalid trees for ONNX: class ${wrong}; expected integers`);
  return labels;
}

function nodeAttributes(nodes: Nodes): Record<string, Attribute> {
  return {
    nodes_treeids: {ints: nodes.tree},
    nodes_nodeids: {ints: nodes.node},
    nodes_featureids: {ints: nodes.feature},
    nodes_modes: {strings: nodes.mode},
    nodes_values: {floats: nodes.value},
    nodes_truenodeids: {ints: nodes.yes},
    nodes_falsenodeids: {ints: nodes.no},
    nodes_missing_value_tracks_true: {ints: nodes.missingYes}
  };
}

function classifier(nodes: Nodes, classes: readonly number[], base: readonly number[], post: string) {
  const results: Tensor[] = [
    {name: "label", type: "int64"},
    {name: "probabilities", type: "float", width: classes.length}
  ];
  const step: Step = {
    operator: "TreeEnsembleClassifier",
    domain: "ai.onnx.ml",
    inputs: ["features"],
    outputs: results.map(({name}) => name),
    attributes: {
      ...nodeAttributes(nodes),
      class_treeids: {ints: nodes.leafTree},
      class_nodeids: {ints: nodes.leafNode},
      class_ids: {ints: nodes.leafOutput},
      class_weights: {floats: nodes.leafValue},
      classlabels_int64s: {ints: classes},
      base_values: {floats: base},
      post_transform: {string: post}
    }
  };
  return {steps: [step], results};
}

function regressor(nodes: Nodes, outputs: number, base: readonly number[], post: string, exponential: boolean) {
  const results: Tensor[] = [{name: "prediction", type: "float", width: outputs}];
  const steps: Step[] = [
    {
      operator: "TreeEnsembleRegressor",
      domain: "ai.onnx.ml",
      inputs: ["features"],
      outputs: [exponential ? "raw" : "prediction"],
      attributes: {
        ...nodeAttributes(nodes),
        target_treeids: {ints: nodes.leafTree},
        target_nodeids: {ints: nodes.leafNode},
        target_ids: {ints: nodes.leafOutput},
        target_weights: {floats: nodes.leafValue},
        n_targets: {int: outputs},
        aggregate_function: {string: "SUM"},
        base_values: {floats: base},
        post_transform: {string: post}
      }
    }
  ];
  if (exponential) steps.push({operator: "Exp", domain: "", inputs: ["raw"], outputs: ["prediction"]});
  return {steps, results};
}
