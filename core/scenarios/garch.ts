import type {Panel} from "../base/panel.js";
import type {Random} from "../base/random.js";
import {addReturns} from "./bars.js";
import {bySymbol, logReturns} from "./returns.js";

/** The parameters of h_t = ω + α e²_{t−1} + β h_{t−1}, and the degrees of freedom of Student's t; 0 for the normal. */
export interface GarchOptions {
  readonly alpha: number;
  readonly beta: number;
  readonly freedom: number;
}

/**
 * The panel with each symbol's log returns from row `from` on simulated: its sample mean plus e_t = √h_t z_t, where h
 * begins at the sample variance v and ω = (1 − α − β) v keeps it there in the long run. The innovations z have variance 1
 * and the sample's correlation, in which a missing return counts as the mean. They are normal, or of Student's t with ν
 * degrees of freedom, which are normal numbers over one √(χ² / (ν − 2)) for all symbols of a row. h goes on through missing
 * bars. Symbols with fewer than three returns are left alone.
 */
export function simulateGarch(panel: Panel, from: number, options: GarchOptions, random: Random): Panel {
  const {alpha, beta, freedom} = options;
  const n = panel.symbols.length;
  const rows = panel.times.length;
  const returns = logReturns(panel);
  const own = bySymbol(returns, n, 0, rows - 1);
  const usable = own.map(({cells, deviation}) => cells.length > 2 && deviation > 0);
  const sample = new Float64Array(returns.length);
  for (const [s, {cells, mean, deviation}] of own.entries())
    if (usable[s])
      for (const cell of cells) sample[cell] = (returns[cell] - mean) / (deviation * Math.sqrt(cells.length));
  const factor = factorOf(sample, n);
  const h = Float64Array.from(own, ({deviation}) => deviation ** 2);
  const added = new Float64Array(returns.length);
  for (let row = from; row < rows; ++row) {
    const z = correlated(factor, n, random);
    const scale = freedom > 0 ? Math.sqrt((freedom - 2) / chiSquared(freedom, random)) : 1;
    for (let s = 0; s < n; ++s) {
      if (!usable[s]) continue;
      const {mean, deviation} = own[s];
      const e = Math.sqrt(h[s]) * z[s] * scale;
      h[s] = (1 - alpha - beta) * deviation ** 2 + alpha * e * e + beta * h[s];
      const cell = row * n + s;
      if (!Number.isNaN(returns[cell])) added[cell] = mean + e - returns[cell];
    }
  }
  return addReturns(panel, added);
}

/**
 * The lower triangle L with L Lᵀ the sample's products, by Cholesky's method, row-major; a symbol that is a combination of
 * those before it, or has no sample, gets no column of its own.
 */
function factorOf(sample: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n);
  for (let start = 0; start < sample.length; start += n)
    for (let i = 0; i < n; ++i) {
      const value = sample[start + i];
      if (value !== 0) for (let j = 0; j <= i; ++j) factor[i * n + j] += value * sample[start + j];
    }
  for (let j = 0; j < n; ++j) {
    for (let i = j; i < n; ++i) for (let k = 0; k < j; ++k) factor[i * n + j] -= factor[i * n + k] * factor[j * n + k];
    const left = factor[j * n + j];
    const scale = left > 1e-12 ? 1 / Math.sqrt(left) : 0;
    for (let i = j; i < n; ++i) factor[i * n + j] *= scale;
  }
  return factor;
}

/** Normal numbers with the covariance of a triangle. */
function correlated(factor: Float64Array, n: number, random: Random): Float64Array {
  const drawn = Float64Array.from({length: n}, () => random.normal());
  return drawn.map((_, i) => {
    let sum = 0;
    for (let j = 0; j <= i; ++j) sum += factor[i * n + j] * drawn[j];
    return sum;
  });
}

function chiSquared(freedom: number, random: Random): number {
  let sum = 0;
  for (let i = 0; i < freedom; ++i) sum += random.normal() ** 2;
  return sum;
}
