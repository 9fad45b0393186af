import {informationCoefficients} from "../../evaluate/information-coefficient.js";
import type {Targets} from "../objectives/objective.js";
import {discounts, eachGroup, gainOf, gradesOf, idealGain} from "../objectives/ranking.js";

/** The chance that a sample of the second class has the larger value of two, ties half; NaN where a class has none. */
export function areaUnderCurve(
  raw: Float64Array,
  second: (i: number) => number,
  {weight}: Pick<Targets, "weight">
): number {
  const order = Uint32Array.from(raw.keys()).sort((i, j) => raw[i] - raw[j] || i - j);
  let below = 0;
  let pairs = 0;
  let positives = 0;
  for (let start = 0; start < order.length;) {
    let [zeros, ones] = [0, 0];
    let end = start;
    for (; end < order.length && raw[order[end]] === raw[order[start]]; ++end) {
      const w = weight ? weight[order[end]] : 1;
      if (second(order[end]) === 1) ones += w;
      else zeros += w;
    }
    pairs += ones * (below + 0.5 * zeros);
    below += zeros;
    positives += ones;
    start = end;
  }
  return positives > 0 && below > 0 ? pairs / (positives * below) : NaN;
}

/**
 * The mean over groups of the discounted gain of the first `at` places over the largest that it could be; 1 of a group
 * whose samples are all worth nothing, as in LightGBM. Ties are in order of the samples.
 */
export function normalisedGain(targets: Targets, at: number, grades: number): (raw: Float64Array) => number {
  const {groups} = targets;
  if (!groups) throw new Error("missing groups: ndcg needs the samples' times; a group is the samples of one t");
  const relevance = gradesOf(targets, grades);
  const discount = discounts(at);
  return (raw) => {
    let sum = 0;
    eachGroup(groups, (from, to) => {
      const ideal = idealGain(relevance.subarray(from, to), at, discount);
      if (ideal === 0) return void ++sum;
      const order = Array.from({length: to - from}, (_, i) => from + i).sort((i, j) => raw[j] - raw[i] || i - j);
      let found = 0;
      for (let place = 0; place < Math.min(at, order.length); ++place)
        found += gainOf(relevance[order[place]]) * discount[place];
      sum += found / ideal;
    });
    return sum / (groups.length - 1);
  };
}

/**
 * The mean over groups of Spearman's correlation of values with labels: see `informationCoefficients`, which leaves out
 * those of few samples. NaN where no group has one.
 */
export function informationCoefficient({y, groups}: Targets): (values: Float64Array) => number {
  if (!groups) throw new Error("missing groups: ic needs the samples' times; a group is the samples of one t");
  let width = 0;
  eachGroup(groups, (from, to) => (width = Math.max(width, to - from)));
  const rows = groups.length - 1;
  const table = (values: Float64Array) => {
    const out = new Float64Array(rows * width).fill(NaN);
    eachGroup(groups, (from, to, g) => out.set(values.subarray(from, to), g * width));
    return out;
  };
  const outcome = table(y);
  const times = Float64Array.from({length: rows}, (_, g) => g);
  return (values) => {
    const found = informationCoefficients(times, table(values), outcome);
    let sum = 0;
    for (const {ic} of found) sum += ic;
    return found.length > 0 ? sum / found.length : NaN;
  };
}
