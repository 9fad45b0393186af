import type {Column, Panel} from "../base/panel.js";
import {addReturns} from "./bars.js";
import {indexReturns, logReturns} from "./returns.js";

/**
 * Each symbol's beta: the covariance of its log returns with the index, the mean of all symbols' on the row, over the
 * variance of the index there. 1 where it has fewer than 3 returns or the index does not vary. With all bars there the
 * betas have mean 1.
 */
export function betas(returns: Column, index: Float64Array, symbols: number): Float64Array {
  return Float64Array.from({length: symbols}, (_, s) => {
    const rows = Array.from(index.keys()).filter((row) => !Number.isNaN(returns[row * symbols + s]));
    const own = rows.reduce((sum, row) => sum + returns[row * symbols + s], 0) / rows.length;
    const mean = rows.reduce((sum, row) => sum + index[row], 0) / rows.length;
    let [together, alone] = [0, 0];
    for (const row of rows) {
      together += (returns[row * symbols + s] - own) * (index[row] - mean);
      alone += (index[row] - mean) ** 2;
    }
    return rows.length > 2 && alone > 0 ? together / alone : 1;
  });
}

/**
 * The panel with the index's log returns from row `from` on replaced by others: to each symbol is added its beta times
 * the difference, so that what is its own stays. The index is the mean of the symbols' returns; without missing bars it
 * takes the new returns exactly.
 */
export function replaceIndex(panel: Panel, from: number, shape: Float64Array): Panel {
  const n = panel.symbols.length;
  const returns = logReturns(panel);
  const index = indexReturns(returns, n);
  const beta = betas(returns, index, n);
  const added = new Float64Array(returns.length);
  for (const [k, wanted] of shape.entries()) {
    const difference = wanted - (index[from + k] || 0);
    for (let s = 0; s < n; ++s) added[(from + k) * n + s] = beta[s] * difference;
  }
  return addReturns(panel, added);
}
