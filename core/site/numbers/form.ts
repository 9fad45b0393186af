/** How one array was written: by which form, and what that has to know. */
export interface How {
  readonly form: "whole" | "return" | "mixed";
  readonly digits?: number;
  readonly guess?: Guess;
  readonly earned?: Earned;
}

/** An array written in a form. */
export interface Form extends How {
  readonly bytes: Uint8Array;
}

/** Finds an array by its name. */
export type Find = (name: string) => Float64Array;

/** A value of another array, so many rows before; the larger or the smaller of two. */
export interface Guess {
  readonly of: readonly string[];
  readonly take: "first" | "larger" | "smaller";
  readonly back: number;
}

/**
 * `end[i + to rows] / start[i + from rows] − 1`, or the logarithm of that ratio; with `excess` the mean over the row taken
 * off.
 */
export interface Earned {
  readonly end: string;
  readonly start: string;
  readonly from: number;
  readonly to: number;
  readonly log: boolean;
  readonly excess: boolean;
}

/** The upper half of the one `NaN` that arithmetic makes; one with other bits is kept as it is. */
export const canonical = 0x7ff80000;

/** The bits of numbers, the lower half of each first. */
export function wordsOf(values: Float64Array): Uint32Array {
  return new Uint32Array(Float64Array.from(values).buffer);
}
