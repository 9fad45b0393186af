import type {TreeEnsemble} from "../../base/trees.js";
import {leafFactors} from "../formats/sums.js";
import {categoryHash} from "./city-hash.js";
import {lossOf, transforms} from "./losses.js";
import type {Branch, Question, Shape} from "./shapes.js";
import {checkSize, keyOf, levelsOf, shapesOf} from "./shapes.js";

/**
 * Trees as a JSON model of CatBoost 1.2, which loads it and predicts the same to the last bits. Trees of which every level
 * asks one question are written as symmetric ones, if all are; else all are nested. Categories become one-hot questions of
 * their integers' texts, and a set of several a chain of these. Averages are multiplied into the leaves. Throws where CatBoost
 * cannot say what the trees say: see `conditionOf`; where missing values of a feature do not all go one way; and where a tree,
 * its sets of categories taken apart, has too many leaves.
 */
export function toCatboostJson(ensemble: TreeEnsemble): string {
  const {features, outputs, transform, bias, average, scale = 1} = ensemble;
  const slope = transform.kind === "sigmoid" ? transform.slope : 1;
  const factors = average ? leafFactors(ensemble) : ensemble.trees.map(() => 1);
  const shapes = shapesOf(ensemble, factors);
  const questions = questionsOf(shapes);
  const categorical = categoricalOf(ensemble, questions);
  const {info, places} = layoutOf(features, categorical, questions);
  const levels = shapes.map(levelsOf);
  const known = ensemble.trees.every((tree) => tree.leafCount ?? tree.leafWeight);
  if (transform.kind === "exp" && outputs > 1)
    throw new Error(`invalid trees for CatBoost: rates of ${outputs} outputs; CatBoost's losses of rates have one`);
  const loss = lossName(ensemble);
  const symmetric = levels.every((level) => level !== null);
  if (!symmetric) shapes.forEach(checkSize);
  return JSON.stringify({
    features_info: info,
    model_info: {
      params: {flat_params: {loss_function: loss}, loss_function: {params: {}, type: loss}},
      ...classParameters(ensemble)
    },
    ...(symmetric
      ? {oblivious_trees: shapes.map((shape, i) => oblivious(shape, levels[i]!, places, known))}
      : {trees: shapes.map((shape) => nested(shape, places, known, outputs))}),
    scale_and_bias: [average ? slope : slope * scale, Array.from(bias, (each) => slope * each)]
  });
}

/** The trees' own loss where it is one of CatBoost's that needs nothing else to be said, else that of their transform. */
function lossName({objective, transform, outputs}: TreeEnsemble): string {
  if (objective === undefined || objective === "Tweedie" || !Object.hasOwn(transforms, objective))
    return lossOf(transform, outputs);
  return transforms[objective].kind === transform.kind ? objective : lossOf(transform, outputs);
}

/** The labels of classes, as CatBoost keeps them. */
function classParameters({classes, transform, outputs}: TreeEnsemble): object {
  const count = transform.kind === "softmax" ? outputs : transform.kind === "sigmoid" ? Math.max(2, outputs) : 0;
  if (count === 0) return {};
  const order = Array.from({length: count}, (_, j) => j);
  const labels = classes?.length === count ? classes : order;
  const type = labels.every(Number.isInteger) ? "Integer" : "Float";
  return {
    class_params: {class_label_type: type, class_names: labels, class_to_label: order, classes_count: 0}
  };
}

/** Every question of the trees, once. */
function questionsOf(shapes: readonly Shape[]): Question[] {
  const found = new Map<string, Question>();
  const visit = (shape: Shape): void => {
    if ("values" in shape) return;
    found.set(keyOf(shape.question), shape.question);
    visit(shape.no);
    visit(shape.yes);
  };
  shapes.forEach(visit);
  return Array.from(found.values());
}

/** The features that are categories. Throws where one of them is asked for as a number. */
function categoricalOf(
  {features, categorical = []}: TreeEnsemble,
  questions: readonly Question[]
): ReadonlySet<number> {
  const all = new Set(categorical);
  for (const question of questions) if (question.kind === "category") all.add(question.feature);
  const both = questions.find(({kind, feature}) => kind === "number" && all.has(feature));
  if (!both) return all;
  throw new Error(
    `invalid trees for CatBoost: ${features[both.feature]} is split as a number and is categories; it has to be one of them`
  );
}

/** What the file says of features, and each question's place among its splits. Throws where missing values go two ways. */
function layoutOf(features: readonly string[], categorical: ReadonlySet<number>, questions: readonly Question[]) {
  const places = new Map<string, number>();
  const numbers = Array.from(features.keys()).filter((feature) => !categorical.has(feature));
  const categories = Array.from(features.keys()).filter((feature) => categorical.has(feature));
  const floats = numbers.map((feature, index) => {
    const own = questions.flatMap((question) =>
      question.kind === "number" && question.feature === feature ? [question] : []
    );
    own.sort((a, b) => a.border - b.border);
    const yes = own.some(({missingYes}) => missingYes);
    if (own.some(({missingYes}) => missingYes !== yes))
      throw new Error(
        `invalid trees for CatBoost: missing values of ${features[feature]} go left at one node and right at another; ` +
          "CatBoost sends those of a feature one way, so train without missing values, or with all of them one way"
      );
    for (const question of own) places.set(keyOf(question), places.size);
    return {
      borders: own.map(({border}) => border),
      feature_id: features[feature],
      feature_index: index,
      flat_feature_index: feature,
      has_nans: true,
      nan_value_treatment: yes ? "AsTrue" : "AsFalse"
    };
  });
  const hot = categories.map((feature, index) => {
    const own = questions.flatMap((question) =>
      question.kind === "category" && question.feature === feature ? [question] : []
    );
    own.sort((a, b) => a.category - b.category);
    for (const question of own) places.set(keyOf(question), places.size);
    return {
      feature_id: features[feature],
      feature_index: index,
      flat_feature_index: feature,
      ...(own.length > 0 && {values: own.map(({category}) => categoryHash(String(category)))})
    };
  });
  const indices = new Map([...floats, ...hot].map((each) => [each.flat_feature_index, each.feature_index]));
  const splits = new Map(
    questions.map((question) => {
      const key = keyOf(question);
      const split_index = places.get(key)!;
      const index = indices.get(question.feature)!;
      return [
        key,
        question.kind === "number"
          ? {border: question.border, float_feature_index: index, split_index, split_type: "FloatFeature"}
          : {
              cat_feature_index: index,
              split_index,
              split_type: "OneHotFeature",
              value: categoryHash(String(question.category))
            }
      ] as const;
    })
  );
  const info = {float_features: floats, ...(hot.length > 0 && {categorical_features: hot})};
  return {info, places: splits};
}

type Places = ReadonlyMap<string, object>;

/** A leaf's place has bit k where the answer to split k is yes; the last split is the root's. */
function oblivious(shape: Shape, levels: readonly Question[], places: Places, known: boolean): object {
  const leaves = Array.from({length: 2 ** levels.length}, (_, leaf) => {
    let at = shape;
    for (let k = levels.length - 1; "question" in at; --k) at = ((leaf >> k) & 1) === 1 ? at.yes : at.no;
    return at;
  });
  return {
    leaf_values: leaves.flatMap(({values}) => values),
    ...(known && {leaf_weights: leaves.map(({weight}) => weight)}),
    splits: levels.toReversed().map((question) => places.get(keyOf(question)))
  };
}

function nested(shape: Shape, places: Places, known: boolean, outputs: number): object {
  if ("values" in shape)
    return {value: outputs === 1 ? shape.values[0] : shape.values, weight: known ? shape.weight : 0};
  const {question, no, yes}: Branch = shape;
  return {
    left: nested(no, places, known, outputs),
    right: nested(yes, places, known, outputs),
    split: places.get(keyOf(question))
  };
}
