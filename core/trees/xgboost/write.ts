import type {TreeEnsemble} from "../../base/trees.js";
import {shortFloat32} from "../formats/float32.js";
import {leafFactors} from "../formats/sums.js";
import {marginOf, objectives, scoreOf, usual} from "./objectives.js";
import type {Written} from "./ubjson.js";
import {isList, writeUbjson} from "./ubjson.js";
import {writtenTree} from "./write-trees.js";

/**
 * Trees as a JSON model of XGBoost 3.2, whose leaves are the same for single-precision samples, and whose raw values are
 * those here as far as single precision goes. Scales, averages and the slope of a sigmoid are multiplied into the leaves.
 * The objective is the trees' own where XGBoost has it, else the usual one of their transform. Throws where XGBoost cannot
 * say what they say: see `conditionOf`; and of negative categories.
 */
export function toXgboostJson(ensemble: TreeEnsemble): string {
  return json(modelOf(ensemble));
}

/** The same model as UBJSON, which is XGBoost's own form. */
export function toXgboostUbj(ensemble: TreeEnsemble): Uint8Array {
  return writeUbjson(modelOf(ensemble));
}

function modelOf(ensemble: TreeEnsemble): Written {
  const {features, outputs, transform, trees} = ensemble;
  const objective = objectiveOf(ensemble);
  const slope = transform.kind === "sigmoid" ? transform.slope : 1;
  const margins = ensemble.bias.map((bias) => slope * bias);
  const {scores, rest} = scoresOf(margins, transform.kind);
  const factors = leafFactors(ensemble).map((factor) => slope * factor);
  const categorical = new Set<number>();
  const written = [
    ...Array.from(rest, (value, i) => writtenTree(ensemble, constant(value), 1, i, categorical)),
    ...trees.map((tree, i) => writtenTree(ensemble, tree, factors[i], rest.length + i, categorical))
  ];
  const classes = transform.kind === "softmax";
  return {
    learner: {
      attributes: {},
      feature_names: features,
      feature_types: features.map((_, j) => (categorical.has(j) ? "c" : "float")),
      gradient_booster: {
        model: {
          gbtree_model_param: {num_parallel_tree: "1", num_trees: String(written.length)},
          iteration_indptr: Array.from({length: written.length / outputs + 1}, (_, i) => outputs * i),
          tree_info: written.map((_, i) => i % outputs),
          trees: written
        },
        name: "gbtree"
      },
      learner_model_param: {
        base_score: `[${Array.from(scores, exponential).join(",")}]`,
        boost_from_average: "0",
        num_class: classes ? String(outputs) : "0",
        num_feature: String(features.length),
        num_target: classes ? "1" : String(outputs)
      },
      objective: {
        name: objective,
        ...(classes
          ? {softmax_multiclass_param: {num_class: String(outputs)}}
          : (objectives[objective].parameters ?? {}))
      }
    },
    version: [3, 2, 0]
  };
}

/** The trees' own objective where it is one of XGBoost's whose file needs nothing that is not known, else the usual one. */
function objectiveOf({objective, transform, trees, outputs}: TreeEnsemble): string {
  if (trees.length % outputs !== 0)
    throw new Error(`invalid trees for XGBoost: ${trees.length} trees of ${outputs} outputs; expected as many of each`);
  if (objective === undefined || !Object.hasOwn(objectives, objective)) return usual[transform.kind];
  const own = objectives[objective];
  const known = own.transform === transform.kind && (own.parameters !== undefined || transform.kind === "softmax");
  return known ? objective : usual[transform.kind];
}

/**
 * The `base_score` of each output, and the values of constant trees besides where the scores alone would not make these
 * sums to seven digits: a probability in single precision does not near 1.
 */
function scoresOf(margins: Float64Array, transform: TreeEnsemble["transform"]["kind"]) {
  const scores = margins.map((margin) => scoreOf(margin, transform));
  const exact = margins.every((margin, j) => {
    const off = Math.abs(marginOf(scores[j], transform) - margin);
    return off <= 1e-7 * Math.max(1, Math.abs(margin));
  });
  return exact
    ? {scores, rest: new Float64Array(0)}
    : {scores: margins.map(() => scoreOf(0, transform)), rest: margins};
}

function constant(value: number): TreeEnsemble["trees"][number] {
  const none = new Int32Array(0);
  const numbers = new Float64Array(0);
  return {
    feature: none,
    threshold: numbers,
    left: none,
    right: none,
    decision: new Uint8Array(0),
    value: Float64Array.of(value)
  };
}

/** JSON of a model: XGBoost takes a number for single precision only where it has an exponent or a point. */
function json(value: Written): string {
  if (typeof value === "string" || typeof value === "number") return JSON.stringify(value);
  if (value instanceof Float32Array) return `[${Array.from(value, exponential).join(",")}]`;
  if (ArrayBuffer.isView(value)) return `[${Array.from(value, String).join(",")}]`;
  if (isList(value)) return `[${value.map(json).join(",")}]`;
  const members = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}:${json(inner)}`);
  return `{${members.join(",")}}`;
}

function exponential(value: number): string {
  const text = shortFloat32(value);
  return /e|NaN|Infinity/.test(text) ? text.replace("e+", "e") : `${text}E0`;
}
