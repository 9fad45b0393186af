/** Bars of one symbol as columns. */
export interface BarColumns {
  readonly length: number;
  readonly t: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** Columns for so many bars, to be filled. */
export function emptyBars(length: number): BarColumns {
  const column = () => new Float64Array(length);
  return {length, t: column(), open: column(), high: column(), low: column(), close: column(), volume: column()};
}

/**
 * Joins bars that `labelOf` gives the same label, which must follow one another: the first open, the highest high, the
 * lowest low, the last close, the sum of the volumes. `units`, where given, says how many units one has become by each
 * bar; the joined bar is in those of its first.
 */
export function join(bars: BarColumns, labelOf: (t: number) => number, units?: Float64Array): BarColumns {
  const out = emptyBars(bars.length);
  let n = 0;
  let first = 0;
  for (let i = 0; i < bars.length; ++i) {
    const label = labelOf(bars.t[i]);
    if (n === 0 || label !== out.t[n - 1]) {
      out.t[n] = label;
      for (const name of ["open", "high", "low", "close", "volume"] as const) out[name][n] = bars[name][i];
      first = i;
      ++n;
      continue;
    }
    const ratio = units ? units[i] / units[first] : 1;
    const scaled = (price: number) => (ratio === 1 ? price : toTick(price * ratio));
    out.high[n - 1] = Math.max(out.high[n - 1], scaled(bars.high[i]));
    out.low[n - 1] = Math.min(out.low[n - 1], scaled(bars.low[i]));
    out.close[n - 1] = scaled(bars.close[i]);
    out.volume[n - 1] += ratio === 1 ? bars.volume[i] : Math.round(bars.volume[i] / ratio);
  }
  const cut = (column: Float64Array) => column.subarray(0, n);
  const {t, open, high, low, close, volume} = out;
  return {
    length: n,
    t: cut(t),
    open: cut(open),
    high: cut(high),
    low: cut(low),
    close: cut(close),
    volume: cut(volume)
  };
}

/** A price in hundredths of a cent, so that it is short as text. */
export function toTick(price: number): number {
  return Math.max(1, Math.round(price * 1e4)) / 1e4;
}
