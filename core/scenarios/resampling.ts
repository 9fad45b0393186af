import * as elementary from "../base/elementary.js";
import type {Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import type {Random} from "../base/random.js";
import {copyBars, isBar} from "./bars.js";
import {logReturns} from "./returns.js";

/**
 * Rows for the stationary bootstrap of Politis and Romano (1994): `count` of the rows `first` … `end` − 1, in blocks of
 * consecutive rows that begin anywhere and end with probability 1 / `block` after each row; after the last row comes the
 * first. A geometric length with mean `block` follows.
 */
export function stationaryRows(first: number, end: number, count: number, block: number, random: Random): Uint32Array {
  const out = new Uint32Array(count);
  const anywhere = () => first + random.integer(end - first);
  let row = anywhere();
  for (let i = 0; i < count; ++i) {
    if (i > 0) row = random.uniform() < 1 / block ? anywhere() : row + 1 < end ? row + 1 : first;
    out[i] = row;
  }
  return out;
}

/**
 * The panel with the bars from row `from` on replaced by those of other rows, the same for all symbols: each bar is the
 * source's as seen from the close before it, so that gap, range and return are the source's, and so is its volume. A
 * symbol without a bar and a close before it on the source row takes its next one that has (after the end the first).
 * Missing bars stay missing, and a symbol's first bar is left as it is.
 */
export function resampleBars(panel: Panel, from: number, sources: Uint32Array): Panel {
  const n = panel.symbols.length;
  const rows = panel.times.length;
  const out = copyBars(panel);
  const close = field(panel, "close");
  const changed = field(out, "close");
  const returns = logReturns(panel);
  const shaped = ["open", "high", "low", "close", "vwap"].filter((name) => Object.hasOwn(panel.fields, name));
  for (let s = 0; s < n; ++s) {
    const next = nextBars(returns, n, s);
    if (next === null) continue;
    let level = NaN;
    for (let row = 0; row < rows; ++row) {
      const cell = row * n + s;
      if (!isBar(close[cell])) continue;
      if (row >= from && !Number.isNaN(level)) {
        const source = next[sources[row - from]] * n + s;
        const scale = level / (close[source] / elementary.exp(returns[source]));
        for (const name of shaped) out.fields[name][cell] = panel.fields[name][source] * scale;
        if (Object.hasOwn(panel.fields, "volume")) out.fields.volume[cell] = panel.fields.volume[source];
        if (Object.hasOwn(panel.fields, "adjusted"))
          out.fields.adjusted[cell] = panel.fields.adjusted[cell] * (changed[cell] / close[cell]);
      }
      level = changed[cell];
    }
  }
  return out;
}

/** For each row the next one on which the symbol has a return, around the end; null where it has none at all. */
function nextBars(returns: Float64Array, n: number, s: number): Uint32Array | null {
  const rows = returns.length / n;
  const out = new Uint32Array(rows);
  let found = -1;
  for (let k = 2 * rows - 1; k >= 0; --k) {
    const row = k % rows;
    if (!Number.isNaN(returns[row * n + s])) found = row;
    if (found >= 0) out[row] = found;
  }
  return found < 0 ? null : out;
}
