import type {Column, Panel} from "../base/panel.js";
import {field} from "../base/panel.js";

/** The fields of a bar. */
const parts = ["open", "high", "low", "close", "volume"] as const;

/** Bars that stand in a panel under a prefix. */
export interface BarsOptions {
  /** What their fields' names begin with: `1w_`; empty for the panel's own. */
  readonly prefix: string;
  /** On how many rows a bar stands at most; 1 for the panel's own. */
  readonly rows: number;
}

/** The fields that bars under a prefix are read from. */
export function barFields(prefix: string): readonly string[] {
  return prefix === "" ? ["close"] : parts.map((part) => `${prefix}${part}`);
}

/** The rows before t that the value at t may read where it needs so many bars. */
export function barsLookback({rows}: BarsOptions, bars: number): number {
  return (bars - 1) * rows;
}

/**
 * Applies a kernel to the closes of each symbol's unbroken runs of bars, and answers with a column for each of its
 * series, a bar's value on every row on which the bar stands.
 *
 * A longer bar joined to shorter ones stands on each row from its close until the next one's. Nothing marks the row on
 * which a new one comes but that its open, high, low, close or volume is another; two in succession that are equal in
 * all five, which a market that trades does not make, count as one. A row without a close ends the run, and the next
 * begins after it. The value is `NaN` where the run has fewer than `bars` bars, or where the first of the last `bars`
 * was last seen more than `barsLookback` rows ago, as when a market stood still: so no value depends on rows further
 * back than that.
 */
export function overBars(
  panel: Panel,
  options: BarsOptions,
  bars: number,
  count: number,
  kernel: (close: Float64Array) => readonly Float64Array[]
): Column[] {
  const length = panel.times.length;
  const n = panel.symbols.length;
  const columns = barFields(options.prefix).map((name) => field(panel, name));
  const close = field(panel, `${options.prefix}close`);
  const out = Array.from({length: count}, () => new Float64Array(length * n).fill(NaN));
  const lookback = barsLookback(options, bars);
  const first = new Int32Array(length + 1);
  const values = new Float64Array(length);
  for (let s = 0; s < n; ++s) {
    let size = 0;
    const finish = (end: number) => {
      if (size >= bars) {
        first[size] = end;
        const found = kernel(values.slice(0, size));
        for (let bar = bars - 1; bar < size; ++bar) {
          const stop = Math.min(first[bar + 1], first[bar - bars + 2] + lookback);
          for (let i = first[bar]; i < stop; ++i) for (let k = 0; k < count; ++k) out[k][i * n + s] = found[k][bar];
        }
      }
      size = 0;
    };
    for (let i = 0; i < length; ++i) {
      const cell = i * n + s;
      if (!(close[cell] > 0 && close[cell] < Infinity)) {
        finish(i);
        continue;
      }
      const same =
        size > 0 && options.prefix !== "" && columns.every((column) => Object.is(column[cell], column[cell - n]));
      if (same) continue;
      first[size] = i;
      values[size++] = close[cell];
    }
    finish(length);
  }
  return out;
}
