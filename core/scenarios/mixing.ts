import type {Column, Panel} from "../base/panel.js";
import {addReturns} from "./bars.js";
import {bySymbol, indexReturns, logReturns} from "./returns.js";

/**
 * The panel with log returns in the rows `from` … `to` mixed with what they have in common until the average pair of
 * symbols has the correlation `target`, from 0 to 1; each symbol keeps its mean and deviation there.
 *
 * With z a symbol's standardised returns and f the standardised mean of all symbols', the mix is (1 − w) z + w f to raise
 * the correlation, which is 1 at w = 1, and z − v σ f to lower it, with σ the deviation of that mean, which leaves nothing
 * in common at v = 1. The weight is found by bisection. Bars that are missing are left out of the sums, so that with
 * many of them the average over pairs differs a little. Throws where fewer than two symbols have returns there.
 */
export function mixReturns(panel: Panel, from: number, to: number, target: number): Panel {
  const n = panel.symbols.length;
  const returns = logReturns(panel);
  const all = bySymbol(returns, n, from, to);
  const own = all.filter(({cells, deviation}) => cells.length > 2 && deviation > 0);
  if (own.length < 2) throw new Error(`invalid symbols: ${own.length} with returns in the span; a correlation needs 2`);
  const z = new Float64Array(returns.length).fill(NaN);
  for (const {cells, mean, deviation} of own) for (const cell of cells) z[cell] = (returns[cell] - mean) / deviation;
  const common = indexReturns(z, n);
  const spread = standardise(common);

  const mix = (weight: number): Column => {
    const mixed = new Float64Array(z.length).fill(NaN);
    for (const {cells} of own) {
      const values = Float64Array.from(cells, (cell) => {
        const f = common[Math.floor(cell / n)];
        return weight >= 0 ? (1 - weight) * z[cell] + weight * f : z[cell] + weight * spread * f;
      });
      standardise(values);
      for (const [k, cell] of cells.entries()) mixed[cell] = values[k];
    }
    return mixed;
  };
  const raise = averageCorrelation(z, n) < target;
  let [low, high] = raise ? [0, 1] : [-1, 0];
  for (let step = 0; step < 40 && target < 1; ++step) {
    const middle = (low + high) / 2;
    if (averageCorrelation(mix(middle), n) < target) low = middle;
    else high = middle;
  }
  const mixed = mix(high);
  const added = new Float64Array(z.length);
  for (const {cells, mean, deviation} of own)
    for (const cell of cells) added[cell] = mean + deviation * mixed[cell] - returns[cell];
  return addReturns(panel, added);
}

/** The mean product of two symbols' standardised values on the same row, over all pairs and rows. */
export function averageCorrelation(z: Column, symbols: number): number {
  let products = 0;
  let pairs = 0;
  for (let start = 0; start < z.length; start += symbols) {
    let [sum, squares, count] = [0, 0, 0];
    for (let cell = start; cell < start + symbols; ++cell) {
      if (Number.isNaN(z[cell])) continue;
      sum += z[cell];
      squares += z[cell] * z[cell];
      ++count;
    }
    products += sum * sum - squares;
    pairs += count * (count - 1);
  }
  return products / pairs;
}

/** Brings the numbers among the values to mean 0 and deviation 1, in place; answers with the deviation they had. */
function standardise(values: Float64Array): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    ++count;
  }
  const mean = sum / count;
  let squares = 0;
  for (const value of values) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / count);
  for (let i = 0; i < values.length; ++i) values[i] = deviation > 0 ? (values[i] - mean) / deviation : values[i] * 0;
  return deviation;
}
