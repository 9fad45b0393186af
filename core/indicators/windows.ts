import {absent, blank, zeros} from "./room.js";

/**
 * Sums, extremes and ranks of the last `window` values of one series: `NaN` on the first `window` − 1 rows, and
 * wherever the window has a `NaN`. Sums and extremes cut the series into blocks of the window's length, a window being
 * the end of one block and the beginning of the next: time is proportional to the series' length, whatever the
 * window's, and no value is ever taken out of a sum.
 */
type Series = Float64Array;

/** The sum (TA-Lib's SUM). */
export function sum(x: Series, window: number): Series {
  const out = absent(x.length);
  if (x.length < window) return out;
  const ends = zeros(window + 1);
  for (let start = 0; start < x.length; start += window) {
    const stop = Math.min(window, x.length - start);
    let total = 0;
    for (let k = window - 1; start > 0 && k > 0; --k) {
      total += x[start - window + k];
      ends[k] = total;
    }
    total = 0;
    for (let k = 0; k < stop; ++k) {
      total += x[start + k];
      out[start + k] = ends[k + 1] + total;
    }
  }
  return out.fill(NaN, 0, window - 1);
}

/** The highest value (TA-Lib's MAX). */
export function highest(x: Series, window: number): Series {
  return window <= short ? nearExtreme(x, window, 1) : extreme(x, window, 1, false, true);
}

/** The lowest value (TA-Lib's MIN). */
export function lowest(x: Series, window: number): Series {
  return window <= short ? nearExtreme(x, window, -1) : extreme(x, window, -1, false, true);
}

/** How many rows ago the highest value was, the latest of equal ones: 0 … window − 1. */
export function sinceHighest(x: Series, window: number): Series {
  return extreme(x, window, 1, true, true);
}

/** How many rows ago the lowest value was, the latest of equal ones: 0 … window − 1. */
export function sinceLowest(x: Series, window: number): Series {
  return extreme(x, window, -1, true, true);
}

/** How many rows ago the highest (`sign` 1) or lowest (−1) value was, the earliest of equal ones: 0 … window − 1. */
export function sinceFirst(x: Series, window: number, sign: 1 | -1): Series {
  return extreme(x, window, sign, true, false);
}

/** Up to this window all spans are compared: a few steps that no branch interrupts. */
const short = 128;

/** The furthest value, from those of spans of 1, 2, 4 … rows. */
function nearExtreme(x: Series, window: number, sign: 1 | -1): Series {
  const rows = x.length;
  if (rows < window) return absent(rows);
  const out = blank(rows);
  out.set(x);
  let m = 1;
  for (; 2 * m <= window; m *= 2) keepFurther(out, m, 2 * m - 1, sign);
  if (m < window) keepFurther(out, window - m, window - 1, sign);
  for (let i = 0; i < rows; ++i) if (Number.isNaN(x[i])) out.fill(NaN, i, i + window);
  return out.fill(NaN, 0, window - 1);
}

/** Puts the value of `by` rows before in the place of each that is not as far. */
function keepFurther(out: Series, by: number, first: number, sign: 1 | -1): void {
  for (let i = out.length - 1; i >= first; --i) out[i] = out[i - by * Number(sign * out[i - by] > sign * out[i])];
}

/**
 * The furthest value or its age. The furthest is followed until it leaves the window; then the furthest from each row of the
 * window on is found, which serves, with the furthest that comes after, until all those rows have left: a row costs a few
 * steps, whatever the window.
 */
function extreme(x: Series, window: number, sign: 1 | -1, age: boolean, latest: boolean): Series {
  const out = absent(x.length);
  if (x.length < window) return out;
  // The furthest from each row `base` … `searched` on, up to `searched`; `place` is the furthest after that, if any.
  const tails = new Int32Array(window);
  let base = 0;
  let searched = -1;
  let place = -1;
  let most = -Infinity;
  let start = 0;
  for (let i = 0; i < x.length; ++i) {
    const value = sign * x[i];
    if (!(value >= -Infinity)) {
      start = i + 1;
      searched = i;
      place = -1;
      continue;
    }
    if (place < 0 || value > most || (latest && value === most)) {
      place = i;
      most = value;
    }
    const first = i - window + 1;
    if (first < start) continue;
    let found = place;
    if (first <= searched) {
      const tail = tails[first - base];
      const height = sign * x[tail];
      if (height > most || (!latest && height === most)) found = tail;
      else searched = first - 1;
    } else if (place < first) {
      found = i;
      for (let k = i, height = value; k >= first; --k) {
        const each = sign * x[k];
        if (each > height || (!latest && each === height)) {
          found = k;
          height = each;
        }
        tails[k - first] = found;
      }
      base = first;
      searched = i;
      place = -1;
    }
    out[i] = age ? i - found : x[found];
  }
  return out;
}

/** The mean distance from the window's mean (TA-Lib's AVGDEV), in time proportional to rows × window. */
export function averageDeviation(x: Series, window: number): Series {
  const out = absent(x.length);
  for (let last = window - 1; last < x.length; ++last) {
    const first = last - window + 1;
    const origin = x[first];
    let total = 0;
    for (let i = first; i <= last; ++i) total += x[i] - origin;
    const mean = origin + total / window;
    let distance = 0;
    for (let i = first; i <= last; ++i) distance += Math.abs(x[i] - mean);
    out[last] = distance / window;
  }
  return out;
}

/**
 * The value below which `percent` of the window's lie, one of them: in ascending order the one at ⌈percent / 100 ·
 * window⌉, the first for 0 (TA-Lib's PERCENTILE). The window is kept in order; a value's going and coming moves what
 * lies between.
 */
export function percentile(x: Series, window: number, percent: number): Series {
  const out = absent(x.length);
  const place = Math.max(1, Math.ceil((percent / 100) * window)) - 1;
  const sorted = new Float64Array(Math.min(window, x.length) + 1);
  let size = 0;
  let clean = 0;
  for (let i = 0; i < x.length; ++i) {
    if (Number.isNaN(x[i])) {
      size = clean = 0;
      continue;
    }
    if (++clean > window) {
      const gone = below(sorted, size, x[i - window]);
      sorted.copyWithin(gone, gone + 1, size--);
    }
    const at = below(sorted, size, x[i]);
    sorted.copyWithin(at + 1, at, size++);
    sorted[at] = x[i];
    if (clean >= window) out[i] = sorted[place];
  }
  return out;
}

/** How many of the first `size` values, in ascending order, are less than this one. */
function below(sorted: Series, size: number, value: number): number {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * What percentage of the `window` values before it are less than each value, from row `window` + 1 on (TA-Lib's
 * PERCENTRANK); in time proportional to rows × window.
 */
export function percentRank(x: Series, window: number): Series {
  const out = absent(x.length);
  let clean = 0;
  for (let last = 0; last < x.length; ++last) {
    clean = Number.isNaN(x[last]) ? 0 : clean + 1;
    if (clean <= window) continue;
    let less = 0;
    for (let i = last - window; i < last; ++i) if (x[i] < x[last]) ++less;
    out[last] = (less / window) * 100;
  }
  return out;
}
