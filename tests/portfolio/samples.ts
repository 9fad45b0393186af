import type {Random} from "../../core/base/random.js";
import {random} from "../../core/base/random.js";

/** Returns, rows × assets, of assets that share two factors. */
export function someReturns(seed: number, rows: number, assets: number): Float64Array {
  const r = random(seed);
  const loads = Array.from({length: assets}, () => [1 + r.normal(), r.normal(), 0.2 + r.uniform()]);
  const out = new Float64Array(rows * assets);
  for (let t = 0; t < rows; ++t) {
    const factors = [r.normal(), r.normal()];
    for (const [i, [a, b, own]] of loads.entries())
      out[t * assets + i] = 0.01 * (0.5 * (a * factors[0] + b * factors[1]) + own * r.normal());
  }
  return out;
}

/** Numbers 0 … n − 1 in some order. */
export function shuffled(r: Random, n: number): readonly number[] {
  return Array.from({length: n}, (_, i) => ({i, key: r.uniform()}))
    .sort((a, b) => a.key - b.key)
    .map(({i}) => i);
}

/** The matrix of assets taken in another order. */
export function reordered(matrix: Float64Array, order: readonly number[]): Float64Array {
  const n = order.length;
  return matrix.map((_, at) => matrix[order[Math.floor(at / n)] * n + order[at % n]]);
}

/** The largest difference between two lists of one length. */
export function apart(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return Math.max(x.length === y.length ? 0 : Infinity, ...Array.from(x, (value, i) => Math.abs(value - y[i])));
}
