import {classesOf} from "../objectives/classification.js";

/** The classes of labels, ascending. */
export function classesFor(y: Float64Array): readonly number[] {
  return classesOf("random-forest", y);
}

/** Probabilities of classes, samples × classes, of what the trees answer: of the second of two alone, or of each. */
export function probabilitiesOf(raw: Float64Array, classes: number): Float64Array {
  if (classes !== 2) return raw;
  const out = new Float64Array(2 * raw.length);
  raw.forEach((second, i) => {
    out[2 * i] = 1 - second;
    out[2 * i + 1] = second;
  });
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
