/**
 * Figures of a series over its last values. Every value is computed from its own window in a fixed order, never carried
 * over from the row before, so it has the same bits wherever the series begins. A `NaN` in the window gives `NaN`, and so
 * do rows that have no whole window behind them.
 */
type Series = Float64Array;

/** The sum of the last `window` values. */
export function rollingSum(x: Series, window: number): Series {
  return rolling(x, window, (first, last) => {
    let sum = 0;
    for (let i = first; i <= last; ++i) sum += x[i];
    return sum;
  });
}

/** The mean of the last `window` values. */
export function rollingMean(x: Series, window: number): Series {
  return rolling(x, window, (first, last) => spanMean(x, first, last));
}

/** The standard deviation, with divisor window − `ddof`, of the last `window` values, in two passes. */
export function rollingDeviation(x: Series, window: number, ddof: number): Series {
  return rolling(x, window, (first, last) => {
    const mean = spanMean(x, first, last);
    let sum = 0;
    for (let i = first; i <= last; ++i) sum += (x[i] - mean) * (x[i] - mean);
    return Math.sqrt(sum / (window - ddof));
  });
}

/** The highest of the last `window` values. */
export function rollingMax(x: Series, window: number): Series {
  return rolling(x, window, (first, last) => {
    let high = x[first];
    for (let i = first + 1; i <= last; ++i) high = Math.max(high, x[i]);
    return high;
  });
}

/** The lowest of the last `window` values. */
export function rollingMin(x: Series, window: number): Series {
  return rolling(x, window, (first, last) => {
    let low = x[first];
    for (let i = first + 1; i <= last; ++i) low = Math.min(low, x[i]);
    return low;
  });
}

function rolling(x: Series, window: number, figure: (first: number, last: number) => number): Series {
  const out = new Float64Array(x.length).fill(NaN);
  for (let last = window - 1; last < x.length; ++last) out[last] = figure(last - window + 1, last);
  return out;
}

/** The mean of x[first … last], taken about the first value: that of equal values is their value, exactly. */
export function spanMean(x: Series, first: number, last: number): number {
  const origin = x[first];
  let sum = 0;
  for (let i = first; i <= last; ++i) sum += x[i] - origin;
  return origin + sum / (last - first + 1);
}

/**
 * The first row of the unbroken run of numbers, at most `span` rows long, that ends on each row; one past the row where
 * that row's value is `NaN`.
 */
export function runStarts(x: Series, span: number): Int32Array {
  const out = new Int32Array(x.length);
  let run = 0;
  for (let i = 0; i < x.length; ++i) {
    if (Number.isNaN(x[i])) run = i + 1;
    out[i] = Math.max(run, i - span + 1);
  }
  return out;
}

/**
 * The exponential mean m_t = m_{t−1} + weight · (x_t − m_{t−1}), seeded with the mean of the first `window` values, as
 * TA-Lib's. The recursion starts afresh for each row, `span` values back, after the latest `NaN` or at the series'
 * beginning, whichever is nearest; `NaN` where fewer than `window` values are left. While a series is no longer than
 * `span` this is TA-Lib's value; later they differ by the seed's share of it, (1 − weight)^(span − window).
 */
export function exponentialMean(x: Series, window: number, weight: number, span: number): Series {
  const starts = runStarts(x, span);
  const out = new Float64Array(x.length).fill(NaN);
  for (let last = 0; last < x.length; ++last) {
    const seeded = starts[last] + window - 1;
    if (seeded > last) continue;
    let mean = spanMean(x, starts[last], seeded);
    for (let i = seeded + 1; i <= last; ++i) mean += weight * (x[i] - mean);
    out[last] = mean;
  }
  return out;
}

/** Wilder's smoothing: the exponential mean of weight 1 / window. */
export function wilderMean(x: Series, window: number, span: number): Series {
  return exponentialMean(x, window, 1 / window, span);
}
