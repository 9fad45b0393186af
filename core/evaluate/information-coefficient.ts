import {correlation, rankCorrelation} from "../base/stats.js";
import {meanTest, neighbours} from "./signals/mean-test.js";

/** The fewest names on a day for which a cross-sectional correlation is taken. */
export const fewestNames = 5;

/** A signal's rank correlation with what came after, on one row. */
export interface Coefficient {
  readonly t: number;
  readonly ic: number;
  /** How many names it was taken over. */
  readonly names: number;
}

/** The cells at which both columns have a number, as `[signal, outcome]`. */
export function paired(signal: ArrayLike<number>, outcome: ArrayLike<number>): [Float64Array, Float64Array] {
  const x: number[] = [];
  const y: number[] = [];
  for (let i = 0; i < signal.length; ++i) {
    if (Number.isNaN(signal[i]) || Number.isNaN(outcome[i])) continue;
    x.push(signal[i]);
    y.push(outcome[i]);
  }
  return [Float64Array.from(x), Float64Array.from(y)];
}

/**
 * The information coefficient of each row: Spearman's rank correlation, across names, of the signal with the outcome
 * that followed (alphalens' IC). Rows with fewer than `fewestNames` names, or in which one side does not vary, are left
 * out. Both columns are T × N.
 */
export function informationCoefficients(
  times: Float64Array,
  signal: Float64Array,
  outcome: Float64Array
): readonly Coefficient[] {
  const n = signal.length / times.length;
  const out: Coefficient[] = [];
  for (let i = 0; i < times.length; ++i) {
    const [x, y] = paired(signal.subarray(i * n, (i + 1) * n), outcome.subarray(i * n, (i + 1) * n));
    if (x.length < fewestNames) continue;
    const ic = rankCorrelation(x, y);
    if (!Number.isNaN(ic)) out.push({t: times[i], ic, names: x.length});
  }
  return out;
}

/** What a series of information coefficients amounts to. */
export interface CoefficientSummary {
  readonly mean: number;
  /** mean / deviation (ddof 1). */
  readonly ratio: number;
  /** The mean over its Newey–West standard error: neighbouring coefficients share returns when horizons overlap. */
  readonly t: number;
}

/**
 * Summarises coefficients of outcomes that each span `horizon` rows. The error of the mean is Newey and West's (1987), over
 * as many neighbours as `neighbours` says.
 */
export function summarise(coefficients: readonly {readonly ic: number}[], horizon: number): CoefficientSummary {
  const ic = Float64Array.from(coefficients, (c) => c.ic);
  const {mean, deviation, robustT} = meanTest(ic, neighbours(ic.length, horizon));
  return {mean, ratio: mean / deviation, t: robustT};
}

/** Signals against outcomes over all cells at once, through time: Spearman's and Pearson's correlation. */
export function serialCoefficient(signal: ArrayLike<number>, outcome: ArrayLike<number>) {
  const [x, y] = paired(signal, outcome);
  return {rank: rankCorrelation(x, y), linear: correlation(x, y), count: x.length};
}
