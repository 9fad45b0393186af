import {normalQuantile, normalShare} from "../../base/normal.js";
import {deviation, mean} from "../../base/stats.js";
import {shapeOf} from "../moments.js";
import {rounding} from "../returns.js";

/** What a Sharpe ratio is judged by. All of it is of a bar, nothing of a year. */
export interface TrackRecord {
  /** How many returns there are. */
  readonly bars: number;
  /** mean / deviation (ddof 1) of the returns. */
  readonly sharpe: number;
  readonly skewness: number;
  /** Not the excess over the normal distribution's: 3 of that. */
  readonly kurtosis: number;
}

/** The mean of returns over their deviation (ddof 1), of a bar; `NaN` of fewer than two and where they do not vary. */
export function sharpeOfBar(returns: ArrayLike<number>): number {
  if (returns.length < 2) return NaN;
  const spread = deviation(returns);
  return spread > rounding ? mean(returns) / spread : NaN;
}

/** What there is to judge returns by; its figures are `NaN` where the returns do not vary. */
export function trackRecord(returns: ArrayLike<number>): TrackRecord {
  const {skewness, kurtosis} = shapeOf(returns);
  return {bars: returns.length, sharpe: sharpeOfBar(returns), skewness, kurtosis: kurtosis + 3};
}

/** 1 − γ₃ SR + (γ₄ − 1) / 4 · SR²: the variance of a Sharpe ratio, times the bars less one; never below 0. */
function dispersion({sharpe, skewness, kurtosis}: TrackRecord): number {
  return 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
}

/**
 * The standard error of a Sharpe ratio of a bar: √((1 − γ₃ SR + (γ₄ − 1) / 4 · SR²) / (n − 1)), for returns that are
 * independent of one another and of any shape (Mertens, 2002).
 */
export function sharpeError(record: TrackRecord): number {
  return Math.sqrt(dispersion(record) / (record.bars - 1));
}

/**
 * The probabilistic Sharpe ratio: how sure it is that the true Sharpe ratio is above `threshold`, Φ((SR − SR*) / error)
 * (Bailey and López de Prado, "The Sharpe Ratio Efficient Frontier", 2012). Both ratios are of a bar: one of a year is
 * divided by √periods first. `NaN` where it is not determined.
 */
export function probabilisticSharpe(record: TrackRecord, threshold = 0): number {
  const error = sharpeError(record);
  return error > 0 ? normalShare((record.sharpe - threshold) / error) : NaN;
}

/**
 * The minimum track record length: how many bars of such returns it takes until one is `confidence` sure that the true
 * Sharpe ratio is above `threshold`, 1 + (1 − γ₃ SR + (γ₄ − 1) / 4 · SR²) (z / (SR − SR*))² (the same paper). Infinity
 * where the Sharpe ratio is not above it: no length would do.
 */
export function minimumTrackRecord(record: TrackRecord, threshold = 0, confidence = 0.95): number {
  checkConfidence(confidence);
  const above = record.sharpe - threshold;
  if (Number.isNaN(above)) return NaN;
  if (above <= 0) return Infinity;
  const distance = normalQuantile(confidence) / above;
  return 1 + dispersion(record) * distance * distance;
}

/** Throws unless it is a share between a half and one. */
export function checkConfidence(confidence: number): void {
  if (!(confidence > 0.5 && confidence < 1))
    throw new Error(`invalid confidence: ${confidence}; expected a share above 0.5 and below 1, such as 0.95`);
}
