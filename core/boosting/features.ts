import type {Dataset} from "../base/learning.js";
import type {TrainingData} from "./training.js";

/**
 * The names of the columns that a model sees of samples: those of the features, f0, f1 … where they are not known. Of a
 * window the row before the last has [-1] after its names, the one before that [-2], and so on; the oldest row is first.
 */
export function columnNames({shape: [, window, features], names}: Pick<Dataset, "shape" | "names">): readonly string[] {
  const own = names ?? Array.from({length: features}, (_, j) => `f${j}`);
  if (own.length !== features)
    throw new Error(`invalid names: ${own.length} of ${features} features; give each of them one`);
  return Array.from({length: window}, (_, row) => window - 1 - row).flatMap((ago) =>
    own.map((name) => (ago === 0 ? name : `${name}[-${ago}]`))
  );
}

/** A dataset as trees are trained on it: its window in one row. */
export function trainingData(data: Dataset): TrainingData {
  const {x, y, weight, t, until} = data;
  const names = columnNames(data);
  return {x, shape: [data.shape[0], names.length], y, names, ...(weight && {weight}), t, until};
}

/**
 * Throws, listing what differs, unless samples have the columns that were learned: as many of them and, where their names
 * are known, the same names in the same order.
 */
export function checkColumns(learned: readonly string[], data: Pick<Dataset, "shape" | "names">): void {
  const given = data.shape[1] * data.shape[2];
  const names = data.names && columnNames(data);
  if (names) {
    const missing = learned.filter((name) => !names.includes(name));
    const strange = names.filter((name) => !learned.includes(name));
    const parts = [
      missing.length > 0 ? `${listed(missing)} missing` : "",
      strange.length > 0 ? `${listed(strange)} not learned` : ""
    ].filter((part) => part !== "");
    if (parts.length > 0) throw new Error(`invalid features: ${parts.join(", ")}; give those that were learned from`);
  }
  if (given !== learned.length)
    throw new Error(`invalid features: ${given} columns; ${learned.length} were learned from, ${listed(learned)}`);
  const place = names?.findIndex((name, j) => name !== learned[j]) ?? -1;
  if (names && place >= 0)
    throw new Error(
      `invalid features: column ${place + 1} is ${names[place]}, not ${learned[place]}; give them in the order learned`
    );
}

function listed(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more` : names.join(", ");
}
