import type {Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import {deviation, mean} from "../base/stats.js";
import type {Figures} from "../evaluate/signal-metrics.js";
import {unexplained} from "../evaluate/undetermined.js";
import type {FoldSummary} from "../learn/cross-predict.js";
import type {Dataset, Metric, Result} from "../plugin.js";
import type {Plan} from "./plan.js";

/**
 * The figures of a plan's metrics; one that is not determined has its reason beside it.
 *
 * @param bars the panel that was traded: figures of what prices did in between are not determined without it
 */
export function backtestFigures({metrics}: Pick<Plan, "metrics">, result: Result, bars?: Panel): Figures {
  return Object.fromEntries(metrics.map((metric) => [metric.name, figureOf(metric, result, bars)]));
}

function figureOf(metric: Metric, result: Result, bars?: Panel): Figures[string] {
  const value = metric.measure(result, bars);
  if (Number.isFinite(value)) return {value, unit: metric.unit};
  return {value: NaN, unit: metric.unit, reason: metric.undetermined?.(result, bars) ?? unexplained};
}

/** Figures as a record holds them: null where one is not determined, and the reason for it. */
export function writtenFigures(figures: Figures): {
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly units: Readonly<Record<string, Metric["unit"]>>;
  readonly reasons: Readonly<Record<string, string>>;
} {
  const entries = Object.entries(figures);
  const absent = entries.filter(([, {value}]) => !Number.isFinite(value));
  return {
    metrics: Object.fromEntries(entries.map(([name, {value}]) => [name, Number.isFinite(value) ? value : null])),
    units: Object.fromEntries(entries.map(([name, {unit}]) => [name, unit])),
    reasons: Object.fromEntries(absent.map(([name, {reason}]) => [name, reason ?? unexplained]))
  };
}

/**
 * What features cover: how many there are, and the share of the cells that have a price in which all of them are
 * numbers.
 */
export function featureFigures(panel: Panel, names: readonly string[]): Figures {
  const close = field(panel, "close");
  const columns = names.map((name) => field(panel, name));
  let priced = 0;
  let complete = 0;
  for (let i = 0; i < close.length; ++i) {
    if (Number.isNaN(close[i])) continue;
    ++priced;
    if (columns.every((column) => Number.isFinite(column[i]))) ++complete;
  }
  return {
    features: {value: names.length, unit: "count"},
    coverage: {
      value: complete / priced,
      unit: "percent",
      ...(priced === 0 && {reason: "no cell has a price"})
    }
  };
}

/** What there is to learn from: samples, how many of them have a label, and folds. */
export function datasetFigures({shape, y}: Dataset, folds: readonly FoldSummary[]): Figures {
  return {
    samples: {value: shape[0], unit: "count"},
    labelled: {value: y.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0), unit: "count"},
    folds: {value: folds.length, unit: "count"}
  };
}

/**
 * The spread of the information coefficient over the paths of an out-of-sample signal: its mean and its deviation
 * (ddof 1).
 */
export function pathFigures(coefficients: readonly number[]): Figures {
  const few = coefficients.some(Number.isNaN) ? "a path has no information coefficient" : "there is one path";
  return {
    paths: {value: coefficients.length, unit: "count"},
    "path-ic": {value: mean(coefficients), unit: "ratio", ...notedUnless(mean(coefficients), few)},
    "path-ic-deviation": {
      value: deviation(coefficients),
      unit: "ratio",
      ...notedUnless(deviation(coefficients), few)
    }
  };
}

function notedUnless(value: number, reason: string): {readonly reason?: string} {
  return Number.isFinite(value) ? {} : {reason};
}
