import {mean} from "../base/stats.js";
import {fewestNames, paired} from "./information-coefficient.js";

/** What followed the signals of one quantile. */
export interface QuantileReturn {
  /** 1 for the lowest signals. */
  readonly quantile: number;
  /** The mean outcome. */
  readonly mean: number;
  /** The standard error of the mean, taking outcomes for independent. */
  readonly error: number;
  readonly count: number;
}

/**
 * The mean outcome by quantile of the signal. Names are sorted into quantiles row by row where a row has at least as
 * many names as quantiles (and `fewestNames`), and all cells at once where the panel has fewer names than that. Both
 * columns are T × N.
 */
export function quantileReturns(
  rows: number,
  signal: Float64Array,
  outcome: Float64Array,
  quantiles = 5
): readonly QuantileReturn[] {
  if (!(Number.isInteger(quantiles) && quantiles > 1))
    throw new Error(`invalid quantiles: ${quantiles}; expected 2 or more`);
  const n = signal.length / rows;
  const bins: number[][] = Array.from({length: quantiles}, () => []);
  const sort = (start: number, stop: number, fewest: number) => {
    const [x, y] = paired(signal.subarray(start, stop), outcome.subarray(start, stop));
    if (x.length < fewest) return;
    const order = Uint32Array.from(x, (_, i) => i).sort((i, j) => x[i] - x[j]);
    order.forEach((i, place) => bins[Math.floor((place * quantiles) / x.length)].push(y[i]));
  };
  if (n < fewestNames) sort(0, rows * n, quantiles);
  else for (let i = 0; i < rows; ++i) sort(i * n, (i + 1) * n, Math.max(quantiles, fewestNames));
  return bins.map((values, i) => {
    const m = mean(values);
    const squares = values.reduce((sum, value) => sum + (value - m) * (value - m), 0);
    const error = Math.sqrt(squares / (values.length - 1) / values.length);
    return {quantile: i + 1, mean: m, error, count: values.length};
  });
}
