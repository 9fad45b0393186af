import type {GrowOptions} from "../../../core/boosting/grower.js";
import type {Exact, Sums} from "./splits.js";

/** Derivatives as integers, and how sums of them become real again. */
export interface Quantised {
  readonly g: Float64Array;
  readonly h: Float64Array;
  readonly exact: Exact;
}

/** Rounds derivatives to integers: see "Sums" in `core/boosting/make-grower.ts`. */
export function quantise(
  gradient: Float32Array,
  hessian: Float32Array,
  rows: readonly number[],
  {times, constantHessian}: GrowOptions
): Quantised {
  const timesOf = (i: number) => times?.[i] ?? 1;
  const count = rows.reduce((sum, i) => sum + timesOf(i), 0);
  const gs = scaleOf(
    rows.reduce((sum, i) => sum + timesOf(i) * Math.abs(gradient[i]), 0),
    count,
    2 ** 31
  );
  const g = rounded(gradient, rows, gs);
  if (constantHessian !== undefined) {
    const h = new Float64Array(gradient.length);
    return {g, h, exact: {real: ({count, g}: Sums) => ({count, g: g / gs, h: count * constantHessian})}};
  }
  const hs = scaleOf(
    rows.reduce((sum, i) => sum + timesOf(i) * hessian[i], 0),
    count,
    2 ** 50
  );
  const h = rounded(hessian, rows, hs);
  return {g, h, exact: {real: ({count, g, h}: Sums) => ({count, g: g / gs, h: h / hs})}};
}

/** The largest power of two under which the sum stays below the limit. */
export function scaleOf(sum: number, count: number, limit: number): number {
  if (sum === 0) return 1;
  const fits = (scale: number) => scale * sum + count / 2 < limit;
  let scale = 1;
  while (fits(2 * scale)) scale *= 2;
  while (!fits(scale)) scale /= 2;
  return scale;
}

function rounded(values: Float32Array, rows: readonly number[], scale: number): Float64Array {
  const out = new Float64Array(values.length);
  for (const i of rows) out[i] = Math.floor(values[i] * scale + 0.5);
  return out;
}
