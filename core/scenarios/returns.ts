import * as elementary from "../base/elementary.js";
import type {Column, Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import {isBar} from "./bars.js";

/** Each bar's log return against the symbol's bar before, however long ago; `NaN` where it has no bar or is the first. */
export function logReturns(panel: Panel): Column {
  const close = field(panel, "close");
  const n = panel.symbols.length;
  const out = new Float64Array(close.length).fill(NaN);
  for (let s = 0; s < n; ++s) {
    let before = NaN;
    for (let cell = s; cell < close.length; cell += n) {
      if (!isBar(close[cell])) continue;
      out[cell] = elementary.log(close[cell] / before);
      before = close[cell];
    }
  }
  return out;
}

/** One symbol's returns in a span of rows. */
export interface SymbolReturns {
  /** Their cells, oldest first. */
  readonly cells: Uint32Array;
  readonly mean: number;
  /** The deviation with divisor n; 0 of none. */
  readonly deviation: number;
}

/** Where each symbol has returns in the rows `from` … `to`, with their mean and deviation. */
export function bySymbol(returns: Column, symbols: number, from: number, to: number): readonly SymbolReturns[] {
  return Array.from({length: symbols}, (_, s) => {
    const cells: number[] = [];
    for (let row = from; row <= to; ++row) {
      const cell = row * symbols + s;
      if (!Number.isNaN(returns[cell])) cells.push(cell);
    }
    if (cells.length === 0) return {cells: new Uint32Array(0), mean: 0, deviation: 0};
    const mean = cells.reduce((sum, cell) => sum + returns[cell], 0) / cells.length;
    const squares = cells.reduce((sum, cell) => sum + (returns[cell] - mean) ** 2, 0);
    return {cells: Uint32Array.from(cells), mean, deviation: Math.sqrt(squares / cells.length)};
  });
}

/** The mean of each row's returns, over the symbols that have one; `NaN` where none has. */
export function indexReturns(returns: Column, symbols: number): Float64Array {
  return Float64Array.from({length: returns.length / symbols}, (_, row) => {
    let sum = 0;
    let count = 0;
    for (let cell = row * symbols; cell < (row + 1) * symbols; ++cell) {
      if (Number.isNaN(returns[cell])) continue;
      sum += returns[cell];
      ++count;
    }
    return count > 0 ? sum / count : NaN;
  });
}
