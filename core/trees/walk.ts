import type {FlatTrees} from "./flat.js";
import {goesRight} from "./flat.js";

/** Rows of the columns that trees see, row-major in double precision. */
export interface Block {
  /** Room for `rows` rows, a multiple of 4. */
  readonly values: Float64Array;
  readonly width: number;
  /** Whether some value is NaN. */
  missing: boolean;
  /** The node of each row at which a tree was left. */
  readonly at: Int32Array;
}

/** Walks a block's first rows through a tree, and writes where each arrives. */
export function walk(flat: FlatTrees, tree: number, block: Block, rows: number): void {
  const {nodes, threshold, roots, leaves, plain} = flat;
  const {values, width, missing, at} = block;
  if (plain[tree] === 0) walkOne(flat, tree, block, rows);
  else if (missing) walkMissing(nodes, threshold, roots[tree], leaves[tree], values, width, rows, at);
  else walkNumbers(nodes, threshold, roots[tree], leaves[tree], values, width, rows, at);
}

/**
 * Four rows at a time, side by side: what one waits for, the memory and the comparison, the others use. Comparisons are
 * numbers here, not branches, which a processor could not foretell.
 */
function walkNumbers(
  nodes: Int32Array,
  threshold: Float64Array,
  root: number,
  leaves: number,
  values: Float64Array,
  width: number,
  rows: number,
  at: Int32Array
): void {
  for (let row = 0; row < rows; row += 4) {
    let a = root;
    let b = root;
    let c = root;
    let d = root;
    const rowA = row * width;
    const rowB = rowA + width;
    const rowC = rowB + width;
    const rowD = rowC + width;
    do {
      a = nodes[a + 1 + +(values[rowA + nodes[a]] > threshold[a >> 2])];
      b = nodes[b + 1 + +(values[rowB + nodes[b]] > threshold[b >> 2])];
      c = nodes[c + 1 + +(values[rowC + nodes[c]] > threshold[c >> 2])];
      d = nodes[d + 1 + +(values[rowD + nodes[d]] > threshold[d >> 2])];
    } while (((a - leaves) | (b - leaves) | (c - leaves) | (d - leaves)) < 0);
    at[row] = a >> 2;
    at[row + 1] = b >> 2;
    at[row + 2] = c >> 2;
    at[row + 3] = d >> 2;
  }
}

/** The same where some values are NaN: those go where the node says. */
function walkMissing(
  nodes: Int32Array,
  threshold: Float64Array,
  root: number,
  leaves: number,
  values: Float64Array,
  width: number,
  rows: number,
  at: Int32Array
): void {
  for (let row = 0; row < rows; row += 2) {
    let a = root;
    let b = root;
    const rowA = row * width;
    const rowB = rowA + width;
    do {
      const x = values[rowA + nodes[a]];
      const y = values[rowB + nodes[b]];
      a = nodes[a + 1 + (+(x > threshold[a >> 2]) | (nodes[a + 3] & +(x !== x)))];
      b = nodes[b + 1 + (+(y > threshold[b >> 2]) | (nodes[b + 3] & +(y !== y)))];
    } while (((a - leaves) | (b - leaves)) < 0);
    at[row] = a >> 2;
    at[row + 1] = b >> 2;
  }
}

/** Row by row, where nodes ask for categories or take zeros for missing. */
function walkOne(flat: FlatTrees, tree: number, {values, width, at}: Block, rows: number): void {
  const {nodes, threshold, decision, sets, roots, leaves} = flat;
  const first = leaves[tree];
  for (let row = 0; row < rows; ++row) {
    const base = row * width;
    let node = roots[tree];
    while (node < first) {
      const right = goesRight(values[base + nodes[node]], decision[node >> 2], threshold[node >> 2], sets);
      node = nodes[node + (right ? 2 : 1)];
    }
    at[row] = node >> 2;
  }
}
