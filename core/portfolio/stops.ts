import type {View} from "../base/view.js";
import type {Book, Guard} from "../plugin.js";

/**
 * When a position that a stop has closed may be opened again: once the strategy has wanted something else than that side
 * (`signal`), or whenever the strategy wants it (`next`).
 */
export const reentries = ["signal", "next"] as const;

/** The targets with 0 for every symbol of which a stop has closed the side that they want. */
export function keptOut(targets: Float64Array, {stopped}: Book): Float64Array {
  return targets.map((weight, s) => (stopped[s] !== 0 && Math.sign(weight) === stopped[s] ? 0 : weight));
}

/**
 * A guard over each symbol at a distance that `distance` answers from the price that it counts from: what was paid, or
 * the best price so far, and the latest close of a symbol that is not held yet, so that one bought at the next bar's
 * open is guarded during that bar. None where the distance is no number above 0.
 */
export function guardsOf(
  {position, price, entry, best}: Book,
  from: Guard["from"],
  name: string,
  distance: (symbol: number, reference: number) => number
): Guard[] {
  const guards: Guard[] = [];
  const paid = from === "entry" ? entry : best;
  for (let symbol = 0; symbol < position.length; ++symbol) {
    const away = distance(symbol, position[symbol] === 0 ? price[symbol] : paid[symbol]);
    if (away > 0 && away < Infinity) guards.push({symbol, from, distance: away, name});
  }
  return guards;
}

/**
 * The mean of each symbol's true ranges, max(high, close_{t−1}) − min(low, close_{t−1}) and high − low where there is no
 * close before, over the `window` rows that end now, those left out that are missing; `NaN` where fewer than half of
 * them are there.
 */
export function averageRange(now: View, window: number): Float64Array {
  const n = now.symbols.length;
  const sum = new Float64Array(n);
  const count = new Uint32Array(n);
  for (let ago = 0; ago < window; ++ago) {
    const [high, low, before] = [now.row("high", ago), now.row("low", ago), now.row("close", ago + 1)];
    for (let s = 0; s < n; ++s) {
      const known = before[s] > 0;
      const range = (known ? Math.max(high[s], before[s]) : high[s]) - (known ? Math.min(low[s], before[s]) : low[s]);
      if (!(range >= 0 && range < Infinity)) continue;
      sum[s] += range;
      ++count[s];
    }
  }
  return sum.map((total, s) => (count[s] > 0 && 2 * count[s] >= window ? total / count[s] : NaN));
}

/** Each symbol's latest value of a field that is a number, of the `rows` rows that end now; `NaN` where none is. */
export function latestKnown(now: View, field: string, rows: number): Float64Array {
  const out = now.row(field);
  for (let ago = 1; ago < rows && out.some(Number.isNaN); ++ago) {
    const earlier = now.row(field, ago);
    for (let s = 0; s < out.length; ++s) if (Number.isNaN(out[s])) out[s] = earlier[s];
  }
  return out;
}
