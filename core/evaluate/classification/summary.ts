import type {CalibrationBin} from "./calibration.js";
import {calibrationCurve} from "./calibration.js";
import {confusionMatrix} from "./confusion.js";
import type {Classified} from "./figures.js";

/** What a classifier's predictions came to, as JSON: enough for every figure of classes, and for charts. */
export interface ClassSummary {
  /** The classes, ascending. */
  readonly values: readonly number[];
  /** How often each class, a row each, was taken for each, a column each. */
  readonly counts: readonly (readonly number[])[];
  /** What probabilities were worth, in ten bins of equal width; absent where the model gave none. */
  readonly calibration?: {
    /** The probability of the class that was chosen, against whether that came. */
    readonly chosen: readonly CalibrationBin[];
    /** Each class's own probability, against whether it came, in the order of `values`. */
    readonly each: readonly (readonly CalibrationBin[])[];
  };
}

/** Counts what a classifier said beside what came. Probabilities that rounding took out of 0 … 1 are put back. */
export function summariseClasses({truth, classes, predicted, probabilities}: Classified): ClassSummary {
  const k = classes.length;
  const {counts} = confusionMatrix(truth, predicted, classes);
  const curve = (of: (i: number) => number) =>
    calibrationCurve(
      Array.from(truth, (value, i) => value === of(i)),
      truth.map((_, i) => Math.min(1, Math.max(0, probabilities![i * k + classes.indexOf(of(i))])))
    );
  return {
    values: [...classes],
    counts: classes.map((_, row) => Array.from(counts.subarray(row * k, (row + 1) * k))),
    ...(probabilities && {
      calibration: {chosen: curve((i) => predicted[i]), each: classes.map((value) => curve(() => value))}
    })
  };
}
