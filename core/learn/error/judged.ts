import type {Column} from "../../base/panel.js";
import type {Reliability} from "./calibration.js";
import {brierOfClasses, reliability} from "./calibration.js";

/** How often what a classifier gave a probability came true, on the last fold's tests. */
export interface Judged {
  /** Brier's score over all classes, and that of the classes' shares in training, given to every sample. */
  readonly brier: number;
  readonly climate: number;
  readonly classes: readonly {readonly value: number; readonly share: number; readonly reliability: Reliability}[];
}

/** The values of a label that has a few only, ascending; else null. */
export function classesIn(y: Column): readonly number[] | null {
  const values = new Set<number>();
  for (const value of y) {
    if (!Number.isNaN(value)) values.add(value);
    if (values.size > 8) return null;
  }
  return values.size > 1 ? [...values].sort((a, b) => a - b) : null;
}

/** Judges probabilities, samples × classes, by the labels that came; `before` are those that were trained on. */
export function judged(classes: readonly number[], told: Float64Array, before: Float64Array, y: Float64Array): Judged {
  const k = classes.length;
  const shares = classes.map((value) => before.filter((each) => each === value).length / before.length);
  return {
    brier: brierOfClasses(told, classes, y),
    climate: brierOfClasses(
      Float64Array.from(told, (_, i) => shares[i % k]),
      classes,
      y
    ),
    classes: classes.map((value, c) => {
      const chance = Float64Array.from(y, (_, i) => told[i * k + c]);
      const came = y.map((each) => (each === value ? 1 : 0));
      return {
        value,
        share: came.reduce((sum, each) => sum + each, 0) / y.length,
        reliability: reliability(chance, came, 10, "quantile")
      };
    })
  };
}
