import type {Transform, TreeEnsemble} from "../../base/trees.js";
import {checkTrees} from "../check.js";
import type {Place} from "../formats/place.js";
import {elements, maybe, member, misplaced, number, numbers, placeOfJson, text} from "../formats/place.js";
import {categoriesOf} from "./categories.js";
import {transforms} from "./losses.js";
import {readTrees} from "./read-trees.js";
import {readLayout} from "./splits.js";
import {statisticsOf} from "./statistics.js";

const thing = "CatBoost model";

/** What the file does not say. */
export interface CatboostReading {
  /**
   * The texts of categories by feature, where the model learned from texts: category c is the text at place c. Without
   * them a category is an integer whose digits are the text.
   */
  readonly categories?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Reads what CatBoost's `save_model(format="json")` writes: symmetric trees and others, numbers, one-hot categories and
 * statistics of categories, which become encodings; a missing category is one that training did not see. The features are
 * all that CatBoost learned from, in its order. Throws, saying where, when the file is cut off or is something else, and,
 * naming feature and statistic, where it holds categories that are not known.
 */
export function fromCatboost(json: string, {categories: names}: CatboostReading = {}): TreeEnsemble {
  const model = placeOfJson(json, thing);
  const layout = readLayout(member(model, "features_info"));
  const {scale, bias} = scaleAndBias(model);
  const outputs = bias.length;
  const loss = lossIn(model);
  const transform = loss !== undefined && Object.hasOwn(transforms, loss) ? transforms[loss] : identity;
  const categories = categoriesOf(layout.features, names);
  const statistics = statisticsOf(model, layout, categories);
  const trees = readTrees(model, {layout, statistics, categories, outputs});
  const classes = classesOf(model, transform, outputs);
  const ensemble: TreeEnsemble = {
    features: layout.features,
    ...(layout.categorical.length > 0 && {categorical: layout.categorical}),
    ...(statistics.encodings.length > 0 && {encodings: statistics.encodings}),
    outputs,
    bias,
    ...(scale !== 1 && {scale}),
    transform,
    ...(classes && {classes}),
    trees,
    ...(loss !== undefined && {objective: loss})
  };
  checkTrees(ensemble);
  return ensemble;
}

const identity: Transform = {kind: "identity"};

/** `scale_and_bias`: a scale, and a bias or a list of one for each output. */
function scaleAndBias(model: Place): {scale: number; bias: Float64Array} {
  const place = member(model, "scale_and_bias");
  const parts = elements(place);
  if (parts.length !== 2) throw misplaced(place, `has ${parts.length} members; expected a scale and a bias`);
  const [scale, bias] = parts;
  const list = typeof bias.value === "number" ? Float64Array.of(bias.value) : numbers(bias);
  if (list.length > 0) return {scale: number(scale), bias: list};
  throw misplaced(bias, "is empty; expected one for each output");
}

function lossIn(model: Place): string | undefined {
  const parameters = parsed(model, "params");
  const loss = parameters && maybe(parameters, "loss_function");
  const type = loss && (typeof loss.value === "string" ? loss : maybe(loss, "type"));
  return type && text(type).split(":")[0];
}

/** The labels of classes where they are ascending numbers, else their numbers from 0. */
function classesOf(model: Place, transform: Transform, outputs: number): number[] | undefined {
  const count = transform.kind === "softmax" ? outputs : 2;
  const parameters = parsed(model, "class_params");
  if (transform.kind !== "softmax" && !(transform.kind === "sigmoid" && outputs === 1)) return undefined;
  const names = parameters && maybe(parameters, "class_names");
  const labels = names && Array.isArray(names.value) ? (names.value as unknown[]).map(Number) : [];
  const ascending = labels.every((label, i) => Number.isFinite(label) && (i === 0 || label > labels[i - 1]));
  return labels.length === count && ascending ? labels : Array.from({length: count}, (_, j) => j);
}

/** A member of `model_info`, which may be text of JSON. */
function parsed(model: Place, name: string): Place | undefined {
  const info = maybe(model, "model_info");
  const place = info && maybe(info, name);
  if (!place || typeof place.value !== "string") return place;
  return {...placeOfJson(place.value, `${thing}'s ${place.path}`), path: place.path};
}
