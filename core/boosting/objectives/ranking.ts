import {exp, log, power} from "../../base/elementary.js";
import {rank} from "../../base/stats.js";
import type {Objective, Targets} from "./objective.js";
import {invalidLabel} from "./objective.js";

/** The highest grade of relevance: its gain is 2^30 − 1. */
export const highestGrade = 30;

/** How the pairs of a group are compared. */
export interface Ranking {
  /** Whether a pair counts by how much its exchange would change the NDCG (LambdaRank), or as much as any other. */
  readonly pairs: "lambda" | "pairwise";
  /** Only pairs count of which one is among so many that are foretold highest; 0 for all pairs. */
  readonly truncation: number;
  /** Whether a group's derivatives are scaled by log₂(1 + sum) / sum, so that large groups do not rule. */
  readonly normalise: boolean;
  /** 0 takes labels as grades, whole numbers from 0 to 30; else labels are ranked in each group into so many. */
  readonly grades: number;
}

/** Each sample's grade of relevance. */
export function gradesOf({y, groups}: Targets, grades: number): Float64Array {
  if (grades === 0) {
    const odd = y.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value <= highestGrade));
    if (odd >= 0)
      throw invalidLabel(
        "ranking",
        y,
        odd,
        `whole grades from 0 to ${highestGrade}, or label_grades above 0 to make them`
      );
    return y;
  }
  if (!(Number.isInteger(grades) && grades >= 2 && grades <= highestGrade + 1))
    throw new Error(`invalid label_grades: ${grades}; expected 0, or a whole number from 2 to ${highestGrade + 1}`);
  const out = new Float64Array(y.length);
  eachGroup(groups!, (from, to) => {
    const ranks = rank(y.subarray(from, to));
    for (let i = from; i < to; ++i)
      out[i] = Math.min(grades - 1, Math.floor(((ranks[i - from] - 0.5) * grades) / (to - from)));
  });
  return out;
}

/** Calls with where each group begins and where the next does. */
export function eachGroup(groups: Uint32Array, each: (from: number, to: number, group: number) => void): void {
  for (let g = 0; g + 1 < groups.length; ++g) each(groups[g], groups[g + 1], g);
}

/** What a place from the top is worth: 1 / log₂(2 + place). */
export function discounts(most: number): Float64Array {
  return Float64Array.from({length: most}, (_, place) => log(2) / log(2 + place));
}

/** What a grade is worth: 2^grade − 1. */
export const gainOf = (grade: number) => power(2, grade) - 1;

/** The largest discounted sum of gains that the first `top` places of a group can have. */
export function idealGain(grades: Float64Array, top: number, discount: Float64Array): number {
  const sorted = grades.slice().sort().reverse();
  let sum = 0;
  for (let place = 0; place < Math.min(top, sorted.length); ++place) sum += gainOf(sorted[place]) * discount[place];
  return sum;
}

/** Where chances are looked up: beyond ± this they are taken as those at it. */
const widest = 32;
const stepsOfOne = 1024;
let table: Float64Array | undefined;

/** 1 / (1 + exp(distance)), between neighbours of a table in proportion: within 2e-8 of it. */
function chance(distance: number): number {
  table ??= Float64Array.from({length: 2 * widest * stepsOfOne + 2}, (_, i) => 1 / (1 + exp(i / stepsOfOne - widest)));
  const place = (Math.max(-widest, Math.min(widest, distance)) + widest) * stepsOfOne;
  const low = Math.floor(place);
  return table[low] + (place - low) * (table[low + 1] - table[low]);
}

/**
 * Σ log(1 + exp(−(s_i − s_j))) over the pairs of a group of which i is the more relevant, each times |ΔNDCG| where
 * LambdaRank's (Burges 2010), divided by 0.01 + |s_i − s_j| where it is scaled, as LightGBM's. Weights are of the samples.
 */
export function ranking(targets: Targets, rule: Ranking): Objective {
  const {y, weight, groups} = targets;
  if (!groups) throw new Error("missing groups: ranking needs the samples' times; a group is the samples of one t");
  const lambda = rule.pairs === "lambda";
  const relevance = lambda ? gradesOf(targets, rule.grades) : y;
  let largest = 1;
  eachGroup(groups, (from, to) => (largest = Math.max(largest, to - from)));
  const discount = discounts(largest);
  const gain = lambda ? Float64Array.from(relevance, gainOf) : relevance;
  const top = rule.truncation > 0 ? rule.truncation : largest;
  const inverse = new Float64Array(groups.length);
  if (lambda)
    eachGroup(groups, (from, to, g) => {
      const ideal = idealGain(relevance.subarray(from, to), top, discount);
      inverse[g] = ideal > 0 ? 1 / ideal : 0;
    });
  const slopes = new Float64Array(y.length);
  const curves = new Float64Array(y.length);
  // A group's samples, from the one that is foretold highest down.
  const order = new Uint32Array(largest);
  const score = new Float64Array(largest);
  const grade = new Float64Array(largest);
  const worth = new Float64Array(largest);
  const slope = new Float64Array(largest);
  const curve = new Float64Array(largest);

  const deriveGroup = (raw: Float64Array, from: number, to: number, scale: number) => {
    const n = to - from;
    const sorted = order.subarray(0, n);
    for (let i = 0; i < n; ++i) sorted[i] = from + i;
    sorted.sort((i, j) => raw[j] - raw[i] || i - j);
    for (let a = 0; a < n; ++a) {
      score[a] = raw[sorted[a]];
      grade[a] = relevance[sorted[a]];
      worth[a] = gain[sorted[a]] * scale;
      slope[a] = curve[a] = 0;
    }
    const spread = lambda && rule.normalise && score[0] !== score[n - 1];
    let sum = 0;
    for (let a = 0; a < Math.min(n - 1, top); ++a)
      for (let b = a + 1; b < n; ++b) {
        if (grade[a] === grade[b]) continue;
        const sign = grade[a] > grade[b] ? 1 : -1;
        const distance = score[a] - score[b];
        let change = 1;
        if (lambda) change = sign * (worth[a] - worth[b]) * (discount[a] - discount[b]);
        if (spread) change /= 0.01 + distance;
        const p = chance(sign * distance);
        const step = p * change;
        const bend = p * (1 - p) * change;
        slope[a] -= sign * step;
        slope[b] += sign * step;
        curve[a] += bend;
        curve[b] += bend;
        sum += 2 * step;
      }
    const factor = rule.normalise && sum > 0 ? log(1 + sum) / log(2) / sum : 1;
    for (let a = 0; a < n; ++a) {
      slopes[sorted[a]] = slope[a] * factor;
      curves[sorted[a]] = curve[a] * factor;
    }
  };

  return {
    name: "lambdarank",
    outputs: 1,
    transform: {kind: "identity"},
    start: () => new Float64Array(1),
    begin(raw) {
      eachGroup(groups, (from, to, g) => deriveGroup(raw, from, to, inverse[g]));
    },
    derive(_, __, gradient, hessian) {
      for (let i = 0; i < y.length; ++i) {
        const w = weight ? weight[i] : 1;
        gradient[i] = slopes[i] * w;
        hessian[i] = curves[i] * w;
      }
    }
  };
}
