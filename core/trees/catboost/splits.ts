import type {Place} from "../formats/place.js";
import {elements, maybe, member, misplaced, number, numbers, text, whole} from "../formats/place.js";

/** A question of one feature, by its place among all features. */
export type Test =
  | {
      readonly kind: "number";
      readonly feature: number;
      /** Values above it say yes. */
      readonly border: number;
      readonly missingYes: boolean;
    }
  | {
      readonly kind: "category";
      readonly feature: number;
      /** The hash of the category that says yes. */
      readonly hash: number;
    };

/** A target statistic: a number of each combination of categories and answers to tests. */
export interface Ctr {
  readonly name: string;
  readonly place: Place;
  /** What it is of, in the order in which hashes are made: a feature whose category counts, or a test's answer. */
  readonly elements: readonly (Test | {readonly kind: "value"; readonly feature: number})[];
  /** The key of its table in `ctr_data`. */
  readonly table: string;
  readonly type: string;
  readonly prior: readonly [above: number, below: number];
  readonly shift: number;
  readonly scale: number;
  readonly targetBorder: number;
}

export type Split = Test | {readonly kind: "ctr"; readonly ctr: Ctr; readonly border: number};

/** A model's features, and its splits by `split_index`: borders of numbers, then categories, then borders of statistics. */
export interface Layout {
  readonly features: readonly string[];
  readonly categorical: readonly number[];
  readonly splits: readonly Split[];
}

/** Reads what `features_info` says. Throws, naming it, where a feature is text or an embedding. */
export function readLayout(info: Place): Layout {
  for (const name of ["text_features", "embedding_features"]) {
    const place = maybe(info, name);
    if (place && elements(place).length > 0)
      throw misplaced(place, "has features, which trees here do not have; train without them");
  }
  const names = new Map<number, string>();
  const flat = (place: Place): number => {
    const at = whole(member(place, "flat_feature_index"));
    const name = maybe(place, "feature_id") ?? maybe(place, "feature_name");
    if (at > 1e6 || names.has(at)) throw misplaced(place, `is feature ${at}, which another is, or is beyond reason`);
    const given = name ? text(name) : "";
    names.set(at, given === "" ? String(at) : given);
    return at;
  };
  const floats = maybeElements(info, "float_features").map((place) => ({place, feature: flat(place)}));
  const categories = maybeElements(info, "categorical_features").map((place) => ({place, feature: flat(place)}));
  const numberTests = new Map<number, {feature: number; missingYes: boolean}>();
  const splits: Split[] = [];
  for (const {place, feature} of floats) {
    const missingYes = treatmentOf(place) === "AsTrue";
    numberTests.set(whole(member(place, "feature_index")), {feature, missingYes});
    const borders = maybe(place, "borders");
    if (borders)
      for (const border of numbers(borders))
        splits.push({kind: "number", feature, border: Math.fround(border), missingYes});
  }
  const categoryFeatures = new Map<number, number>();
  for (const {place, feature} of categories) {
    categoryFeatures.set(whole(member(place, "feature_index")), feature);
    const values = maybe(place, "values");
    if (values) for (const hash of numbers(values)) splits.push({kind: "category", feature, hash});
  }
  const features = Array.from({length: Math.max(-1, ...names.keys()) + 1}, (_, j) => names.get(j) ?? `unused ${j}`);
  const find = <T>(map: ReadonlyMap<number, T>, place: Place): T => {
    const found = map.get(whole(place));
    if (found === undefined) throw misplaced(place, "is no feature of the model");
    return found;
  };
  const elementOf = (place: Place): Ctr["elements"][number] => {
    const kind = text(member(place, "combination_element"));
    if (kind === "float_feature") {
      const test = find(numberTests, member(place, "float_feature_index"));
      return {kind: "number", ...test, border: Math.fround(number(member(place, "border")))};
    }
    const feature = find(categoryFeatures, member(place, "cat_feature_index"));
    if (kind === "cat_feature_value") return {kind: "value", feature};
    if (kind === "cat_feature_exact_value") return {kind: "category", feature, hash: number(member(place, "value"))};
    throw misplaced(place, `is ${kind}; those read are cat_feature_value, float_feature, cat_feature_exact_value`);
  };
  for (const place of maybeElements(info, "ctrs")) {
    const parts = elements(member(place, "elements")).map(elementOf);
    const type = text(member(place, "ctr_type"));
    const prior = [number(member(place, "prior_numerator")), number(member(place, "prior_denomerator"))] as const;
    const targetBorder = number(maybe(place, "target_border_idx") ?? {...place, value: 0});
    const ctr: Ctr = {
      name: nameOf(parts, features, `${type} ${targetBorder}, prior ${prior[0]}/${prior[1]}`),
      place,
      elements: parts,
      table: text(member(place, "identifier")),
      type,
      prior,
      shift: number(member(place, "shift")),
      scale: number(member(place, "scale")),
      targetBorder
    };
    for (const border of numbers(member(place, "borders")))
      splits.push({kind: "ctr", ctr, border: Math.fround(border)});
  }
  return {features, categorical: categories.map(({feature}) => feature).sort((a, b) => a - b), splits};
}

/** A test in words; the hash of a category stands for it. */
export function wordsOf(test: Test, features: readonly string[], yes: boolean): string {
  if (test.kind === "number") return `${features[test.feature]} ${yes ? ">" : "≤"} ${test.border}`;
  return `${features[test.feature]} ${yes ? "=" : "≠"} #${test.hash}`;
}

function nameOf(parts: Ctr["elements"], features: readonly string[], kind: string): string {
  const of = parts.map((part) => (part.kind === "value" ? features[part.feature] : wordsOf(part, features, true)));
  return `CTR of ${of.join(" × ")} (${kind})`;
}

function treatmentOf(place: Place): string {
  const found = maybe(place, "nan_value_treatment");
  if (!found) return "AsIs";
  const treatment = text(found);
  if (!["AsIs", "AsFalse", "AsTrue"].includes(treatment))
    throw misplaced(found, `is ${treatment}; those read are AsIs, AsFalse, AsTrue`);
  return treatment;
}

function maybeElements(place: Place, name: string): Place[] {
  const list = maybe(place, name);
  return list ? elements(list) : [];
}
