import {deviation, mean} from "../../base/stats.js";
import {rounding} from "../returns.js";
import {longRunCovariance, usualLag} from "./long-run.js";

/** Where an account stands in risk and return, and how sure that is. All of a year. */
export interface RiskReturn {
  readonly volatility: number;
  /** Without compounding. */
  readonly return: number;
  /** The covariance of the two: of the volatility, of both, of the return. */
  readonly covariance: readonly [number, number, number];
}

/**
 * An account's mean return and volatility with the covariance of their errors: the long-run covariance, over n, of what each
 * bar adds to them, r − m to the mean and ((r − m)² − s²) / 2s to the deviation. Null where the returns do not vary.
 */
export function riskReturn(returns: Float64Array, periods: number): RiskReturn | null {
  const n = returns.length;
  const spread = n > 1 ? deviation(returns) : 0;
  if (!(spread > rounding)) return null;
  const m = mean(returns);
  const root = Math.sqrt(periods);
  const toMean = returns.map((r) => (r - m) * periods);
  const toSpread = returns.map((r) => (((r - m) * (r - m) - spread * spread) / (2 * spread)) * root);
  const lag = usualLag(n);
  const of = (x: Float64Array, y: Float64Array) => longRunCovariance(x, y, lag) / n;
  return {
    volatility: spread * root,
    return: m * periods,
    covariance: [of(toSpread, toSpread), of(toSpread, toMean), of(toMean, toMean)]
  };
}

/**
 * The outline of the region that holds the true place with a confidence, as points [volatility, return] once around: an
 * ellipse, if the errors are normal. Its size is √(−2 ln(1 − confidence)) deviations, which is given.
 */
export function outline(
  {volatility, return: height, covariance: [xx, xy, yy]}: RiskReturn,
  size: number,
  steps = 24
): readonly (readonly [number, number])[] {
  const a = Math.sqrt(xx);
  const b = xy / a;
  const c = Math.sqrt(Math.max(0, yy - b * b));
  const half = Array.from({length: steps}, (_, i) => (2 * i) / steps - 1).map((t) => {
    const scale = 1 + t * t;
    return [(1 - t * t) / scale, (2 * t) / scale] as const;
  });
  return [...half, ...half.map(([x, y]) => [-x, -y] as const), half[0]].map(([x, y]) => [
    volatility + size * a * x,
    height + size * (b * x + c * y)
  ]);
}
