import {sortedQuantile} from "../../base/stats.js";
import {oneOf, whole} from "../../base/options.js";

type Values = ArrayLike<number>;

/** How probabilities are sorted into bins: by equal widths from 0 to 1, or with equally many in each. */
export const binnings = ["uniform", "quantile"] as const;
export type Binning = (typeof binnings)[number];

/** What was said and what came, of the predictions of one bin. */
export interface CalibrationBin {
  /** Above `from`, or from 0 on in the first bin, up to `to`. */
  readonly from: number;
  readonly to: number;
  /** The mean probability that was given. */
  readonly predicted: number;
  /** The share that came true. */
  readonly observed: number;
  readonly count: number;
}

/**
 * What came true of what was given which probability, bin by bin; bins without predictions are left out (scikit-learn's
 * calibration_curve). A probability on the edge of two bins is in the lower. Throws where one is outside of 0 … 1.
 */
export function calibrationCurve(
  came: ArrayLike<boolean>,
  probability: Values,
  {bins = 10, binning = "uniform"}: {readonly bins?: number; readonly binning?: Binning} = {}
): readonly CalibrationBin[] {
  whole("bins", bins);
  oneOf("binning", binning, binnings);
  const n = probability.length;
  for (let i = 0; i < n; ++i)
    if (!(probability[i] >= 0 && probability[i] <= 1))
      throw new Error(`invalid probability: ${probability[i]}; expected a number from 0 to 1`);
  if (n === 0) return [];
  const sorted = Float64Array.from(probability).sort();
  const edges = Float64Array.from({length: bins + 1}, (_, b) =>
    b === bins && binning === "uniform"
      ? 1
      : binning === "uniform"
        ? b * (1 / bins)
        : sortedQuantile(sorted, b * (1 / bins))
  );
  const counts = new Float64Array(bins);
  const sums = new Float64Array(bins);
  const hits = new Float64Array(bins);
  for (let i = 0; i < n; ++i) {
    let bin = 0;
    while (bin < bins - 1 && edges[bin + 1] < probability[i]) ++bin;
    ++counts[bin];
    sums[bin] += probability[i];
    if (came[i]) ++hits[bin];
  }
  return Array.from(counts, (count, b) => ({
    from: edges[b],
    to: edges[b + 1],
    predicted: sums[b] / count,
    observed: hits[b] / count,
    count
  })).filter(({count}) => count > 0);
}

/**
 * The expected calibration error: Σ count / n · |observed − predicted| over the bins of equal width (Naeini, Cooper and
 * Hauskrecht, 2015): by how much, on average, what was said and what came true are apart. `NaN` of nothing.
 */
export function calibrationError(came: ArrayLike<boolean>, probability: Values, bins = 10): number {
  const curve = calibrationCurve(came, probability, {bins});
  if (curve.length === 0) return NaN;
  return curve.reduce(
    (sum, {predicted, observed, count}) => sum + (count / probability.length) * Math.abs(observed - predicted),
    0
  );
}
