import type {GrowOptions} from "../../../core/boosting/grower.js";
import type {Exact, Sums} from "./splits.js";

/** Derivatives as integers, and how sums of them become real again. */
export interface Quantised {
  readonly g: Float64Array;
  readonly h: Float64Array;
  readonly exact: Exact;
}

/** Rounds derivatives to integers whose absolute values sum to less than 2^31. */
export function quantise(
  gradient: Float32Array,
  hessian: Float32Array,
  rows: readonly number[],
  {times, constantHessian}: GrowOptions
): Quantised {
  const count = rows.reduce((sum, i) => sum + (times?.[i] ?? 1), 0);
  const scaleOf = (values: Float32Array) => {
    const sum = rows.reduce((all, i) => all + Math.abs(values[i]) * (times?.[i] ?? 1), 0);
    return sum > 0 ? (2 ** 31 - 1 - count) / sum : 1;
  };
  const rounded = (values: Float32Array, scale: number) => {
    const out = new Float64Array(values.length);
    for (const i of rows) out[i] = Math.floor(values[i] * scale + 0.5);
    return out;
  };
  const gs = scaleOf(gradient);
  const g = rounded(gradient, gs);
  if (constantHessian !== undefined) {
    const h = new Float64Array(gradient.length);
    return {
      g,
      h,
      exact: {real: (sums: Sums) => ({count: sums.count, g: sums.g / gs, h: sums.count * constantHessian})}
    };
  }
  const hs = scaleOf(hessian);
  const h = rounded(hessian, hs);
  return {g, h, exact: {real: (sums: Sums) => ({count: sums.count, g: sums.g / gs, h: sums.h / hs})}};
}
