import {absent} from "../room.js";

/**
 * Figures of the order of the last `window` values, which are kept sorted as the window moves on. `NaN` where the window
 * is not whole or has a `NaN`. The rows since the highest and the lowest value are among the windows of the indicators.
 */
type Series = Float64Array;

/** The `p`-quantile (0 … 1) with linear interpolation between order statistics, as that of pandas. */
export function rollingQuantile(x: Series, window: number, p: number): Series {
  const place = (window - 1) * p;
  const low = Math.floor(place);
  const high = Math.min(low + 1, window - 1);
  const share = place - low;
  return ordered(x, window, low, high, share);
}

/** The median. */
export function rollingMedian(x: Series, window: number): Series {
  return rollingQuantile(x, window, 0.5);
}

/** The latest value's rank among them over `window`, 1 / window … 1, ties by average rank (pandas' rank with `pct`). */
export function rollingRank(x: Series, window: number): Series {
  return ordered(x, window, -1, -1, 0);
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

/**
 * Of each whole window's sorted values that at `low` and the `share` of what lies between it and that at `high`; where `low`
 * is below 0, the latest value's rank.
 */
function ordered(x: Series, window: number, low: number, high: number, share: number): Series {
  const out = absent(x.length);
  const sorted = new Float64Array(window);
  let count = 0;
  for (let i = 0; i < x.length; ++i) {
    // −0 and 0 are equal and would lie in the order in which they came, so that zeros are made one.
    const value = x[i] + 0;
    if (Number.isNaN(value)) {
      count = 0;
      continue;
    }
    const place = count === window ? exchange(sorted, count, x[i - window], value) : insert(sorted, count++, value);
    if (count < window) continue;
    out[i] = low < 0 ? rankOf(sorted, place) : sorted[low] + share * (sorted[high] - sorted[low]);
  }
  return out;
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
