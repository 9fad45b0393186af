import type {Problem} from "./data/problem.js";

/** Figures of one prediction by name. */
export type Scores = Readonly<Record<string, number>>;

/** Of which figures less is better. */
export const lower: ReadonlySet<string> = new Set(["logloss"]);

/**
 * How well the labels of a problem's test samples were foretold: R², of a panel with the mean rank correlation of a day (IC);
 * log loss and the area under the curve of probabilities; NDCG of the first ten of each group.
 */
export function scoresOf({task, test}: Problem, predicted: Float64Array): Scores {
  const {y, t} = test;
  if (task === "binary") return {logloss: logLoss(y, predicted), auc: areaUnderCurve(y, predicted)};
  if (task === "rank") return {ndcg: byDay(t, y, predicted, ndcg)};
  return task === "panel" ? {ic: byDay(t, y, predicted, spearman), r2: r2(y, predicted)} : {r2: r2(y, predicted)};
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function r2(y: Float64Array, predicted: Float64Array): number {
  const centre = mean(y);
  let [rest, all] = [0, 0];
  for (let i = 0; i < y.length; ++i) {
    rest += (y[i] - predicted[i]) ** 2;
    all += (y[i] - centre) ** 2;
  }
  return 1 - rest / all;
}

function logLoss(y: Float64Array, predicted: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < y.length; ++i) {
    const p = Math.min(Math.max(predicted[i], 1e-15), 1 - 1e-15);
    sum -= Math.log(y[i] === 1 ? p : 1 - p);
  }
  return sum / y.length;
}

function areaUnderCurve(y: Float64Array, predicted: Float64Array): number {
  const place = ranks(predicted);
  let [positive, sum] = [0, 0];
  for (let i = 0; i < y.length; ++i) {
    if (y[i] !== 1) continue;
    ++positive;
    sum += place[i];
  }
  return (sum - (positive * (positive + 1)) / 2) / (positive * (y.length - positive));
}

/** Gains 2^grade − 1, of equal predictions the earlier first. */
function ndcg(y: Float64Array, predicted: Float64Array): number {
  const gain = (by: Float64Array) => {
    const order = Array.from(by.keys()).sort((a, b) => by[b] - by[a] || a - b);
    return order.slice(0, 10).reduce((sum, i, k) => sum + (2 ** y[i] - 1) / Math.log2(k + 2), 0);
  };
  const best = gain(y);
  return best > 0 ? gain(predicted) / best : 1;
}

function spearman(y: Float64Array, predicted: Float64Array): number {
  const [a, b] = [ranks(y), ranks(predicted)];
  const centre = (y.length + 1) / 2;
  let [both, first, second] = [0, 0, 0];
  for (let i = 0; i < y.length; ++i) {
    both += (a[i] - centre) * (b[i] - centre);
    first += (a[i] - centre) ** 2;
    second += (b[i] - centre) ** 2;
  }
  return second === 0 ? 0 : both / Math.sqrt(first * second);
}

/** Places from 1 on; equal values share the mean of theirs. */
function ranks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const out = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) ++to;
    for (let k = from; k < to; ++k) out[order[k]] = (from + to + 1) / 2;
    from = to;
  }
  return out;
}

/** The mean of a figure over the runs of equal days. */
function byDay(
  t: Float64Array,
  y: Float64Array,
  predicted: Float64Array,
  figure: (y: Float64Array, predicted: Float64Array) => number
): number {
  let [sum, days] = [0, 0];
  for (let from = 0; from < t.length; ++days) {
    let to = from + 1;
    while (to < t.length && t[to] === t[from]) ++to;
    sum += figure(y.subarray(from, to), predicted.subarray(from, to));
    from = to;
  }
  return sum / days;
}
