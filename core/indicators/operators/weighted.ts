import {between} from "../../base/options.js";

type Series = Float64Array;

/** The mean of the last `window` values weighted 1, 2, … from the oldest to the latest. `NaN` where one is. */
export function decayMean(x: Series, window: number): Series {
  const out = new Float64Array(x.length).fill(NaN);
  const weight = (window * (window + 1)) / 2;
  for (let last = window - 1; last < x.length; ++last) {
    const first = last - window + 1;
    const origin = x[first];
    let sum = 0;
    for (let k = 1; k < window; ++k) sum += (k + 1) * (x[first + k] - origin);
    out[last] = origin + sum / weight;
  }
  return out;
}

/**
 * The exponentially weighted mean of all values so far, as pandas': `adjust`, Σ (1 − weight)^k x_{t−k} over the sum of
 * these weights; else m_t = m_{t−1} + weight · (x_t − m_{t−1}) from m = the first value. It starts again after a `NaN`
 * (pandas carries on). What lies n rows back counts for (1 − weight)^n at most.
 */
export function weightedMean(x: Series, weight: number, adjust = true): Series {
  const out = new Float64Array(x.length).fill(NaN);
  let mean = NaN;
  let total = 0;
  for (let i = 0; i < x.length; ++i) {
    if (Number.isNaN(x[i])) {
      total = 0;
      continue;
    }
    const begins = total === 0;
    total = 1 + (1 - weight) * total;
    mean = begins ? x[i] : mean + (adjust ? 1 / total : weight) * (x[i] - mean);
    out[i] = mean;
  }
  return out;
}

/**
 * The weights of fractional differencing of order d, for the latest value first: w₀ = 1, w_k = −w_{k−1} (d − k + 1) / k,
 * up to the last whose size is at least the threshold. Their number less 1 is the lookback.
 */
export function fractionalWeights(order: number, threshold: number): Series {
  between("order of differencing", order, 0, 10);
  between("threshold of weights", threshold, 1e-7, 1);
  const weights = [1];
  for (let k = 1; ; ++k) {
    const weight = (-weights[k - 1] * (order - k + 1)) / k;
    // Past the order, the sizes of the weights only fall.
    if (k > order && Math.abs(weight) < threshold) break;
    weights.push(weight);
  }
  while (Math.abs(weights.at(-1)!) < threshold) weights.pop();
  return Float64Array.from(weights);
}

/**
 * The series differenced `order` times, which need not be a whole number: Σ w_k x_{t−k} over the fixed number of weights
 * that the threshold leaves (López de Prado, 2018, chapter 5). `NaN` where one of the values is, or there are too few.
 */
export function fractionalDifference(x: Series, order: number, threshold = 1e-4): Series {
  const weights = fractionalWeights(order, threshold);
  const out = new Float64Array(x.length).fill(NaN);
  for (let i = weights.length - 1; i < x.length; ++i) {
    let sum = 0;
    for (let k = weights.length - 1; k >= 0; --k) sum += weights[k] * x[i - k];
    out[i] = sum;
  }
  return out;
}
