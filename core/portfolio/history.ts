import type {View} from "../base/view.js";
import type {Book} from "../plugin.js";

/**
 * The returns close / close − 1 of some symbols on the `window` rows that end now, window × symbols, row-major, oldest
 * first; `NaN` where a close or the one before it is missing or not above 0.
 */
export function trailingReturns(now: View, window: number, symbols: readonly number[], field = "close"): Float64Array {
  const n = symbols.length;
  const out = new Float64Array(window * n);
  let later = now.row(field);
  for (let ago = 0; ago < window; ++ago) {
    const earlier = now.row(field, ago + 1);
    const start = (window - 1 - ago) * n;
    for (const [i, s] of symbols.entries()) {
      const change = earlier[s] > 0 && later[s] > 0 ? later[s] / earlier[s] - 1 : NaN;
      out[start + i] = Number.isFinite(change) ? change : NaN;
    }
    later = earlier;
  }
  return out;
}

/**
 * The returns over the last `window` bars, oldest first, of a portfolio that was put back to these weights at each close;
 * bars on which a symbol of a weight other than 0 has no return are left out.
 */
export function portfolioReturns(weights: Float64Array, now: View, window: number): number[] {
  const held = Array.from(weights.keys()).filter((s) => weights[s] !== 0);
  const n = held.length;
  const returns = trailingReturns(now, window, held);
  const out: number[] = [];
  for (let start = 0; start < returns.length; start += n) {
    let sum = 0;
    for (let i = 0; i < n; ++i) sum += weights[held[i]] * returns[start + i];
    if (!Number.isNaN(sum)) out.push(sum);
  }
  return out;
}

/** The weights that a book has: position × price / equity, 0 where nothing is held or equity is not above 0. */
export function heldWeights({position, price, equity}: Pick<Book, "position" | "price" | "equity">): Float64Array {
  return position.map((units, s) => (units === 0 || !(equity > 0) ? 0 : (units * price[s]) / equity));
}

/** How many values each of `n` columns has, of a row-major table with `NaN` for what is missing. */
export function counts(values: Float64Array, n: number): Uint32Array {
  const out = new Uint32Array(n);
  for (let i = 0; i < values.length; ++i) if (!Number.isNaN(values[i])) ++out[i % n];
  return out;
}

/** Whether there are values enough of a window for an estimate: half of it, and two. */
export function enough(count: number, window: number): boolean {
  return count >= 2 && 2 * count >= window;
}

/**
 * Weighs what targets hold anew: each side, the long and the short, keeps the sum of its weights, which `weigh` divides
 * among its symbols by shares that add up to 1. Symbols that `weigh` gives no share (`NaN`) keep their weight, and so
 * does the whole side where it answers null. It is given the places of the side's symbols, ascending.
 */
export function reweighed(
  targets: Float64Array,
  weigh: (symbols: readonly number[]) => Float64Array | null
): Float64Array {
  const out = targets.slice();
  for (const sign of [1, -1]) {
    const side = Array.from(targets.keys()).filter((s) => sign * targets[s] > 0);
    const shares = side.length > 1 ? weigh(side) : null;
    if (!shares) continue;
    const given = side.filter((_, i) => !Number.isNaN(shares[i]));
    const total = given.reduce((sum, s) => sum + targets[s], 0);
    for (const [i, s] of side.entries()) if (!Number.isNaN(shares[i])) out[s] = total * shares[i];
  }
  return out;
}
