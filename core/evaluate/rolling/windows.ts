import {whole} from "../../base/options.js";

/** What is known of a stretch of values, so that two stretches that touch are one: the earlier is the first. */
export interface Stretch<S> {
  /** Of no values. */
  readonly none: S;
  of(i: number): S;
  join(first: S, second: S): S;
}

/**
 * What is known of each `window` values that end at place i, `figure` of it in place i of what is answered, `NaN` before
 * place `window` − 1. The number of joins is below 3 n however long the window is, and nothing is ever taken away from a
 * sum, so that no error adds up: the window is held as two stacks, of which one is turned over into the other when that is
 * empty.
 */
export function overWindows<S>(
  count: number,
  window: number,
  stretch: Stretch<S>,
  figure: (known: S) => number
): Float64Array {
  whole("window", window, 2);
  const out = new Float64Array(count).fill(NaN);
  const older: S[] = [];
  let newer = stretch.none;
  for (let i = 0; i < count; ++i) {
    newer = stretch.join(newer, stretch.of(i));
    if (i + 1 < window) continue;
    if (older.length === 0) {
      let whole = stretch.none;
      for (let j = i; j > i - window; --j) older.push((whole = stretch.join(stretch.of(j), whole)));
      newer = stretch.none;
    }
    out[i] = figure(stretch.join(older.pop()!, newer));
  }
  return out;
}

/** How many values, their mean, and the sum of squares about it. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

/** The moments of values; one that is `NaN` is passed over. Joined as Chan, Golub and LeVeque (1979) do. */
export function momentsOf(values: ArrayLike<number>): Stretch<Moments> {
  const none = {count: 0, mean: 0, squares: 0};
  return {
    none,
    of: (i) => (Number.isNaN(values[i]) ? none : {count: 1, mean: values[i], squares: 0}),
    join(a, b) {
      if (a.count === 0) return b;
      if (b.count === 0) return a;
      const count = a.count + b.count;
      const apart = b.mean - a.mean;
      return {
        count,
        mean: a.mean + apart * (b.count / count),
        squares: a.squares + b.squares + apart * apart * ((a.count * b.count) / count)
      };
    }
  };
}

/** The moments of pairs, and the sum of products about both means. */
export interface PairMoments {
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

/** The moments of pairs of values; a pair of which one is no number is passed over. */
export function pairMomentsOf(x: ArrayLike<number>, y: ArrayLike<number>): Stretch<PairMoments> {
  const none = {count: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0};
  return {
    none,
    of: (i) => (Number.isFinite(x[i]) && Number.isFinite(y[i]) ? {...none, count: 1, x: x[i], y: y[i]} : none),
    join(a, b) {
      if (a.count === 0) return b;
      if (b.count === 0) return a;
      const count = a.count + b.count;
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const share = b.count / count;
      const both = a.count * share;
      return {
        count,
        x: a.x + dx * share,
        y: a.y + dy * share,
        xx: a.xx + b.xx + dx * dx * both,
        yy: a.yy + b.yy + dy * dy * both,
        xy: a.xy + b.xy + dx * dy * both
      };
    }
  };
}

/** The highest and the lowest level, and the deepest fall from a high to a later level, as a fraction. */
export interface Fall {
  readonly high: number;
  readonly low: number;
  readonly depth: number;
}

/** The falls of levels above 0. Only comparisons and one quotient: the same bits as looking at each window anew. */
export function fallsOf(levels: ArrayLike<number>): Stretch<Fall> {
  return {
    none: {high: -Infinity, low: Infinity, depth: 0},
    of: (i) => ({high: levels[i], low: levels[i], depth: 0}),
    join: (a, b) => ({
      high: Math.max(a.high, b.high),
      low: Math.min(a.low, b.low),
      depth: Math.min(a.depth, b.depth, a.high > -Infinity && b.low < Infinity ? b.low / a.high - 1 : 0)
    })
  };
}

/** A product. */
export function productsOf(value: (i: number) => number): Stretch<number> {
  return {none: 1, of: value, join: (a, b) => a * b};
}
