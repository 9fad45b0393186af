import type {TreeEnsemble} from "../../base/trees.js";
import {checkTrees} from "../check.js";
import type {Place} from "../formats/place.js";
import {elements, maybe, member, misplaced, numbers, placeOfJson, text, whole} from "../formats/place.js";
import {marginOf, objectives} from "./objectives.js";
import {readTrees} from "./read-trees.js";
import {readUbjson} from "./ubjson.js";

const thing = "XGBoost model";

/**
 * Reads what XGBoost's `save_model` writes, from version 1.0 on: JSON or UBJSON, whichever it is; `gbtree` and `dart`,
 * numbers and categories, several classes or targets, trees whose leaves are vectors. Categories are their codes, from 0 on.
 * XGBoost compares and sums in single precision: for single-precision samples the leaves are the same, and the raw values
 * part by no more than its rounding. Throws, saying where, when the file is cut off or is something else, and where it has
 * what trees here cannot say.
 */
export function fromXgboost(bytes: Uint8Array): TreeEnsemble {
  const place = parse(bytes);
  const learner = member(place, "learner");
  const parameters = member(learner, "learner_model_param");
  const features = featuresOf(learner, few(member(parameters, "num_feature")));
  const objective = text(member(learner, "objective", "name"));
  if (!Object.hasOwn(objectives, objective))
    throw new Error(`unknown ${thing} objective: ${objective}; those read are ${Object.keys(objectives).join(", ")}`);
  const {transform} = objectives[objective];
  const booster = member(learner, "gradient_booster");
  const kind = text(member(booster, "name"));
  if (kind !== "gbtree" && kind !== "dart")
    throw new Error(`unknown ${thing} booster: ${kind}; those read are gbtree, dart`);
  const outputs = Math.max(1, few(member(parameters, "num_class")), few(maybe(parameters, "num_target") ?? one));
  const dart = kind === "dart";
  const dropped = dart ? numbers(member(booster, "weight_drop")) : undefined;
  const {trees, encodings, categorical} = readTrees(
    member(dart ? member(booster, "gbtree") : booster, "model"),
    features,
    outputs,
    dropped
  );
  const scores = scoresOf(member(parameters, "base_score"), outputs);
  const bias = scores.map((score) => marginOf(score, transform));
  const ensemble: TreeEnsemble = {
    features,
    ...(categorical.length > 0 && {categorical}),
    ...(encodings.length > 0 && {encodings}),
    outputs,
    bias,
    transform: transform === "sigmoid" ? {kind: transform, slope: 1} : {kind: transform},
    ...(transform === "softmax" && {classes: Array.from({length: outputs}, (_, j) => j)}),
    ...(objective === "binary:logistic" && {classes: [0, 1]}),
    trees,
    objective
  };
  checkTrees(ensemble);
  return ensemble;
}

const one: Place = {value: 1, path: "", thing};

/** A number of features, classes or targets, within reason. */
function few(place: Place): number {
  const count = whole(place);
  if (count > 1e7) throw misplaced(place, `is ${count}; expected 10 million at most`);
  return count;
}

/** A JSON text has a quotation mark after its first bracket, spaces aside; UBJSON has the mark of a length there. */
function parse(bytes: Uint8Array): Place {
  if (bytes.length === 0) throw new Error(`invalid ${thing}: an empty file; expected JSON or UBJSON`);
  const start = new TextDecoder().decode(bytes.subarray(0, 64));
  if (start.startsWith("binf"))
    throw new Error(`invalid ${thing}: it is of the old binary form; save it anew as JSON or UBJSON`);
  if (!start.trimStart().startsWith("{"))
    throw new Error(`invalid ${thing}: it begins with other bytes than JSON or UBJSON; save it by save_model`);
  if (/^\s*\{\s*"/.test(start)) return placeOfJson(ordinary(new TextDecoder().decode(bytes)), thing);
  return {value: readUbjson(bytes), path: "", thing};
}

/** JSON with null for NaN and numbers beyond all doubles for ±Infinity: XGBoost writes what JSON does not have. */
function ordinary(json: string): string {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"|NaN|Infinity/g, (found) =>
    found === "NaN" ? "null" : found === "Infinity" ? "1e999" : found
  );
}

function featuresOf(learner: Place, count: number): string[] {
  const place = maybe(learner, "feature_names");
  const names = place ? elements(place).map(text) : [];
  if (place && names.length > 0 && names.length !== count)
    throw misplaced(place, `has ${names.length} names; expected ${count}`);
  return names.length > 0 ? names : Array.from({length: count}, (_, j) => `f${j}`);
}

/** `base_score`: the text of a number or, since version 3.1, of a list of one or as many as there are outputs. */
function scoresOf(place: Place, outputs: number): Float64Array {
  const found =
    typeof place.value === "number"
      ? [place.value]
      : text(place)
          .replaceAll(/[[\]\s]/g, "")
          .split(",")
          .map(Number);
  if (found.some((each) => !Number.isFinite(each)) || (found.length !== 1 && found.length !== outputs))
    throw misplaced(place, `is ${JSON.stringify(place.value)}; expected 1 or ${outputs} numbers`);
  return Float64Array.from({length: outputs}, (_, j) => Math.fround(found.length === 1 ? found[0] : found[j]));
}
