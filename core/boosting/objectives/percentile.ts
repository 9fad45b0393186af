import {sortedQuantile} from "../../base/stats.js";

/**
 * The value of which a part of the values lies below, in proportion between two (`quantile`, as LightGBM's without
 * weights). With weights each value counts as often as its weight is as large as their mean: it stands for the places from
 * the sum of those before it on, and between its last place and the next value's first there is a proportion again. NaN of
 * nothing.
 */
export function percentile(values: Float64Array, part: number, weights?: Float64Array): number {
  if (!weights) return sortedQuantile(values.slice().sort(), part);
  const order = Uint32Array.from(values.keys())
    .filter((i) => weights[i] > 0)
    .sort((i, j) => values[i] - values[j] || i - j);
  const n = order.length;
  if (n === 0) return NaN;
  let total = 0;
  for (const i of order) total += weights[i];
  const wanted = part * (n - 1);
  for (let k = 0, first = 0; k < n; ++k) {
    const value = values[order[k]];
    const next = first + (weights[order[k]] * n) / total;
    const last = Math.max(first, next - 1);
    if (wanted <= last || k + 1 === n) return value;
    if (wanted < next) return value + ((wanted - last) / (next - last)) * (values[order[k + 1]] - value);
    first = next;
  }
  return NaN;
}
