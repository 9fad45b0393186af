import {mean} from "../base/stats.js";
import {rounding} from "./returns.js";

/**
 * The skewness and the excess kurtosis of returns: m₃ / m₂^1.5 and m₄ / m₂² − 3, m_k the mean of (r − mean r)^k (SciPy's
 * skew and kurtosis). Both are 0 of a normal distribution; `NaN` where the returns do not vary.
 */
export function shapeOf(returns: ArrayLike<number>): {readonly skewness: number; readonly kurtosis: number} {
  const m = mean(returns);
  let [second, third, fourth] = [0, 0, 0];
  for (let i = 0; i < returns.length; ++i) {
    const square = (returns[i] - m) * (returns[i] - m);
    second += square / returns.length;
    third += (square * (returns[i] - m)) / returns.length;
    fourth += (square * square) / returns.length;
  }
  if (!(second > rounding * rounding)) return {skewness: NaN, kurtosis: NaN};
  return {skewness: third / (second * Math.sqrt(second)), kurtosis: fourth / (second * second) - 3};
}
