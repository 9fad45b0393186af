import {spanMean} from "../../base/rolling.js";

/**
 * Higher moments of the last `window` values, each computed from its own window in a fixed order. `NaN` where the window
 * is not whole, has a `NaN`, or all its values are equal (pandas: 0 and −3).
 */
type Series = Float64Array;

/**
 * The skewness: m₃ / m₂^1.5 with m_k the mean of the k-th powers of the distances from the mean, `biased`; else, as
 * pandas has it, that times √(n (n − 1)) / (n − 2), which needs 3 values.
 */
export function rollingSkew(x: Series, window: number, biased = false): Series {
  const factor = biased ? 1 : Math.sqrt(window * (window - 1)) / (window - 2);
  return standardised(x, window, biased ? 2 : 3, (m2, m3) => (factor * m3) / (m2 * Math.sqrt(m2)));
}

/**
 * The excess kurtosis: g = m₄ / m₂² − 3, `biased`; else, as pandas has it, ((n + 1) g + 6) (n − 1) / ((n − 2) (n − 3)),
 * which needs 4 values.
 */
export function rollingKurtosis(x: Series, window: number, biased = false): Series {
  const n = window;
  const factor = (n - 1) / ((n - 2) * (n - 3));
  return standardised(x, window, biased ? 2 : 4, (m2, _, m4) => {
    const excess = m4 / (m2 * m2) - 3;
    return biased ? excess : factor * ((n + 1) * excess + 6);
  });
}

/** A figure of the second to fourth moments about the mean. */
function standardised(
  x: Series,
  window: number,
  least: number,
  figure: (m2: number, m3: number, m4: number) => number
): Series {
  const out = new Float64Array(x.length).fill(NaN);
  if (window < least) return out;
  for (let last = window - 1; last < x.length; ++last) {
    const first = last - window + 1;
    const mean = spanMean(x, first, last);
    let m2 = 0;
    let m3 = 0;
    let m4 = 0;
    for (let i = first; i <= last; ++i) {
      const away = x[i] - mean;
      const square = away * away;
      m2 += square;
      m3 += square * away;
      m4 += square * square;
    }
    if (m2 > 0) out[last] = figure(m2 / window, m3 / window, m4 / window);
  }
  return out;
}
