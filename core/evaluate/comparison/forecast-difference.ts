import {mean} from "../../base/stats.js";
import {fewestNames, informationCoefficients} from "../information-coefficient.js";
import {normalShare} from "../../base/normal.js";
import {longRunVariance} from "./long-run.js";
import {fewestReturns} from "./returns-difference.js";
import {studentTails} from "./student.js";

/** Which of two forecasts of the same label erred less. */
export interface DieboldMariano {
  /** The mean of the first's squared errors less the second's: below 0 where the first is better. */
  readonly value: number;
  readonly t: number;
  readonly p: number;
  /** The rows that a label spans. */
  readonly horizon: number;
  /** How many rows both foretold. */
  readonly rows: number;
}

/** Which of two signals ranked names better, day by day. */
export interface CoefficientDifference {
  /** The mean of the first's information coefficient less the second's. */
  readonly value: number;
  readonly t: number;
  readonly p: number;
  readonly lag: number;
  readonly rows: number;
}

/** Two signals (T × N) and the label that both foretold, on the same rows. */
export interface Forecasts {
  readonly times: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly label: Float64Array;
}

/** By how much the first's squared error is above the second's on each row: the mean over the cells that have all three. */
export function lossDifferences({times, a, b, label}: Forecasts): Float64Array {
  const n = label.length / times.length;
  const out: number[] = [];
  for (let row = 0; row < times.length; ++row) {
    let [sum, known] = [0, 0];
    for (let cell = row * n; cell < (row + 1) * n; ++cell) {
      const [x, y] = [a[cell] - label[cell], b[cell] - label[cell]];
      if (Number.isNaN(x) || Number.isNaN(y)) continue;
      sum += x * x - y * y;
      ++known;
    }
    if (known > 0) out.push(sum / known);
  }
  return Float64Array.from(out);
}

/**
 * The test of Diebold and Mariano (1995) with the correction of Harvey, Leybourne and Newbold (1997): mean d / √(V / n), V
 * the long-run variance of the loss differences d over `horizon` − 1 lags of equal weight (Bartlett's weights, where those
 * give nothing above 0), times √((n + 1 − 2h + h (h − 1) / n) / n), against Student's t with n − 1 degrees of freedom.
 * Answers in words why not, where there is too little to tell.
 */
export function dieboldMariano(differences: Float64Array, horizon: number): DieboldMariano | string {
  const n = differences.length;
  if (n < Math.max(fewestReturns, 2 * horizon)) return `they foretold ${n} rows together, which is too few`;
  const flat = longRunVariance(differences, horizon - 1, true);
  const variance = flat > 0 ? flat : longRunVariance(differences, horizon - 1);
  if (!(variance > 0)) return "their errors are the same on every row";
  const value = mean(differences);
  const small = (n + 1 - 2 * horizon + (horizon * (horizon - 1)) / n) / n;
  const t = (value / Math.sqrt(variance / n)) * Math.sqrt(small);
  return {value, t, p: studentTails(t, n - 1), horizon, rows: n};
}

/**
 * The mean of the daily differences of two signals' information coefficients, over the cells that have both and the label,
 * with Newey and West's error over `lag` lags, against the normal distribution. Answers in words why not.
 */
export function coefficientDifference({times, a, b, label}: Forecasts, lag: number): CoefficientDifference | string {
  if (label.length < fewestNames * times.length) return `fewer than ${fewestNames} names a day have no daily IC`;
  const both = label.map((y, cell) => (Number.isNaN(a[cell]) || Number.isNaN(b[cell]) ? NaN : y));
  const second = new Map(informationCoefficients(times, b, both).map(({t, ic}) => [t, ic]));
  const first = informationCoefficients(times, a, both).filter(({t}) => second.has(t));
  const gap = Float64Array.from(first, ({t, ic}) => ic - second.get(t)!);
  if (gap.length < fewestReturns) return `they have an IC on ${gap.length} days together, which is too few`;
  const variance = longRunVariance(gap, lag);
  if (!(variance > 0)) return "they rank the names alike on every day";
  const value = mean(gap);
  const t = value / Math.sqrt(variance / gap.length);
  return {value, t, p: 2 * normalShare(-Math.abs(t)), lag, rows: gap.length};
}
