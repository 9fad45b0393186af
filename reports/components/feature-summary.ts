import type {Panel} from "../../core/base/panel.js";
import {field} from "../../core/base/panel.js";
import {correlation, deviation, mean, quantile} from "../../core/base/stats.js";
import {paired} from "../../core/evaluate/information-coefficient.js";

/** What one feature looks like. */
export interface FeatureSummary {
  readonly name: string;
  /** The share of priced cells that have it. */
  readonly coverage: number;
  readonly mean: number;
  readonly deviation: number;
  /** The 1st and the 99th percentile; the bars span these. */
  readonly low: number;
  readonly high: number;
  /** How many values fall in each of equal steps from `low` to `high`. */
  readonly bars: readonly number[];
}

/** The features of a panel, and how much they repeat one another. */
export interface FeatureSummaries {
  readonly features: readonly FeatureSummary[];
  /** Pearson's correlation of each pair over the cells that have both. */
  readonly correlations: readonly {readonly a: string; readonly b: string; readonly value: number}[];
}

const steps = 24;

/** Summarises columns of a panel. */
export function summariseFeatures(panel: Panel, names: readonly string[]): FeatureSummaries {
  const close = field(panel, "close");
  const priced = close.reduce((sum, price) => sum + (Number.isNaN(price) ? 0 : 1), 0);
  const features = names.map((name) => summary(name, field(panel, name), close, priced));
  const correlations = names.flatMap((a, i) =>
    names.slice(0, i + 1).flatMap((b) => {
      const value = a === b ? 1 : correlation(...paired(field(panel, a), field(panel, b)));
      return a === b
        ? [{a, b, value}]
        : [
            {a, b, value},
            {a: b, b: a, value}
          ];
    })
  );
  return {features, correlations};
}

function summary(name: string, column: Float64Array, close: Float64Array, priced: number): FeatureSummary {
  const values = column.filter((value, i) => Number.isFinite(value) && !Number.isNaN(close[i]));
  const low = quantile(values, 0.01);
  const high = quantile(values, 0.99);
  const bars = new Array<number>(steps).fill(0);
  for (const value of values) {
    if (value < low || value > high) continue;
    const step = high > low ? Math.floor(((value - low) / (high - low)) * steps) : 0;
    ++bars[Math.min(step, steps - 1)];
  }
  return {name, coverage: values.length / priced, mean: mean(values), deviation: deviation(values), low, high, bars};
}
