import type {Random} from "../../base/random.js";

/** How rows are drawn: blocks of random length (Politis and Romano, 1994), or all of one (Politis and Romano, 1992). */
export type BlockKind = "stationary" | "circular";

/** Blocks of consecutive rows; after the last row comes the first. */
export interface Blocks {
  readonly kind: BlockKind;
  /** The mean length of a block; of circular ones rounded up to whole rows. */
  readonly length: number;
}

/** Throws unless blocks can be of this length. */
export function checkBlocks({length}: Blocks): void {
  if (!(length >= 1)) throw new Error(`invalid block length: ${length}; expected 1 row or more`);
}

/**
 * Draws as many of the rows 0 … `of` − 1 as `rows` has places. Stationary blocks end with probability 1 / length after each
 * row, circular ones have ⌈length⌉ rows.
 */
export function drawRows(rows: Uint32Array, of: number, {kind, length}: Blocks, random: Random): void {
  const end = 1 / length;
  const whole = Math.ceil(length);
  let row = 0;
  for (let i = 0; i < rows.length; ++i) {
    const anew = i === 0 || (kind === "stationary" ? random.uniform() < end : i % whole === 0);
    row = anew ? random.integer(of) : row + 1 < of ? row + 1 : 0;
    rows[i] = row;
  }
}

/** So many rows of so many, 0 … `count` − 1, in stationary blocks of this mean length. */
export function stationaryRows(count: number, block: number, random: Random): Uint32Array {
  const blocks: Blocks = {kind: "stationary", length: block};
  checkBlocks(blocks);
  const rows = new Uint32Array(count);
  drawRows(rows, count, blocks, random);
  return rows;
}
