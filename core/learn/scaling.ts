import type {Dataset} from "../plugin.js";
import type {RowChange} from "./dataset.js";
import {mapFeatures, sampleOf} from "./dataset.js";
import {normalQuantile} from "../base/normal.js";

/** How features are brought to one size before a model sees them. */
export const scalings = ["standard", "robust", "rank", "none"] as const;

/**
 * - `standard`: (x − mean) / deviation, with divisor n (scikit-learn's StandardScaler); 0 for a feature that did not vary.
 * - `robust`: (x − median) / (third quartile − first), or x − median where these are the same (its RobustScaler).
 * - `rank`: the standard normal's quantile at the rank of x among the samples that it was fitted on (its
 *   QuantileTransformer). Of these up to 1,000 evenly spaced quantiles are kept, with straight lines between them; what
 *   they have several times gets the middle of its ranks. At most 5.2 to either side.
 * - `none`: x.
 *
 * What is missing, NaN, stays so and does not count.
 */
export type ScalingMethod = (typeof scalings)[number];

/** What a scaling found in the samples that it was fitted on: an item a feature. */
export type Scaling =
  | Standard
  | {readonly method: "robust"; readonly median: Float64Array; readonly range: Float64Array}
  | {readonly method: "rank"; readonly quantiles: readonly Float64Array[]}
  | {readonly method: "none"};

/** Each feature's mean and standard deviation over the samples it was fitted on. */
export interface Standard {
  readonly method: "standard";
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** What a scaling is fitted on. */
export type Sampled = Pick<Dataset, "x" | "shape">;

/** Fits a scaling on the latest row of each sample, so that a row which is in several windows counts once. */
export function fitScaling(data: Sampled): Standard;
export function fitScaling(data: Sampled, method: ScalingMethod): Scaling;
export function fitScaling(data: Sampled, method: ScalingMethod = "standard"): Scaling {
  const features = Array.from({length: data.shape[2]}, (_, j) => j);
  if (method === "none") return {method};
  if (method === "standard") return standard(data);
  const sorted = (j: number) => column(data, j).sort();
  if (method === "rank") {
    const count = Math.min(1000, data.shape[0]);
    const quantiles = (values: Float64Array) =>
      Float64Array.from({length: count}, (_, i) => quantile(values, count > 1 ? i / (count - 1) : 0));
    return {method, quantiles: features.map((j) => quantiles(sorted(j)))};
  }
  const quartiles = features.map((j) => {
    const values = sorted(j);
    return [0.25, 0.5, 0.75].map((p) => quantile(values, p));
  });
  return {
    method,
    median: Float64Array.from(quartiles, ([, each]) => each),
    range: Float64Array.from(quartiles, ([first, , third]) => third - first)
  };
}

/** The samples with their features scaled. Each value by itself: no sample changes another's. */
export function scale(data: Dataset, scaling: Scaling): Dataset {
  if (scaling.method === "none") return data;
  return mapFeatures(data, scaledBy(scaling));
}

/** A scaling as JSON text. */
export function scalingText(scaling: Scaling): string {
  return JSON.stringify(scaling, (_, value: unknown) => (value instanceof Float64Array ? Array.from(value) : value));
}

function standard(data: Sampled): Standard {
  const [samples, window, k] = data.shape;
  const sample = sampleOf(data);
  const latest = (window - 1) * k;
  const mean = new Float64Array(k);
  const deviation = new Float64Array(k);
  const known = new Float64Array(k);
  for (let i = 0; i < samples; ++i) {
    const values = sample(i);
    for (let j = 0; j < k; ++j) {
      if (Number.isNaN(values[latest + j])) continue;
      mean[j] += values[latest + j];
      ++known[j];
    }
  }
  for (let j = 0; j < k; ++j) mean[j] /= known[j] || 1;
  for (let i = 0; i < samples; ++i) {
    const values = sample(i);
    for (let j = 0; j < k; ++j) {
      if (Number.isNaN(values[latest + j])) continue;
      const d = values[latest + j] - mean[j];
      deviation[j] += d * d;
    }
  }
  for (let j = 0; j < k; ++j) deviation[j] = Math.sqrt(deviation[j] / (known[j] || 1));
  return {method: "standard", mean, deviation};
}

function column(data: Sampled, feature: number): Float64Array {
  const [samples, window, k] = data.shape;
  const sample = sampleOf(data);
  const values = Float64Array.from({length: samples}, (_, i) => sample(i)[(window - 1) * k + feature]);
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length > 0 ? known : Float64Array.of(0);
}

function scaledBy(scaling: Exclude<Scaling, {method: "none"}>): RowChange {
  switch (scaling.method) {
    case "standard": {
      const {mean, deviation} = scaling;
      return (from, to, at) => {
        for (let j = 0; j < mean.length; ++j) {
          const value = from[at + j];
          to[at + j] = deviation[j] > 0 || Number.isNaN(value) ? (value - mean[j]) / deviation[j] : 0;
        }
      };
    }
    case "robust": {
      const {median, range} = scaling;
      return (from, to, at) => {
        for (let j = 0; j < median.length; ++j) to[at + j] = (from[at + j] - median[j]) / (range[j] > 0 ? range[j] : 1);
      };
    }
    case "rank": {
      const {quantiles} = scaling;
      const rank = (value: number, j: number) =>
        Number.isNaN(value) ? NaN : normalQuantile(Math.max(1e-7, Math.min(1 - 1e-7, shareOf(quantiles[j], value))));
      return (from, to, at) => {
        for (let j = 0; j < quantiles.length; ++j) to[at + j] = rank(from[at + j], j);
      };
    }
  }
}

/** The share of a distribution, of which evenly spaced quantiles are given, that lies below a value. */
function shareOf(quantiles: Float64Array, value: number): number {
  const last = quantiles.length - 1;
  const below = firstFrom(quantiles, (each) => each >= value);
  const end = firstFrom(quantiles, (each) => each > value);
  if (below < end) return last > 0 ? (below + end - 1) / 2 / last : 0.5;
  if (end === 0 || end > last) return end === 0 ? 0 : 1;
  return (end - 1 + (value - quantiles[end - 1]) / (quantiles[end] - quantiles[end - 1])) / last;
}

/** The first place of ascending values of which a condition holds that holds of all larger ones too. */
function firstFrom(values: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(values[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The p-quantile of sorted values, with linear interpolation between order statistics. */
function quantile(sorted: Float64Array, p: number): number {
  const place = (sorted.length - 1) * p;
  const low = Math.floor(place);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
}
