import {ema, lookbackOf, memoryOf} from "../indicators/means.js";
import {rollingKurtosis, rollingSkew} from "../indicators/operators/moments.js";
import {orders} from "../indicators/operators/order.js";
import {covarianceBy, pairFigures, pairs, trendFigures, trends} from "../indicators/operators/regression.js";
import {asIs, deviation, deviations, means, sums} from "../indicators/operators/spans.js";
import {decayMean, fractionalDifference, fractionalWeights, weightedMean} from "../indicators/operators/weighted.js";
import {highest, lowest, sinceFirst} from "../indicators/windows.js";
import {byRuns} from "../indicators/runs.js";
import type {Operator, Shape, Span, Value} from "./operator.js";
import {bySymbol, each, member, n, shifted, window} from "./operator.js";

const back = (rows: number): Span => ({first: -rows, last: 0});

const combine = (x: Value, y: Value, shape: Shape, figure: (a: number, b: number) => number): Value =>
  each("", 2, figure).compute([x, y], [], shape);

const two = {inputs: 2, least: 2};

/** Operators of each symbol through time. Windows are whole, or the value is `NaN`. */
export const throughTime: Readonly<Record<string, Operator>> = {
  lag: {
    about: "x of n rows before",
    inputs: 1,
    constants: [{...n, least: 0, usual: 1}],
    reads: (rows) => ({first: -rows, last: -rows}),
    compute: ([x], [rows], shape) => shifted(x, rows, shape)
  },
  lead: {
    about: "x of n rows after: for labels alone",
    inputs: 1,
    constants: [{...n, least: 0, usual: 1}],
    reads: (rows) => ({first: rows, last: rows}),
    compute: ([x], [rows], shape) => shifted(x, -rows, shape)
  },
  delta: {
    about: "x less that of n rows before",
    inputs: 1,
    constants: [{...n, usual: 1}],
    reads: back,
    compute: ([x], [rows], shape) => combine(x, shifted(x, rows, shape), shape, (a, b) => a - b)
  },
  returns: {
    about: "x over that of n rows before, less 1",
    inputs: 1,
    constants: [{...n, usual: 1}],
    reads: back,
    compute: ([x], [rows], shape) => combine(x, shifted(x, rows, shape), shape, (a, b) => a / b - 1)
  },
  sum: member("the sum of the last n", sums, asIs),
  mean: member("the mean of the last n", means, asIs),
  std: member("the standard deviation of the last n, with divisor n − ddof", deviations, deviation, {
    least: 2,
    more: [{name: "ddof", least: 0, most: 1, usual: 1}]
  }),
  skew: window("the skewness of the last n, unbiased", (x, size) => rollingSkew(x, size), {least: 3}),
  kurtosis: window("the excess kurtosis of the last n, unbiased", (x, size) => rollingKurtosis(x, size), {least: 4}),
  highest: window("the highest of the last n", highest),
  lowest: window("the lowest of the last n", lowest),
  sinceHighest: window("how many rows ago the highest of the last n was, the earliest of equals", (x, size) =>
    sinceFirst(x, size, 1)
  ),
  sinceLowest: window("how many rows ago the lowest of the last n was, the earliest of equals", (x, size) =>
    sinceFirst(x, size, -1)
  ),
  quantile: member("the q-quantile of the last n, between order statistics linearly", orders, "quantile", {
    more: [{name: "q", least: 0, most: 1, whole: false, usual: 0.5}]
  }),
  median: member("the median of the last n", orders, "median"),
  windowRank: member("the rank of x among its last n, 1 / n to 1, ties by average", orders, "rank"),
  decay: window("the mean of the last n, weighted 1 to n from the oldest on", decayMean),
  slope: member("the slope of the line through the last n, a row", trends, trendFigures.slope, {least: 2}),
  rsquare: member(
    "how much of the spread of the last n the line through them takes up",
    trends,
    trendFigures.rSquared,
    {
      least: 3
    }
  ),
  residual: member("x less the line through the last n", trends, trendFigures.residual, {least: 2}),
  correlation: member("the correlation of the last n of x and y", pairs, pairFigures.correlation, two),
  covariance: member("the covariance of the last n of x and y, with divisor n − 1", pairs, covarianceBy(1), two),
  regressionSlope: member("the slope of x on y over the last n", pairs, pairFigures.slope, two),
  regressionRSquare: member("how much of the spread of x y takes up over the last n", pairs, pairFigures.rSquared, {
    ...two,
    least: 3
  }),
  regressionResidual: member("x less its line on y over the last n", pairs, pairFigures.residual, two),
  ema: {
    about: "the exponential mean of weight 2 / (n + 1), seeded with the mean of the first n",
    inputs: 1,
    constants: [n],
    reads: (size) => back(lookbackOf(size, 2 / (size + 1))),
    tolerance: 1e-9,
    compute: ([x], [size], shape) => bySymbol([x], shape, (series) => byRuns([series], ([run]) => [ema(run, size)])[0])
  },
  weightedMean: {
    about: "the mean of all values since the last missing one, that of k rows before weighted (1 − weight) ^ k",
    inputs: 1,
    constants: [{name: "weight", least: 0.001, most: 1, whole: false}],
    reads: (weight) => back(memoryOf(1 - weight, 1e-10)),
    tolerance: 1e-9,
    compute: ([x], [weight], shape) => bySymbol([x], shape, (series) => weightedMean(series, weight))
  },
  fractionalDifference: {
    about: "x differenced d times, which need not be a whole number, by its weights of at least the threshold",
    inputs: 1,
    constants: [
      {name: "d", least: 0, most: 10, whole: false},
      {name: "threshold", least: 1e-7, most: 1, whole: false, usual: 1e-4}
    ],
    reads: (order, threshold) => back(fractionalWeights(order, threshold).length - 1),
    compute: ([x], [order, threshold], shape) =>
      bySymbol([x], shape, (series) => fractionalDifference(series, order, threshold))
  }
};
