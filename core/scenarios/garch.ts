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
 * and the sample's correlation: each row's are random normal combinations of the sample's standardised rows (a missing
 * return counts as 0), and of Student's t with ν degrees of freedom after division by one √(χ²/(ν − 2)) for all. h goes
 * on through missing bars. Symbols with fewer than three returns are left alone.
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
  const h = Float64Array.from(own, ({deviation}) => deviation ** 2);
  const added = new Float64Array(returns.length);
  for (let row = from; row < rows; ++row) {
    const z = combine(sample, n, random);
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

/** A sum of all rows, each times a standard normal number. */
function combine(sample: Float64Array, n: number, random: Random): Float64Array {
  const out = new Float64Array(n);
  for (let start = 0; start < sample.length; start += n) {
    const weight = random.normal();
    for (let s = 0; s < n; ++s) out[s] += weight * sample[start + s];
  }
  return out;
}

function chiSquared(freedom: number, random: Random): number {
  let sum = 0;
  for (let i = 0; i < freedom; ++i) sum += random.normal() ** 2;
  return sum;
}
