import {sortedQuantile} from "../../base/stats.js";
import type {Dataset, Fitted} from "../../plugin.js";
import {sampleOf} from "../dataset.js";
import {checkFeature, predictChanged} from "./columns.js";

type Sampled = Pick<Dataset, "x" | "shape" | "names">;

/**
 * Values of a feature at which to look at what a model makes of it: its quantiles from 5 % to 95 % in so many even
 * steps, or all that there are where they are not more than that. Of a window, those of the latest row; missing ones
 * take no part.
 */
export function quantileGrid(data: Sampled, feature: number, points = 21): Float64Array {
  checkFeature(feature, data);
  const sorted = latest(data, feature)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  if (distinct.length <= points) return distinct;
  const grid = Float64Array.from({length: points}, (_, i) => sortedQuantile(sorted, 0.05 + (0.9 * i) / (points - 1)));
  return grid.filter((value, i) => i === 0 || value !== grid[i - 1]);
}

/** What a model predicts of samples when their features are set to the values of a grid. */
export interface Effects {
  /** The mean over the samples: of two features, grid × grid, the second's values the faster. */
  readonly mean: Float64Array;
  /** Samples × grid: individual conditional expectations (Goldstein et al. 2015). */
  readonly individual: Float64Array;
}

/**
 * Predictions of samples of which one feature, or two, were set to each value of a grid (partial dependence: Friedman
 * 2001), of any model. Of a window the latest row alone is set. Where features go together, it asks of samples that
 * never are.
 */
export function effects(
  fitted: Pick<Fitted, "predict">,
  data: Sampled,
  features: readonly [number] | readonly [number, number],
  grids: readonly Float64Array[]
): Effects {
  for (const feature of features) checkFeature(feature, data);
  const [n, window, k] = data.shape;
  if (n === 0) throw new Error("missing samples: an effect is a mean over some; give a few hundred");
  const [first, second] = grids;
  const inner = second ? second.length : 1;
  const points = first.length * inner;
  const mean = new Float64Array(points);
  const individual = new Float64Array(n * points);
  for (let point = 0; point < points; ++point) {
    const prediction = predictChanged(fitted, data, (values) => {
      values[(window - 1) * k + features[0]] = first[Math.floor(point / inner)];
      if (features.length === 2) values[(window - 1) * k + features[1]] = second[point % inner];
    });
    for (let i = 0; i < n; ++i) {
      individual[i * points + point] = prediction[i];
      mean[point] += prediction[i] / n;
    }
  }
  return {mean, individual};
}

/**
 * Lines, samples × grid, each less its own value at one place of the grid: how they differ in shape and not in level.
 */
export function centred(individual: Float64Array, points: number, place = 0): Float64Array {
  return individual.map((value, i) => value - individual[i - (i % points) + place]);
}

/** What a feature adds to the prediction, known from samples that there are. */
export interface AccumulatedEffects {
  /** Ascending edges of the intervals. */
  readonly edges: Float64Array;
  /** The effect at each edge; over the samples its mean is 0. */
  readonly values: Float64Array;
  /** How many samples each interval has: one fewer than edges. */
  readonly counts: Uint32Array;
}

/**
 * Accumulated local effects (Apley and Zhu 2020): within each interval between quantiles of a feature, the mean over
 * the samples that lie in it of how much the prediction changes from its lower edge to its upper, summed up from
 * interval to interval. Unlike partial dependence it asks only of samples near those that there are, so that features
 * which go together are not mixed up. Throws where the feature does not vary.
 */
export function accumulatedEffects(
  fitted: Pick<Fitted, "predict">,
  data: Sampled,
  feature: number,
  intervals = 20
): AccumulatedEffects {
  checkFeature(feature, data);
  const [, window, k] = data.shape;
  const place = (window - 1) * k + feature;
  const own = latest(data, feature);
  const sorted = own.filter((value) => !Number.isNaN(value)).sort();
  const wanted = Float64Array.from({length: intervals + 1}, (_, i) =>
    Math.fround(sortedQuantile(sorted, i / intervals))
  );
  const edges = wanted.filter((value, i) => i === 0 || value > wanted[i - 1]);
  if (edges.length < 2) throw new Error(`invalid feature: number ${feature} does not vary; choose another`);
  const interval = Int32Array.from(own, (value) => {
    if (Number.isNaN(value)) return -1;
    let at = 0;
    while (at < edges.length - 2 && value > edges[at + 1]) ++at;
    return at;
  });
  const set = (side: number) =>
    predictChanged(fitted, data, (values, i) => {
      if (interval[i] >= 0) values[place] = edges[interval[i] + side];
    });
  const [low, high] = [set(0), set(1)];
  const counts = new Uint32Array(edges.length - 1);
  const changes = new Float64Array(edges.length - 1);
  for (const [i, at] of interval.entries()) {
    if (at < 0) continue;
    ++counts[at];
    changes[at] += high[i] - low[i];
  }
  const values = new Float64Array(edges.length);
  let level = 0;
  for (let at = 0; at < counts.length; ++at) {
    values[at + 1] = values[at] + (counts[at] > 0 ? changes[at] / counts[at] : 0);
    level += (counts[at] * (values[at] + values[at + 1])) / 2;
  }
  const samples = counts.reduce((all, each) => all + each, 0);
  return {edges, values: values.map((value) => value - level / samples), counts};
}

function latest(data: Sampled, feature: number): Float64Array {
  const [n, window, k] = data.shape;
  const sample = sampleOf(data);
  return Float64Array.from({length: n}, (_, i) => sample(i)[(window - 1) * k + feature]);
}
