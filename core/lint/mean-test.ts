import {mean} from "../base/stats.js";
import {longRunVariance, usualLag} from "../evaluate/comparison/long-run.js";

/** A mean, and how sure it is. */
export interface MeanTest {
  readonly mean: number;
  /** The standard error, which heeds that neighbouring values go together; `NaN` where they do not vary. */
  readonly error: number;
  /** mean / error. */
  readonly t: number;
  readonly lag: number;
}

/** Tests a mean against nothing, with Newey and West's standard error and their usual number of lags. */
export function testMean(values: Float64Array): MeanTest {
  const lag = usualLag(values.length);
  const variance = longRunVariance(values, lag) / values.length;
  const error = variance > 1e-30 ? Math.sqrt(variance) : NaN;
  const m = mean(values);
  return {mean: m, error, t: m / error, lag};
}
