import type {Random} from "../base/random.js";
import {between, whole} from "../base/options.js";

/** Throws unless a scenario's start is a share of the rows from 0 to 1, or −1 for a row drawn at random. */
export function checkStart(name: string, start: number): void {
  if (start !== -1) between(`${name} start`, start, 0, 1);
}

/** As `checkStart`, and throws unless the span is a number of rows; 0 stands for all rows from the start on. */
export function checkSpan(name: string, start: number, span: number): void {
  checkStart(name, start);
  whole(`${name} span`, span, 0);
}

/**
 * The row on which a scenario begins that takes so many rows: `start` as a share of all rows, or, where it is −1, any row
 * from which there is room, each as likely. Never the first row, since a return needs a row before. Throws where the
 * panel ends too soon.
 */
export function place(name: string, start: number, length: number, rows: number, random: Random): number {
  const last = rows - length;
  if (last < 1)
    throw new Error(
      `invalid rows: ${name} takes ${length + 1} and the panel has ${rows}; give more, or a shorter span`
    );
  if (start === -1) return 1 + random.integer(last);
  const row = Math.max(1, Math.floor(start * rows));
  if (row > last)
    throw new Error(
      `invalid ${name} start: ${start}; from row ${row} on it takes ${length} of ${rows} rows; begin earlier`
    );
  return row;
}

/** The first and the last row of a span of rows that begins as in `place`; a span of 0 goes on to the end. */
export function placeSpan(
  name: string,
  start: number,
  span: number,
  rows: number,
  random: Random
): {readonly from: number; readonly to: number} {
  const from = place(name, start, Math.max(1, span), rows, random);
  return {from, to: span === 0 ? rows - 1 : from + span - 1};
}
