import type {Tree} from "../../base/trees.js";
import {Decision} from "../../base/trees.js";
import {columnsOf} from "../../trees/columns.js";
import type {MadeColumn} from "./encodings.js";
import type {Order} from "./order.js";

/** What a missing number counts as: less than all others, or more; or an error. */
export type MissingNumbers = "Min" | "Max" | "Forbidden";

/** The largest number of single precision. */
const largest = 3.4028234663852886e38;

/**
 * The columns that trees are grown on: the features, then those made of categories. A missing number is the smallest there
 * is, or the largest; the features that are categories are all 0, since no tree may ask for them.
 */
export function trainingColumns(
  x: Float32Array,
  names: readonly string[],
  categorical: readonly number[],
  made: readonly MadeColumn[],
  order: Order,
  missing: MissingNumbers
): Float32Array {
  const k = names.length;
  const n = x.length / k;
  const width = k + made.length;
  const out = new Float32Array(n * width);
  const category = new Uint8Array(k);
  for (const j of categorical) category[j] = 1;
  for (let i = 0; i < n; ++i)
    for (let j = 0; j < k; ++j) {
      const value = x[i * k + j];
      if (category[j] === 1) continue;
      out[i * width + j] = Number.isNaN(value) ? numberFor(missing, names[j], i) : value;
    }
  for (const [m, column] of made.entries()) {
    const values = column.values(order);
    for (let i = 0; i < n; ++i) out[i * width + k + m] = values[i];
  }
  return out;
}

/** The columns of samples as predictions see them, with the same numbers for missing ones. */
export function predictionColumns(
  x: Float32Array,
  k: number,
  made: readonly MadeColumn[],
  missing: MissingNumbers
): Float32Array {
  const n = x.length / k;
  const width = k + made.length;
  const encodings = made.map(({encoding}) => encoding);
  const columns = Float32Array.from(columnsOf(encodings, x, k, 0, n, new Float64Array(n * width)));
  return columns.map((value) => (Number.isNaN(value) ? (missing === "Max" ? largest : -largest) : value));
}

function numberFor(missing: MissingNumbers, name: string, i: number): number {
  if (missing === "Forbidden")
    throw new Error(`invalid feature ${name}: missing in sample ${i}; nan_mode Forbidden allows none, take Min or Max`);
  return missing === "Min" ? -largest : largest;
}

/** The tree as predictions ask it: what lacks a number goes where the smallest would, or the largest. */
export function withMissing(tree: Tree, features: number, missing: MissingNumbers): Tree {
  const bits = Decision.nanMissing | (missing === "Max" ? 0 : Decision.defaultLeft);
  return {...tree, decision: tree.decision.map((bit, node) => (tree.feature[node] < features ? bits : bit))};
}
