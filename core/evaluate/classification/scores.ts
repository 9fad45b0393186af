import {mean} from "../../base/stats.js";
import type {Confusion} from "./confusion.js";

/** How well one class was told from the others. */
export interface ClassScore {
  readonly class: number;
  /** TP / (TP + FP): the share of what was taken for the class that was of it. `NaN` where nothing was taken for it. */
  readonly precision: number;
  /** TP / (TP + FN): the share of the class that was taken for it. `NaN` where there is nothing of it. */
  readonly recall: number;
  /** 2 TP / (2 TP + FP + FN), the harmonic mean of both. `NaN` where there is nothing of it and nothing was taken for it. */
  readonly f1: number;
  /** How many there are of it. */
  readonly support: number;
}

/** Each class's precision, recall and F1 (scikit-learn's precision_recall_fscore_support). */
export function classScores({classes, counts}: Confusion): readonly ClassScore[] {
  const k = classes.length;
  return classes.map((value, c) => {
    let [support, predicted] = [0, 0];
    for (let j = 0; j < k; ++j) {
      support += counts[c * k + j];
      predicted += counts[j * k + c];
    }
    const hits = counts[c * k + c];
    return {
      class: value,
      precision: hits / predicted,
      recall: hits / support,
      f1: (2 * hits) / (support + predicted),
      support
    };
  });
}

/** Precision, recall and F1 over all classes. */
export interface AverageScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * The scores of all classes as one: their plain mean (`macro`), or their mean by how many there are of each (`weighted`).
 * A score that is not determined counts 0, as in scikit-learn, so that a model cannot gain by never naming a class. `NaN`
 * where there is nothing.
 */
export function averageScore(scores: readonly ClassScore[], average: "macro" | "weighted"): AverageScore {
  const total = scores.reduce((sum, {support}) => sum + support, 0);
  const over = (name: "precision" | "recall" | "f1") => {
    if (total === 0) return NaN;
    const values = scores.map((score) => (Number.isNaN(score[name]) ? 0 : score[name]));
    return average === "macro"
      ? mean(values)
      : values.reduce((sum, value, i) => sum + (value * scores[i].support) / total, 0);
  };
  return {precision: over("precision"), recall: over("recall"), f1: over("f1")};
}

/** The share of predictions that were right; `NaN` of none. */
export function accuracy({classes, counts, total}: Confusion): number {
  let right = 0;
  for (let c = 0; c < classes.length; ++c) right += counts[c * classes.length + c];
  return right / total;
}

/**
 * The mean recall of the classes of which there is something (scikit-learn's balanced_accuracy_score): what a model gets
 * that always says the same is 1 / classes, however rare the others are. `NaN` of none.
 */
export function balancedAccuracy(confusion: Confusion): number {
  return mean(
    classScores(confusion)
      .map(({recall}) => recall)
      .filter((recall) => !Number.isNaN(recall))
  );
}

/**
 * Matthews' correlation coefficient of any number of classes: (c · s − Σ pₖ tₖ) / √((s² − Σ pₖ²)(s² − Σ tₖ²)), s all
 * predictions, c the right ones, tₖ how many there are of a class and pₖ how many were taken for it (Gorodkin, 2004). 0 is
 * guessing. `NaN` where there is one class only, or one only was predicted (scikit-learn says 0 there).
 */
export function matthews({classes, counts, total}: Confusion): number {
  const k = classes.length;
  let [right, cross, predictedSquares, trueSquares] = [0, 0, 0, 0];
  for (let c = 0; c < k; ++c) {
    let [support, predicted] = [0, 0];
    for (let j = 0; j < k; ++j) {
      support += counts[c * k + j];
      predicted += counts[j * k + c];
    }
    right += counts[c * k + c];
    cross += support * predicted;
    predictedSquares += predicted * predicted;
    trueSquares += support * support;
  }
  const spread = (total * total - predictedSquares) * (total * total - trueSquares);
  return spread > 0 ? (right * total - cross) / Math.sqrt(spread) : NaN;
}
