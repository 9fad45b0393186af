import type {ValidationMetric} from "./metrics.js";

/** Follows a figure round after round. */
export interface Watch {
  /** Takes note of the raw values after a round; whether training should end. */
  note(raw: Float64Array): boolean;
  readonly figures: () => Float64Array;
  /** The number of rounds after which it was best; of equal figures the earlier. */
  readonly best: () => number;
}

/** @param patience how many rounds without a better figure end training; 0 for never */
export function watch(metric: ValidationMetric, patience: number): Watch {
  const figures: number[] = [];
  let best = 0;
  let value = NaN;
  return {
    note(raw) {
      const figure = metric.measure(raw);
      figures.push(figure);
      const better = Number.isNaN(value) || (metric.larger ? figure > value : figure < value);
      if (better && !Number.isNaN(figure)) {
        value = figure;
        best = figures.length;
      }
      return patience > 0 && figures.length - best >= patience;
    },
    figures: () => Float64Array.from(figures),
    best: () => best
  };
}
