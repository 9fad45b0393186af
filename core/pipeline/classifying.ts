import type {Column} from "../base/panel.js";
import type {Classified} from "../evaluate/classification/figures.js";
import {classificationFigures, classifiedBySignal, fewClasses} from "../evaluate/classification/figures.js";
import {mostProbable} from "../evaluate/classification/probabilities.js";
import type {ClassSummary} from "../evaluate/classification/summary.js";
import {summariseClasses} from "../evaluate/classification/summary.js";
import type {Figures} from "../evaluate/signal-metrics.js";
import type {FittedFold} from "../learn/cross-predict.js";
import {featuresOf} from "../learn/dataset.js";
import {probabilitiesOf} from "../learn/ensembles/voting.js";

/** What collects what folds' models say of classes. */
export interface Classifying {
  /** Whether the label has classes, so that folds are to be taken. */
  readonly some: boolean;
  /** Takes the probabilities that a fold's model gives to what it is tested on; those of a later fold stand. */
  each(fold: FittedFold): void;
  /** The figures of the signal as a classifier; none where it is no classifier. */
  figures(signal: Column): Figures;
  /** What was taken for what, and what probabilities were worth; null where the signal is no classifier. */
  summary(signal: Column): ClassSummary | null;
}

/**
 * Judges models that tell classes apart, of a label of T × N cells that has few different values: by the probabilities of
 * those that give some, else by what the signal itself says (see `classifiedBySignal`). Where the signal is one of the
 * classes everywhere it is what was chosen, as of models that vote; else the most probable class is.
 */
export function classifying(label: Column): Classifying {
  const classes = fewClasses(label);
  if (!classes || classes.length < 2) return {some: false, each: () => {}, figures: () => ({}), summary: () => null};
  const k = classes.length;
  let said: Float64Array | null = null;
  const judged = (signal: Column) =>
    said ? byProbability(signal, label, classes, said) : classifiedBySignal(signal, label);
  return {
    some: true,
    each({fitted, test}) {
      if (!fitted.classes || !fitted.probabilities) return;
      said ??= new Float64Array(label.length * k).fill(NaN);
      const probabilities = probabilitiesOf(fitted, featuresOf(test), classes);
      test.cell.forEach((cell, i) => said!.set(probabilities.subarray(i * k, (i + 1) * k), cell * k));
    },
    figures(signal) {
      const found = judged(signal);
      return found ? classificationFigures(found) : {};
    },
    summary(signal) {
      const found = judged(signal);
      return found && summariseClasses(found);
    }
  };
}

function byProbability(
  signal: Column,
  label: Column,
  classes: readonly number[],
  said: Float64Array
): Classified | null {
  const k = classes.length;
  const cells: number[] = [];
  for (let i = 0; i < label.length; ++i)
    if (!Number.isNaN(label[i]) && !Number.isNaN(signal[i]) && !Number.isNaN(said[i * k])) cells.push(i);
  if (cells.length === 0) return null;
  const probabilities = new Float64Array(cells.length * k);
  cells.forEach((cell, i) => probabilities.set(said.subarray(cell * k, (cell + 1) * k), i * k));
  const chosen = Float64Array.from(cells, (cell) => signal[cell]);
  return {
    truth: Float64Array.from(cells, (cell) => label[cell]),
    classes,
    probabilities,
    predicted: chosen.every((value) => classes.includes(value)) ? chosen : mostProbable(probabilities, classes)
  };
}
