import type {Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import {deviation, mean} from "../base/stats.js";
import type {Figures} from "../evaluate/signal-metrics.js";
import type {FoldSummary} from "../learn/cross-predict.js";
import type {Dataset} from "../plugin.js";

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
    coverage: {value: complete / priced, unit: "percent"}
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
  return {
    paths: {value: coefficients.length, unit: "count"},
    "path-ic": {value: mean(coefficients), unit: "ratio"},
    "path-ic-deviation": {value: deviation(coefficients), unit: "ratio"}
  };
}
