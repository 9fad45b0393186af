import type {Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import type {Fill} from "../plugin.js";

/** A split: `ratio` new units for an old one from the opening of the bar t on. */
export interface Split {
  readonly t: number;
  readonly symbol: number;
  readonly ratio: number;
}

/** When in its bar a fill was made. */
export type Moment = "open" | "close" | "within";

/** From what the excursions of trades are measured. */
export interface ExcursionOptions {
  /** The bars that were traded, of all symbols, with open, high, low and close. */
  readonly panel?: Panel;
  /** When in its bar each fill was made; found from its price where left out: see `momentOf`. */
  readonly moment?: Moment | ((fill: Fill) => Moment);
}

/** A trade as far as its excursions depend on it; prices are in units as they are when it is closed. */
export interface Held {
  readonly symbol: number;
  /** 1 long, −1 short. */
  readonly sign: number;
  readonly entry: number;
  readonly exit: number;
  readonly opened: Fill;
  /** Null while it is open. */
  readonly closed: Fill | null;
}

/** How far a price went against a trade, at most 0, and for it, at least 0: fractions of the entry price. */
export interface Excursion {
  readonly adverse: number;
  readonly favourable: number;
}

/** Where each time is among the bars. The function throws for a time that is none of theirs. */
export function rowsByTime(times: ArrayLike<number>): (t: number) => number {
  const rows = new Map<number, number>();
  for (let i = 0; i < times.length; ++i) rows.set(times[i], i);
  return (t) => {
    const row = rows.get(t);
    if (row === undefined) throw new Error(`invalid fill: no bar at ${t}; give the bars that were traded`);
    return row;
  };
}

/**
 * When a fill was made, as its price before slippage tells: at the bar's open or close where it is that price and not
 * the other, else within the bar, as limits and stops are and what is filled at a mean price.
 */
export function momentOf({price, slippage, quantity}: Fill, open: number, close: number): Moment {
  const reference = price - slippage / quantity;
  const same = (other: number) => Math.abs(reference - other) <= 1e-9 * Math.abs(other);
  if (same(open) === same(close)) return "within";
  return same(open) ? "open" : "close";
}

/**
 * Measures maximum adverse and favourable excursions, from the highs and lows of the bars between entry and exit and from
 * both fills' prices. Of the bars of the fills themselves only what surely came after the entry and before the exit
 * counts:
 *
 * - filled at the open: all of the entry's bar, nothing of the exit's;
 * - filled at the close: nothing of the entry's bar, all of the exit's;
 * - filled within the bar, nobody knows when: the close of the entry's bar, the open of the exit's. What the price did
 *   may be more than that, never less.
 *
 * A trade that is open is held until the last bar's close. Prices before a split are divided by its ratio.
 */
export function excursions(
  panel: Panel,
  splits: readonly Split[],
  rowOf: (t: number) => number,
  {moment}: Pick<ExcursionOptions, "moment">
): (held: Held) => Excursion {
  const n = panel.symbols.length;
  const [open, high, low, close] = ["open", "high", "low", "close"].map((name) => field(panel, name));
  const ranges = new Map<number, Range>();
  const when = (fill: Fill, cell: number) =>
    typeof moment === "function" ? moment(fill) : (moment ?? momentOf(fill, open[cell], close[cell]));
  return ({symbol, sign, entry, exit, opened, closed}) => {
    let range = ranges.get(symbol);
    if (!range) ranges.set(symbol, (range = rangeOf(panel, symbol, high, low, splits)));
    const {units, highest, lowest} = range;
    const first = rowOf(opened.t);
    const last = closed ? rowOf(closed.t) : panel.times.length - 1;
    const from = when(opened, first * n + symbol);
    const to = closed ? when(closed, last * n + symbol) : "close";
    const now = units[last];
    const prices = [exit];
    if (from === "within" && first < last) prices.push((close[first * n + symbol] / units[first]) * now);
    if (to === "within" && first < last) prices.push(open[last * n + symbol]);
    const start = from === "open" ? first : first + 1;
    const stop = to === "close" ? last : last - 1;
    if (start <= stop) prices.push(highest(start, stop) * now, lowest(start, stop) * now);
    let worst = 0;
    let best = 0;
    for (const price of prices) {
      if (!Number.isFinite(price)) continue;
      const gain = sign * (price / entry - 1);
      if (gain < worst) worst = gain;
      if (gain > best) best = gain;
    }
    return {adverse: worst, favourable: best};
  };
}

/** A symbol's highs and lows in units as they are on the panel's last bar. */
interface Range {
  /** Units on the last bar for one on each row. A price of a row / `units` is one of the last bar's. */
  readonly units: Float64Array;
  /** The highest high, and the lowest low, of rows `from` … `to`; −∞ and ∞ where none has a bar. */
  highest(from: number, to: number): number;
  lowest(from: number, to: number): number;
}

function rangeOf(
  {times, symbols}: Panel,
  symbol: number,
  high: Float64Array,
  low: Float64Array,
  splits: readonly Split[]
): Range {
  const own = splits.filter((split) => split.symbol === symbol);
  const units = new Float64Array(times.length);
  for (let row = times.length - 1, k = own.length - 1, ratio = 1; row >= 0; --row) {
    for (; k >= 0 && own[k].t > times[row]; --k) ratio *= own[k].ratio;
    units[row] = ratio;
  }
  const column = (values: Float64Array, missing: number) =>
    units.map((ratio, row) => {
      const value = values[row * symbols.length + symbol];
      return Number.isNaN(value) ? missing : value / ratio;
    });
  return {
    units,
    highest: overRanges(column(high, -Infinity), Math.max),
    lowest: overRanges(column(low, Infinity), Math.min)
  };
}

/** The extreme of any stretch of values, from those of stretches of 1, 2, 4, 8 … values, of which two overlap to it. */
function overRanges(values: Float64Array, extreme: (a: number, b: number) => number) {
  const levels = [values];
  for (let width = 1; 2 * width <= values.length; width *= 2) {
    const below = levels[levels.length - 1];
    levels.push(
      Float64Array.from({length: values.length - 2 * width + 1}, (_, i) => extreme(below[i], below[i + width]))
    );
  }
  return (from: number, to: number) => {
    const level = 31 - Math.clz32(to - from + 1);
    return extreme(levels[level][from], levels[level][to + 1 - (1 << level)]);
  };
}
