import type {Panel} from "../../core/base/panel.js";

/** What it costs to trade, in the bare loops. */
export interface BareCosts {
  readonly cash: number;
  /** A part of the price, paid on either side. */
  readonly slippage: number;
  /** For each share traded. */
  readonly perShare: number;
}

/** Writes the wanted weights of row i; false leaves the book alone. */
export type Decide = (i: number, weights: Float64Array, position: Float64Array) => boolean;

/**
 * A portfolio as loops over typed arrays, with no view, plugin, order or history of fills: the least that any engine
 * must compute for the same equity. Orders of row t fill at the close of row t + 1. Answers with the equity of each row.
 */
export function bareLoop({times, symbols, fields}: Panel, decide: Decide, costs: BareCosts): Float64Array {
  const n = symbols.length;
  const {close} = fields;
  const equity = new Float64Array(times.length);
  const position = new Float64Array(n);
  const orders = new Float64Array(n);
  const weights = new Float64Array(n);
  let {cash} = costs;
  for (let i = 0; i < times.length; ++i) {
    const row = i * n;
    let worth = 0;
    for (let s = 0; s < n; ++s) {
      const price = close[row + s];
      const quantity = orders[s];
      if (quantity !== 0) {
        cash -= price * (1 + Math.sign(quantity) * costs.slippage) * quantity + Math.abs(quantity) * costs.perShare;
        position[s] += quantity;
        orders[s] = 0;
      }
      worth += position[s] * price;
    }
    equity[i] = cash + worth;
    if (!decide(i, weights, position)) continue;
    for (let s = 0; s < n; ++s) {
      const exact = weights[s] === 0 ? 0 : (weights[s] * equity[i]) / close[row + s];
      orders[s] = Math.trunc(exact) - position[s];
    }
  }
  return equity;
}

/** All of `weight` while the one symbol's signal is above zero, else nothing. */
export function longFlat({fields: {signal}}: Panel, weight: number): Decide {
  return (i, weights, position) => {
    weights[0] = signal[i] > 0 ? weight : 0;
    return signal[i] > 0 !== position[0] > 0;
  };
}
