type Values = ArrayLike<number>;

/** The arithmetic mean; `NaN` of nothing. */
export function mean(x: Values): number {
  let sum = 0;
  for (let i = 0; i < x.length; ++i) sum += x[i];
  return sum / x.length;
}

/** The variance with divisor n − `ddof`, in two passes; `NaN` of nothing. */
export function variance(x: Values, ddof = 1): number {
  const m = mean(x);
  let sum = 0;
  for (let i = 0; i < x.length; ++i) sum += (x[i] - m) * (x[i] - m);
  return x.length > 0 ? sum / (x.length - ddof) : NaN;
}

/** The standard deviation with divisor n − `ddof`. */
export function deviation(x: Values, ddof = 1): number {
  return Math.sqrt(variance(x, ddof));
}

/** The `p`-quantile (0 … 1) with linear interpolation between order statistics, as NumPy's default; `NaN` of nothing. */
export function quantile(x: Values, p: number): number {
  return sortedQuantile(Float64Array.from(x).sort(), p);
}

/** As `quantile`, of numbers in ascending order. */
export function sortedQuantile(sorted: Values, p: number): number {
  if (sorted.length === 0) return NaN;
  const h = (sorted.length - 1) * p;
  const low = Math.floor(h);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (h - low) * (sorted[high] - sorted[low]);
}

/** Pearson's correlation; `NaN` where either side does not vary or fewer than two pairs are given. */
export function correlation(x: Values, y: Values): number {
  const mx = mean(x);
  const my = mean(y);
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; ++i) {
    const dx = x[i] - mx;
    const dy = y[i] - my;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : NaN;
}

/** Ranks from 1, ties given their average rank. Every value must be a number. */
export function rank(x: Values): Float64Array {
  const sorted = Float64Array.from(x).sort();
  const out = new Float64Array(x.length);
  // The value that was looked for last, and its rank: ties often stand side by side.
  let value = NaN;
  let own = NaN;
  for (let i = 0; i < out.length; ++i) {
    if (x[i] !== value) {
      value = x[i];
      const first = firstAbove(sorted, value, 0, true);
      const end = firstAbove(sorted, value, first, false);
      own = (first + 1 + end) / 2;
    }
    out[i] = own;
  }
  return out;
}

/** The first place from `low` on of ascending values that are above a value, or are it where it counts. */
function firstAbove(sorted: Float64Array, value: number, low: number, itself: boolean): number {
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] > value || (itself && sorted[middle] === value)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Spearman's rank correlation, ties by average rank. */
export function rankCorrelation(x: Values, y: Values): number {
  return correlation(rank(x), rank(y));
}

/** Simple returns between consecutive values: one shorter than `levels`. */
export function returns(levels: Values): Float64Array {
  return Float64Array.from({length: Math.max(0, levels.length - 1)}, (_, i) => levels[i + 1] / levels[i] - 1);
}
