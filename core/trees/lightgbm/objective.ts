import type {Transform, TreeEnsemble} from "../../base/trees.js";

/** Objectives whose raw values are the predictions. */
const plain = [
  "regression",
  "regression_l2",
  "regression_l1",
  "huber",
  "fair",
  "quantile",
  "mape",
  "lambdarank",
  "rank_xendcg",
  "custom",
  "none"
];
/** Objectives whose raw values are logarithms of the predictions. */
const logarithms = ["poisson", "gamma", "tweedie"];

/** What an objective's line in LightGBM's words says of the raw values: null where it says what trees here cannot. */
export function meaningOf(objective: string): Pick<TreeEnsemble, "transform" | "classes"> | null {
  const [name, ...words] = objective.trim().split(/\s+/);
  const given = new Map(
    words.map((word) => [word.slice(0, word.indexOf(":")), Number(word.slice(word.indexOf(":") + 1))])
  );
  if (words.includes("sqrt")) return null;
  if (plain.includes(name)) return {transform: {kind: "identity"}};
  if (logarithms.includes(name)) return {transform: {kind: "exp"}};
  if (name === "cross_entropy" || name === "xentropy") return {transform: {kind: "sigmoid", slope: 1}};
  const slope = given.get("sigmoid") ?? 1;
  if (!(slope > 0)) return null;
  if (name === "binary") return {transform: {kind: "sigmoid", slope}, classes: [0, 1]};
  const count = given.get("num_class") ?? NaN;
  if (!(Number.isInteger(count) && count > 1 && count < 1e6)) return null;
  const classes = Array.from({length: count}, (_, i) => i);
  if (name === "multiclass" || name === "softmax") return {transform: {kind: "softmax"}, classes};
  return name === "multiclassova" ? {transform: {kind: "sigmoid", slope}, classes} : null;
}

/**
 * An objective in LightGBM's words: the trees' own where it means what they do, else a plain one that does. Null where
 * the raw values are the predictions and nothing is said, as LightGBM writes what an objective of the user's made.
 */
export function objectiveOf({objective, transform, outputs}: TreeEnsemble): string | null {
  const words = objective?.trim() ?? "";
  const meaning = meaningOf(words);
  const fits = words.startsWith("multiclass") || words.startsWith("softmax") ? meaning?.classes?.length : 1;
  if (meaning && same(meaning.transform, transform) && fits === outputs) return words;
  if (transform.kind === "softmax") return `multiclass num_class:${outputs}`;
  if (transform.kind === "sigmoid" && outputs > 1)
    return `multiclassova num_class:${outputs} sigmoid:${transform.slope}`;
  if (transform.kind === "sigmoid") return `binary sigmoid:${transform.slope}`;
  return transform.kind === "exp" ? "poisson" : null;
}

function same(a: Transform, b: Transform): boolean {
  return a.kind === b.kind && (a.kind !== "sigmoid" || b.kind !== "sigmoid" || a.slope === b.slope);
}
