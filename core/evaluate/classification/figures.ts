import type {Figures} from "../signal-metrics.js";
import {calibrationError} from "./calibration.js";
import type {Confusion} from "./confusion.js";
import {classesOf, confusionMatrix} from "./confusion.js";
import {brierScore, logLoss, mostProbable, rocArea} from "./probabilities.js";
import {accuracy, averageScore, balancedAccuracy, classScores, matthews} from "./scores.js";

/** More different labels than this are no classes. */
export const mostClasses = 10;

/** What a classifier said of samples whose label is known. */
export interface Classified {
  readonly truth: Float64Array;
  /** Ascending; they include every label of the truth. */
  readonly classes: readonly number[];
  readonly predicted: Float64Array;
  /** Samples × classes, row-major, where the model gives them. */
  readonly probabilities?: Float64Array;
}

/**
 * What a signal is as a classifier, where it is one: its labels are at most `mostClasses` different whole numbers and
 * either each prediction is one of them or, of the two labels 0 and 1 (or −1 and 1), each is the probability of the larger.
 * Null where it is none. A cell without label or signal does not count.
 */
export function classifiedBySignal(signal: Float64Array, label: Float64Array): Classified | null {
  const cells: number[] = [];
  for (let i = 0; i < signal.length; ++i) if (!Number.isNaN(signal[i]) && !Number.isNaN(label[i])) cells.push(i);
  const truth = Float64Array.from(cells, (i) => label[i]);
  const said = Float64Array.from(cells, (i) => signal[i]);
  const classes = fewClasses(truth);
  if (!classes || classes.length < 2) return null;
  if (said.every((value) => classes.includes(value))) return {truth, classes, predicted: said};
  const binary = classes.length === 2 && classes[1] === 1 && (classes[0] === 0 || classes[0] === -1);
  if (!binary || !said.every((value) => value >= 0 && value <= 1)) return null;
  const probabilities = new Float64Array(2 * said.length);
  said.forEach((p, i) => {
    probabilities[2 * i] = 1 - p;
    probabilities[2 * i + 1] = p;
  });
  return {truth, classes, probabilities, predicted: mostProbable(probabilities, classes)};
}

/** The different labels, ascending, where they are few whole numbers; null where they are not. */
export function fewClasses(labels: Float64Array): readonly number[] | null {
  const found = new Set<number>();
  for (const value of labels) {
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value)) return null;
    found.add(value);
    if (found.size > mostClasses) return null;
  }
  return found.size > 0 ? classesOf([...found]) : null;
}

/**
 * How well classes were foretold:
 *
 * - `accuracy`, `balanced-accuracy`, `precision`, `recall`, `f1` (means over the classes), `f1-weighted` (by how many there
 *   are of each) and `matthews`;
 * - `precision (c)`, `recall (c)` and `f1 (c)` of each class c;
 * - where there are probabilities `log-loss`, `brier`, `auc` (of more than two classes the mean of each against the rest)
 *   and `calibration-error`, that of the probability of the class that was chosen, in ten bins.
 */
export function classificationFigures({truth, classes, predicted, probabilities}: Classified): Figures {
  const confusion = confusionMatrix(truth, predicted, classes);
  const scores = classScores(confusion);
  const macro = averageScore(scores, "macro");
  const none = truth.length === 0 ? "no prediction has a known label" : undefined;
  const figure = (value: number, unit: "percent" | "ratio", reason = none) => ({
    value,
    unit,
    ...(!Number.isFinite(value) && reason !== undefined && {reason})
  });
  return {
    accuracy: figure(accuracy(confusion), "percent"),
    "balanced-accuracy": figure(balancedAccuracy(confusion), "percent"),
    precision: figure(macro.precision, "percent"),
    recall: figure(macro.recall, "percent"),
    f1: figure(macro.f1, "percent"),
    "f1-weighted": figure(averageScore(scores, "weighted").f1, "percent"),
    matthews: figure(matthews(confusion), "ratio", none ?? oneClass(confusion)),
    ...Object.fromEntries(
      scores.flatMap((score) => [
        [
          `precision (${score.class})`,
          figure(score.precision, "percent", none ?? `nothing was taken for ${score.class}`)
        ],
        [`recall (${score.class})`, figure(score.recall, "percent", none ?? `there is no ${score.class}`)],
        [
          `f1 (${score.class})`,
          figure(score.f1, "percent", none ?? `there is no ${score.class}, and none was predicted`)
        ]
      ])
    ),
    ...(probabilities && probabilityFigures(truth, classes, predicted, probabilities, figure))
  };
}

function oneClass({classes, counts}: Confusion): string {
  const present = classes.filter((_, c) => classes.some((__, j) => counts[c * classes.length + j] > 0));
  return present.length < 2 ? "all labels are of one class" : "all predictions are of one class";
}

function probabilityFigures(
  truth: Float64Array,
  classes: readonly number[],
  predicted: Float64Array,
  probabilities: Float64Array,
  figure: (value: number, unit: "percent" | "ratio", reason?: string) => Figures[string]
): Figures {
  const k = classes.length;
  const right = Array.from(predicted, (value, i) => value === truth[i]);
  const sure = predicted.map((value, i) => probabilities[i * k + classes.indexOf(value)]);
  const inBounds = sure.map((value) => Math.min(1, Math.max(0, value)));
  return {
    "log-loss": figure(logLoss(truth, probabilities, classes), "ratio"),
    brier: figure(brierScore(truth, probabilities, classes), "ratio"),
    auc: figure(rocArea(truth, probabilities, classes), "ratio", "a class has all labels, or none"),
    "calibration-error": figure(calibrationError(right, inBounds), "percent")
  };
}
