import {mean, rankCorrelation} from "../../base/stats.js";
import type {Dataset, Fitted} from "../../plugin.js";
import {featuresOf} from "../dataset.js";

/** How good predictions are: R², the mean squared error, the mean rank correlation by row, the share of right classes. */
export const scores = ["r2", "squared-error", "ic", "accuracy"] as const;
export type Score = (typeof scores)[number];

/** The fewest samples of a row across which a rank correlation is taken. */
const fewest = 5;

/** A fitted model's score on samples; `NaN` where they do not determine it. */
export function scoreOf(score: Score, fitted: Fitted, data: Dataset): number {
  if (score === "accuracy") {
    const labels = labelsOf(fitted, data);
    return data.y.filter((label, i) => label === labels[i]).length / data.y.length;
  }
  const predicted = fitted.predict(featuresOf(data));
  if (score === "r2") return determination(predicted, data.y);
  if (score === "ic") return rowCoefficient(data.t, predicted, data.y) ?? NaN;
  return squaredError(predicted, data.y);
}

/**
 * The class that a fitted model finds most probable of each sample, the first of several that are equally so; of a model
 * without probabilities, what it predicts.
 */
export function labelsOf(fitted: Fitted, data: Dataset): Float64Array {
  const {classes} = fitted;
  const features = featuresOf(data);
  if (!classes || !fitted.probabilities) return fitted.predict(features);
  return mostProbable(fitted.probabilities(features), classes);
}

/** The label of each sample's most probable class, the first of several; `NaN` where the probabilities are not known. */
export function mostProbable(probabilities: Float64Array, classes: readonly number[]): Float64Array {
  const count = classes.length;
  return Float64Array.from({length: probabilities.length / count}, (_, s) => {
    let best = 0;
    for (let c = 1; c < count; ++c) if (probabilities[s * count + c] > probabilities[s * count + best]) best = c;
    return Number.isNaN(probabilities[s * count]) ? NaN : classes[best];
  });
}

/** The mean of (f − y)². */
export function squaredError(predicted: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < y.length; ++i) sum += (predicted[i] - y[i]) * (predicted[i] - y[i]);
  return sum / y.length;
}

/** R² = 1 − Σ (y − f)² / Σ (y − mean)² over the samples that have a prediction; `NaN` where the labels do not vary. */
export function determination(predicted: Float64Array, y: Float64Array): number {
  const known = Array.from(y.keys()).filter((i) => !Number.isNaN(predicted[i]));
  const centre = mean(known.map((i) => y[i]));
  let missed = 0;
  let total = 0;
  for (const i of known) {
    missed += (y[i] - predicted[i]) * (y[i] - predicted[i]);
    total += (y[i] - centre) * (y[i] - centre);
  }
  return total > 0 ? 1 - missed / total : NaN;
}

/**
 * The mean over rows, which are the samples' distinct t, of Spearman's rank correlation of predictions and labels across
 * the row's samples that have a prediction; null where no row has five of them that differ.
 */
export function rowCoefficient(t: Float64Array, predicted: Float64Array, y: Float64Array): number | null {
  const coefficients: number[] = [];
  for (let start = 0, end = 0; start < t.length; start = end) {
    const known: number[] = [];
    for (; end < t.length && t[end] === t[start]; ++end) if (!Number.isNaN(predicted[end])) known.push(end);
    if (known.length < fewest) continue;
    const of = (values: Float64Array) => known.map((i) => values[i]);
    const coefficient = rankCorrelation(of(predicted), of(y));
    if (!Number.isNaN(coefficient)) coefficients.push(coefficient);
  }
  return coefficients.length > 0 ? mean(coefficients) : null;
}
