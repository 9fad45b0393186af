import type {Panel} from "../../../core/base/panel.js";
import {field} from "../../../core/base/panel.js";
import type {Result} from "../../../core/plugin.js";

/**
 * What each symbol was of the account at each close, as a fraction of equity: T × N, below 0 where short. Units follow
 * from the fills and splits; a bar without a price has the last one. `NaN` where equity is not above 0.
 */
export function holdingWeights({times, symbols, equity, fills, splits = []}: Result, panel: Panel): Float64Array {
  const n = symbols.length;
  const start = panel.times.length - times.length;
  const close = field(panel, "close");
  const units = new Float64Array(n);
  const price = new Float64Array(n).fill(NaN);
  const out = new Float64Array(times.length * n);
  let fill = 0;
  let split = 0;
  for (let row = 0; row < times.length; ++row) {
    for (; split < splits.length && splits[split].t <= times[row]; ++split)
      units[splits[split].symbol] *= splits[split].ratio;
    for (; fill < fills.length && fills[fill].t <= times[row]; ++fill)
      units[fills[fill].symbol] += fills[fill].quantity;
    for (let s = 0; s < n; ++s) {
      const now = close[(start + row) * n + s];
      if (Number.isFinite(now)) price[s] = now;
      if (units[s] !== 0) out[row * n + s] = equity[row] > 0 ? (units[s] * price[s]) / equity[row] : NaN;
    }
  }
  return out;
}

/** How much of the account a symbol was. */
export interface Holding {
  readonly symbol: number;
  /** Mean of |weight| over all bars, the largest |weight|, the weight at the last close, and the share of bars held. */
  readonly mean: number;
  readonly largest: number;
  readonly last: number;
  readonly held: number;
}

/** The symbols that the account was most in, on average over all bars. */
export function topHoldings(weights: Float64Array, symbols: number, count = 10): readonly Holding[] {
  const rows = weights.length / symbols;
  const all = Array.from({length: symbols}, (_, symbol) => {
    let [sum, largest, held] = [0, 0, 0];
    for (let row = 0; row < rows; ++row) {
      const weight = weights[row * symbols + symbol];
      if (!Number.isFinite(weight)) continue;
      const size = Math.abs(weight);
      sum += size;
      if (size > Math.abs(largest)) largest = weight;
      if (size > 1e-9) ++held;
    }
    const last = weights[(rows - 1) * symbols + symbol];
    return {symbol, mean: sum / rows, largest, last: Number.isFinite(last) ? last : 0, held: held / rows};
  });
  return all
    .filter(({held}) => held > 0)
    .sort((a, b) => b.mean - a.mean || a.symbol - b.symbol)
    .slice(0, count);
}
