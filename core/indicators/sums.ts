import {absent, blank} from "./room.js";

type Series = Float64Array;

/**
 * The sums over several windows, bit for bit those of operators/spans, which says how they are made: here two doublings, and up
 * to three parts of a window, are taken in one go.
 */
export function windowSums(x: Series, windows: readonly number[]): Series[] {
  const rows = x.length;
  let longest = 0;
  for (const window of windows) if (window <= rows && window > longest) longest = window;
  // The sums of 1, 2, 4 … rows, each from the row on that has so many.
  const parts = [x];
  for (let m = 1; 2 * m <= longest;) {
    const part = parts[parts.length - 1];
    const double = blank(rows);
    parts.push(double);
    if (4 * m <= longest) {
      const fourfold = blank(rows);
      parts.push(fourfold);
      doubleTwice(part, m, double, fourfold);
      m *= 4;
    } else {
      doubleOnce(part, m, double);
      m *= 2;
    }
  }
  return windows.map((window) => (window > rows ? absent(rows) : joined(parts, window)));
}

/** The sum over a window of its spans, the latest the shortest. */
function joined(parts: readonly Series[], window: number): Series {
  const out = blank(parts[0].length);
  const first = window - 1;
  const places: number[] = [];
  for (let k = 0; 2 ** k <= window; ++k) if ((window & (2 ** k)) !== 0) places.push(k);
  const [a, b, c] = places;
  if (places.length === 1) out.set(parts[a]);
  else if (places.length === 2) joinTwo(out, first, parts[a], parts[b], 2 ** a);
  else joinThree(out, first, parts[a], parts[b], 2 ** a, parts[c], 2 ** a + 2 ** b);
  for (let k = 3; k < places.length; ++k) addTo(out, first, parts[places[k]], window & (2 ** places[k] - 1));
  return out.fill(NaN, 0, first);
}

function doubleOnce(part: Series, m: number, double: Series): void {
  for (let i = 2 * m - 1; i < part.length; ++i) double[i] = part[i] + part[i - m];
}

function doubleTwice(part: Series, m: number, double: Series, fourfold: Series): void {
  for (let i = 2 * m - 1; i < 4 * m - 1; ++i) double[i] = part[i] + part[i - m];
  for (let i = 4 * m - 1; i < part.length; ++i) {
    const both = part[i] + part[i - m];
    double[i] = both;
    fourfold[i] = both + double[i - 2 * m];
  }
}

function joinTwo(out: Series, first: number, a: Series, b: Series, by: number): void {
  for (let i = first; i < out.length; ++i) out[i] = a[i] + b[i - by];
}

function joinThree(out: Series, first: number, a: Series, b: Series, by: number, c: Series, byBoth: number): void {
  for (let i = first; i < out.length; ++i) out[i] = a[i] + b[i - by] + c[i - byBoth];
}

function addTo(out: Series, first: number, part: Series, by: number): void {
  for (let i = first; i < out.length; ++i) out[i] += part[i - by];
}
