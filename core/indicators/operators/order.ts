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
  return ordered(x, window, (sorted) => sorted[low] + (place - low) * (sorted[high] - sorted[low]));
}

/** The median. */
export function rollingMedian(x: Series, window: number): Series {
  return rollingQuantile(x, window, 0.5);
}

/** The latest value's rank among them over `window`, 1 / window … 1, ties by average rank (pandas' rank with `pct`). */
export function rollingRank(x: Series, window: number): Series {
  return ordered(x, window, (sorted, latest) => {
    const below = countBelow(sorted, window, latest);
    let equal = 0;
    while (below + equal < window && sorted[below + equal] === latest) ++equal;
    return (below + (equal + 1) / 2) / window;
  });
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

/** A figure of each whole window's sorted values and its latest one. */
function ordered(x: Series, window: number, figure: (sorted: Series, latest: number) => number): Series {
  const out = new Float64Array(x.length).fill(NaN);
  const sorted = new Float64Array(window);
  let count = 0;
  for (let i = 0; i < x.length; ++i) {
    // −0 and 0 are equal and would lie in the order in which they came, so that zeros are made one.
    const value = x[i] + 0;
    if (Number.isNaN(value)) {
      count = 0;
      continue;
    }
    if (count === window) {
      const gone = countBelow(sorted, count--, x[i - window]);
      sorted.copyWithin(gone, gone + 1, count + 1);
    }
    const place = countBelow(sorted, count, value);
    sorted.copyWithin(place + 1, place, count++);
    sorted[place] = value;
    if (count === window) out[i] = figure(sorted, value);
  }
  return out;
}
