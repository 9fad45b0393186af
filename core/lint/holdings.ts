import {field} from "../base/panel.js";
import type {Traded} from "./traded.js";

/**
 * What was held after each bar of a backtest: of bar i the entries `first[i]` … `first[i + 1] − 1`, each a symbol with its
 * units (below 0 where short) and their value at the latest close.
 */
export interface Holdings {
  readonly first: Uint32Array;
  readonly symbol: Uint32Array;
  readonly units: Float64Array;
  readonly value: Float64Array;
}

/** What a split leaves is rounding and no position where it is this small a part of what was traded last. */
const dust = 1e-9;

/** Goes through the fills and splits of a backtest bar by bar, and keeps what is held at each close. */
export function holdingsOf({panel, result, start}: Pick<Traded, "panel" | "result" | "start">): Holdings {
  const {fills, splits = [], times} = result;
  const n = panel.symbols.length;
  const close = field(panel, "close");
  const [units, price, latest] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const first = new Uint32Array(times.length + 1);
  const symbols: number[] = [];
  const amounts: number[] = [];
  const values: number[] = [];
  let held: number[] = [];
  let fill = 0;
  let split = 0;
  for (let i = 0; i < times.length; ++i) {
    for (; split < splits.length && splits[split].t <= times[i]; ++split) {
      units[splits[split].symbol] *= splits[split].ratio;
      price[splits[split].symbol] /= splits[split].ratio;
    }
    for (; fill < fills.length && fills[fill].t <= times[i]; ++fill) {
      const {symbol, quantity, price: paid} = fills[fill];
      if (units[symbol] === 0) held.push(symbol);
      units[symbol] += quantity;
      latest[symbol] = Math.abs(quantity);
      price[symbol] = paid;
      if (Math.abs(units[symbol]) <= dust * latest[symbol]) units[symbol] = 0;
    }
    held = [...new Set(held)].filter((symbol) => units[symbol] !== 0);
    const row = (start + i) * n;
    for (const symbol of held) {
      if (close[row + symbol] > 0) price[symbol] = close[row + symbol];
      symbols.push(symbol);
      amounts.push(units[symbol]);
      values.push(units[symbol] * price[symbol]);
    }
    first[i + 1] = symbols.length;
  }
  return {
    first,
    symbol: Uint32Array.from(symbols),
    units: Float64Array.from(amounts),
    value: Float64Array.from(values)
  };
}
