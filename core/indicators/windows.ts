import {absent} from "./means.js";

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
  const ends = new Float64Array(window + 1);
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
  return extreme(x, window, 1);
}

/** The lowest value (TA-Lib's MIN). */
export function lowest(x: Series, window: number): Series {
  return extreme(x, window, -1);
}

function extreme(x: Series, window: number, sign: 1 | -1): Series {
  const out = absent(x.length);
  if (x.length < window) return out;
  // The furthest value from each of the last block's on.
  const ends = new Float64Array(window + 1).fill(-Infinity);
  let clean = 0;
  for (let start = 0; start < x.length; start += window) {
    const stop = Math.min(window, x.length - start);
    let most = -Infinity;
    for (let k = window - 1; start > 0 && k > 0; --k) {
      const value = sign * x[start - window + k];
      if (value > most) most = value;
      ends[k] = most;
    }
    most = -Infinity;
    for (let k = 0; k < stop; ++k) {
      const value = sign * x[start + k];
      clean = Number.isNaN(value) ? 0 : clean + 1;
      if (value > most) most = value;
      if (clean >= window) out[start + k] = sign * (ends[k + 1] > most ? ends[k + 1] : most);
    }
  }
  return out;
}

/** How many rows ago the highest value was, the latest of equal ones: 0 … window − 1. */
export function sinceHighest(x: Series, window: number): Series {
  return since(x, window, 1);
}

/** How many rows ago the lowest value was, the latest of equal ones: 0 … window − 1. */
export function sinceLowest(x: Series, window: number): Series {
  return since(x, window, -1);
}

function since(x: Series, window: number, sign: 1 | -1): Series {
  const out = absent(x.length);
  if (x.length < window) return out;
  // The place of the furthest value from each of the last block's on.
  const ends = new Int32Array(window + 1);
  let clean = 0;
  for (let start = 0; start < x.length; start += window) {
    const stop = Math.min(window, x.length - start);
    if (start > 0) {
      let place = start - 1;
      for (let k = window - 1; k > 0; --k) {
        const i = start - window + k;
        if (sign * x[i] > sign * x[place]) place = i;
        ends[k] = place;
      }
    }
    let place = start;
    for (let k = 0; k < stop; ++k) {
      const i = start + k;
      clean = Number.isNaN(x[i]) ? 0 : clean + 1;
      if (sign * x[i] >= sign * x[place]) place = i;
      if (clean < window) continue;
      out[i] = i - (k < window - 1 && sign * x[ends[k + 1]] > sign * x[place] ? ends[k + 1] : place);
    }
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
