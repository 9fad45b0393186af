import type {Panel} from "../../core/base/panel.js";

/** What it costs to trade, in the bare loops. */
export interface BareCosts {
  readonly cash: number;
  /** A fraction of the price, paid on either side. */
  readonly slippage: number;
  /** For each share traded. */
  readonly perShare: number;
}

/**
 * A portfolio that holds given weights, written as loops over typed arrays with no view, plugin, fill or order: the
 * least that any engine must compute for the same equity. Weights are T × N, `NaN` in a row's first cell to leave the
 * book alone; orders of row t fill at the close of row t + 1. Answers with the equity of each row.
 */
export function bareLoop({times, symbols, fields}: Panel, weights: Float64Array, costs: BareCosts): Float64Array {
  const n = symbols.length;
  const {close} = fields;
  const equity = new Float64Array(times.length);
  const position = new Float64Array(n);
  const wanted = new Float64Array(n);
  const price = new Float64Array(n).fill(NaN);
  let {cash} = costs;
  for (let i = 0; i < times.length; ++i) {
    const row = i * n;
    for (let s = 0; s < n; ++s) {
      const quantity = wanted[s];
      if (quantity === 0) continue;
      const at = close[row + s];
      if (at > 0) {
        cash -= at * (1 + Math.sign(quantity) * costs.slippage) * quantity + Math.abs(quantity) * costs.perShare;
        position[s] += quantity;
      }
      wanted[s] = 0;
    }
    let value = cash;
    for (let s = 0; s < n; ++s) {
      if (close[row + s] > 0) price[s] = close[row + s];
      if (position[s] !== 0) value += position[s] * price[s];
    }
    equity[i] = value;
    if (Number.isNaN(weights[row])) continue;
    for (let s = 0; s < n; ++s) {
      const exact = weights[row + s] === 0 ? 0 : (weights[row + s] * value) / price[s];
      if (Number.isFinite(exact)) wanted[s] = Math.trunc(exact) - position[s];
    }
  }
  return equity;
}
