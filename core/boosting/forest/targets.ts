import {classesOf} from "../objectives/classification.js";
import type {Criterion} from "./options.js";

/** What the trees of a forest are means of. */
export interface Targets {
  /** One a tree of a round: the labels, or for each class that is grown 1 for it and 0 for others. */
  readonly values: readonly Float64Array[];
  readonly classes?: readonly number[];
}

/**
 * The numbers that trees learn: the mean squared error of 0 and 1 is half of Gini's impurity, so that of two classes the
 * second alone is learned; of more each has trees of its own, one against the rest.
 */
export function targetsOf(criterion: Criterion, y: Float64Array): Targets {
  if (criterion === "squared_error") return {values: [y]};
  const classes = classesOf("random-forest", y);
  const learned = classes.length === 2 ? classes.slice(1) : classes;
  return {classes, values: learned.map((label) => y.map((value) => (value === label ? 1 : 0)))};
}

/** Probabilities of classes, samples × classes, of what the trees answer: of the second alone, or one against the rest. */
export function probabilitiesOf(raw: Float64Array, classes: number): Float64Array {
  if (classes === 2) {
    const out = new Float64Array(2 * raw.length);
    raw.forEach((second, i) => {
      out[2 * i] = 1 - second;
      out[2 * i + 1] = second;
    });
    return out;
  }
  const out = raw.slice();
  for (let at = 0; at < out.length; at += classes) {
    let sum = 0;
    for (let c = 0; c < classes; ++c) sum += out[at + c];
    for (let c = 0; c < classes; ++c) out[at + c] = sum > 0 ? out[at + c] / sum : 1 / classes;
  }
  return out;
}

/** Of two classes the second one's probability, of more the mean of the labels by probability. */
export function expectedOf(probabilities: Float64Array, classes: readonly number[]): Float64Array {
  const count = classes.length;
  return Float64Array.from({length: probabilities.length / count}, (_, s) => {
    if (count === 2) return probabilities[2 * s + 1];
    let sum = 0;
    for (let c = 0; c < count; ++c) sum += classes[c] * probabilities[s * count + c];
    return sum;
  });
}
