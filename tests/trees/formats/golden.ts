import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import type {TreeEnsemble} from "../../../core/base/trees.js";

/** Reads a file of golden numbers of a library. */
export function goldenBytes(library: string, name: string): Uint8Array {
  return readFileSync(new URL(`../../golden/${library}/${name}`, import.meta.url));
}

export function goldenJson<T>(library: string, name: string): T {
  return JSON.parse(new TextDecoder().decode(goldenBytes(library, name))) as T;
}

/** The inputs of a library's models, of so many features: rows in single precision, null where a value is missing. */
export function goldenInputs(library: string, features: number): {x: Float32Array; n: number} {
  const rows = goldenJson<(number | null)[][]>(library, "inputs.json");
  const x = Float32Array.from(rows.flatMap((row) => row.slice(0, features).map((value) => value ?? NaN)));
  return {x, n: rows.length};
}

/** What single precision may add to or take from sums of leaves: 2^−24 of the largest sum on the way, at every step. */
export function singleTolerance({bias, trees, scale = 1, average, outputs}: TreeEnsemble, slope = 1): number {
  const parts = average ? Math.max(1, trees.length / outputs) : 1;
  const leaves = trees.reduce(
    (sum, {value}) => sum + value.reduce((most, each) => Math.max(most, Math.abs(each)), 0),
    0
  );
  const size = bias.reduce((most, each) => Math.max(most, Math.abs(each)), 0) + (Math.abs(scale) * leaves) / parts;
  return slope * (trees.length + 3) * 2 ** -24 * Math.max(size, 1e-6);
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let most = 0;
  for (let i = 0; i < a.length; ++i) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference <= most)) most = Number.isNaN(difference) ? Infinity : difference;
  }
  return most;
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
