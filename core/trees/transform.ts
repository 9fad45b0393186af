import {exp} from "../base/elementary.js";
import type {TreeEnsemble} from "../base/trees.js";

/**
 * Makes predictions of raw values, samples × outputs: the values themselves, the probability of the second class, that of
 * each class, or e to the power of them. The raw values are left as they are.
 */
export function transformRaw(
  {outputs, transform}: Pick<TreeEnsemble, "outputs" | "transform">,
  raw: Float64Array
): Float64Array {
  const made = Float64Array.from(raw);
  if (transform.kind === "exp") for (let i = 0; i < made.length; ++i) made[i] = exp(made[i]);
  if (transform.kind === "sigmoid")
    for (let i = 0; i < made.length; ++i) made[i] = 1 / (1 + exp(-transform.slope * made[i]));
  if (transform.kind === "softmax") for (let at = 0; at < made.length; at += outputs) softmax(made, at, at + outputs);
  return made;
}

/** Makes parts of 1 of the values in a stretch. */
function softmax(values: Float64Array, from: number, to: number): void {
  let largest = values[from];
  for (let i = from + 1; i < to; ++i) if (values[i] > largest) largest = values[i];
  let sum = 0;
  for (let i = from; i < to; ++i) {
    values[i] = exp(values[i] - largest);
    sum += values[i];
  }
  for (let i = from; i < to; ++i) values[i] /= sum;
}
