import type {Column, Panel} from "./panel.js";
import {field, head} from "./panel.js";

/** The panel as of one row, with no way to reach a later one: what a strategy and a cost model are given. */
export interface View {
  /** The row's label, epoch milliseconds UTC. */
  readonly t: number;
  readonly symbols: readonly string[];
  /** The label of this row or of the one `ago` rows earlier; `NaN` before the panel begins. */
  time(ago?: number): number;
  /** Whether the panel has a field. */
  has(name: string): boolean;
  /** A copy of a field's values, one for each symbol, at this row or `ago` rows earlier; `NaN` before the panel begins. */
  row(name: string, ago?: number): Column;
  /** One symbol's value of a field at this row or `ago` rows earlier; `NaN` before the panel begins. */
  at(name: string, symbol: number, ago?: number): number;
}

/** A panel's rows in order, each with all that was known then and nothing that came later. */
export function* stream(panel: Panel): Generator<{readonly t: number; readonly known: Panel; readonly now: View}> {
  for (const [i, t] of panel.times.entries()) yield {t, known: head(panel, i + 1), now: view(panel, i)};
}

/** The view of row `i`. Asking it for a negative `ago` throws. */
export function view(panel: Panel, i: number): View {
  const {times, symbols} = panel;
  const n = symbols.length;
  return {
    t: times[i],
    symbols,
    time(ago = 0) {
      const j = before(i, ago);
      return j < 0 ? NaN : times[j];
    },
    has(name) {
      return Object.hasOwn(panel.fields, name);
    },
    row(name, ago = 0) {
      const j = before(i, ago);
      const column = field(panel, name);
      return j < 0 ? new Float64Array(n).fill(NaN) : column.slice(j * n, (j + 1) * n);
    },
    at(name, symbol, ago = 0) {
      const j = before(i, ago);
      return j < 0 ? NaN : field(panel, name)[j * n + symbol];
    }
  };
}

function before(row: number, ago: number): number {
  if (!(ago >= 0 && Number.isInteger(ago))) throw new RangeError(`invalid ago: ${ago}; a view ends now`);
  return row - ago;
}
