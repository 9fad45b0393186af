import type {Metric} from "../plugin.js";
import {fewestNames, informationCoefficients, paired, serialCoefficient, summarise} from "./information-coefficient.js";

/** Figures by name: each with the unit that it is written in and, where it is not determined, the reason. */
export type Figures = Readonly<
  Record<string, {readonly value: number; readonly unit: Metric["unit"]; readonly reason?: string}>
>;

/**
 * How well a signal foretold its label, over the cells that have both:
 *
 * - `ic`, `ic-ratio`, `ic-t`: mean, mean / deviation and Newey–West t of the daily information coefficients where rows
 *   have enough names; with fewer names than that, `ic` is the rank correlation of all cells at once and the other two are absent.
 * - `r2`: 1 − Σ (y − signal)² / Σ (y − baseline)², against the baseline's predictions (the training mean).
 * - `sign-hits`: share of cells in which signal and label have the same sign.
 * - `predictions`: how many cells.
 *
 * `horizon` is the number of rows that a label's returns span: those from the decision to the label, less the one until it
 * is traded.
 */
export function signalFigures(
  times: Float64Array,
  signal: Float64Array,
  label: Float64Array,
  baseline: Float64Array,
  horizon: number
): Figures {
  const [x, y] = paired(signal, label);
  const [b] = paired(baseline, label);
  let residual = 0;
  let total = 0;
  let hits = 0;
  for (let i = 0; i < x.length; ++i) {
    residual += (y[i] - x[i]) * (y[i] - x[i]);
    total += (y[i] - b[i]) * (y[i] - b[i]);
    if (Math.sign(x[i]) === Math.sign(y[i])) ++hits;
  }
  const few = signal.length < fewestNames * times.length;
  const daily = few ? null : summarise(informationCoefficients(times, signal, label), horizon);
  return {
    ic: {value: daily ? daily.mean : serialCoefficient(signal, label).rank, unit: "ratio"},
    ...(daily && {
      "ic-ratio": {value: daily.ratio, unit: "ratio"},
      "ic-t": {value: daily.t, unit: "ratio"}
    }),
    r2: {value: 1 - residual / total, unit: "percent"},
    "sign-hits": {value: hits / x.length, unit: "percent"},
    predictions: {value: x.length, unit: "count"}
  };
}
