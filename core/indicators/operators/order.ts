import type {Family} from "./family.js";
import {alone} from "./family.js";

/**
 * Figures of the order of the last `window` values, which are kept sorted as the window moves on. `NaN` where the window
 * is not whole or has a `NaN`. The rows since the highest and the lowest value are among the windows of the indicators.
 */
type Series = Float64Array;

/**
 * Figures of the same sorted values: the quantile of which `more` is the part, the median, and the latest value's rank. One
 * pass over a window serves them all.
 */
export const orders: Family<"quantile" | "median" | "rank"> = {
  compute([x], asked) {
    const windows = new Set(asked.map(({window}) => window));
    for (const window of windows) {
      const wanted = asked.filter((each) => each.window === window);
      const places = wanted.map(({figure, more, out}) =>
        figure === "rank" ? {low: -1, high: -1, share: 0, out} : placeIn(window, figure === "median" ? 0.5 : more, out)
      );
      ordered(x, window, places);
    }
  }
};

/** The `p`-quantile (0 … 1) with linear interpolation between order statistics, as that of pandas. */
export function rollingQuantile(x: Series, window: number, p: number): Series {
  return alone(orders, "quantile", [x], window, p);
}

/** The median. */
export function rollingMedian(x: Series, window: number): Series {
  return alone(orders, "median", [x], window);
}

/** The latest value's rank among them over `window`, 1 / window … 1, ties by average rank (pandas' rank with `pct`). */
export function rollingRank(x: Series, window: number): Series {
  return alone(orders, "rank", [x], window);
}

/** What becomes of each window: the value at `low` and the `share` of what lies between it and that at `high`. */
interface Place {
  /** Below 0 where it is the latest value's rank. */
  readonly low: number;
  readonly high: number;
  readonly share: number;
  readonly out: Series;
}

function placeIn(window: number, p: number, out: Series): Place {
  const place = (window - 1) * p;
  const low = Math.floor(place);
  return {low, high: Math.min(low + 1, window - 1), share: place - low, out};
}

function rankOf(sorted: Series, place: number): number {
  let first = place;
  let stop = place + 1;
  while (first > 0 && sorted[first - 1] === sorted[place]) --first;
  while (stop < sorted.length && sorted[stop] === sorted[place]) ++stop;
  return (first + stop + 1) / 2 / sorted.length;
}

/** How many of the first `count` sorted values are less than a value. */
export function countBelow(sorted: Series, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sets what each place asks of each whole window's sorted values. */
function ordered(x: Series, window: number, places: readonly Place[]): void {
  for (const {out} of places) out.fill(NaN);
  const sorted = new Float64Array(window);
  let count = 0;
  for (let i = 0; i < x.length; ++i) {
    // −0 and 0 are equal and would lie in the order in which they came, so that zeros are made one.
    const value = x[i] + 0;
    if (Number.isNaN(value)) {
      count = 0;
      continue;
    }
    const latest = count === window ? exchange(sorted, count, x[i - window], value) : insert(sorted, count++, value);
    if (count < window) continue;
    for (let k = 0; k < places.length; ++k) {
      const {low, high, share, out} = places[k];
      out[i] = low < 0 ? rankOf(sorted, latest) : sorted[low] + share * (sorted[high] - sorted[low]);
    }
  }
}

/** Beyond this length a place among sorted values is found by halves, below it one by one: as fast, and foreseeable. */
const long = 24;

function placeOf(sorted: Series, count: number, value: number): number {
  if (count > long) return countBelow(sorted, count, value);
  let place = 0;
  while (place < count && sorted[place] < value) ++place;
  return place;
}

/** Puts a value among the first `count`; answers with its place. */
function insert(sorted: Series, count: number, value: number): number {
  let place = count;
  for (; place > 0 && sorted[place - 1] > value; --place) sorted[place] = sorted[place - 1];
  sorted[place] = value;
  return place;
}

/** Puts a value among the first `count`, one of which goes; answers with its place. */
function exchange(sorted: Series, count: number, gone: number, value: number): number {
  let place = placeOf(sorted, count, gone);
  if (value > gone) for (; place + 1 < count && sorted[place + 1] < value; ++place) sorted[place] = sorted[place + 1];
  else for (; place > 0 && sorted[place - 1] > value; --place) sorted[place] = sorted[place - 1];
  sorted[place] = value;
  return place;
}
