import {exp, log, power} from "../../base/elementary.js";
import type {Random} from "../../base/random.js";

/** How a tree's structure sees only a part of the samples, or sees them weighted. */
export const bootstraps = ["Bayesian", "Bernoulli", "MVS", "No"] as const;

export interface Bootstrap {
  readonly type: (typeof bootstraps)[number];
  /** Of Bayesian weights: 0 for all the same, 1 for exponential ones, more for a wider spread. */
  readonly temperature: number;
  /** Of the others: the part of samples. */
  readonly part: number;
}

/** What a tree's structure is found from. */
export interface Drawn {
  /** The samples, ascending; all where left out. */
  readonly rows?: Uint32Array;
  /** What each sample's derivatives are multiplied by; 1 where left out. */
  readonly weights?: Float64Array;
}

/**
 * Draws what a tree's structure is found from. Leaves are computed from all samples whatever is drawn.
 *
 * - `Bayesian`: each sample weighs (−ln u)^temperature, u uniform (Rubin's bootstrap at 1).
 * - `Bernoulli`: each sample is in with the probability `part`.
 * - `MVS` (Ibragimov and Gusev 2019): sample i is in with probability p = min(1, √(g² + λ) / μ) and weighs 1 / p, where μ
 *   makes the expected number `part` of all and λ is the squared mean of |g|: samples that say more are drawn more often,
 *   and sums are right on average.
 *
 * @param candidates the samples to draw from, ascending
 */
export function drawSamples(
  {type, temperature, part}: Bootstrap,
  gradient: Float32Array,
  candidates: Uint32Array,
  random: Random
): Drawn {
  const whole = candidates.length === gradient.length;
  if (type === "Bayesian" && temperature > 0) {
    const weights = Float64Array.from(gradient, () => power(-log(1 - random.uniform()), temperature));
    return whole ? {weights} : {rows: candidates, weights};
  }
  if (type === "Bernoulli" && part < 1)
    return {
      rows: atLeastOne(
        candidates.filter(() => random.uniform() < part),
        candidates
      )
    };
  if (type === "MVS" && part < 1) return minimalVariance(gradient, candidates, part, random);
  return whole ? {} : {rows: candidates};
}

function minimalVariance(
  gradient: Float32Array,
  candidates: Uint32Array,
  part: number,
  {uniform}: Pick<Random, "uniform">
): Drawn {
  const count = candidates.length;
  let sum = 0;
  for (let place = 0; place < count; ++place) sum += Math.abs(gradient[candidates[place]]);
  const ridge = (sum / count) * (sum / count);
  const size = new Float64Array(count);
  for (let place = 0; place < count; ++place) {
    const g = gradient[candidates[place]];
    size[place] = Math.sqrt(g * g + ridge);
  }
  const limit = drawLimit(size, part * count);
  const weights = new Float64Array(gradient.length);
  const rows = new Uint32Array(count);
  let drawn = 0;
  for (let place = 0; place < count; ++place) {
    const chance = limit > 0 ? Math.min(1, size[place] / limit) : 1;
    weights[candidates[place]] = 1 / chance;
    if (uniform() < chance) rows[drawn++] = candidates[place];
  }
  return {rows: atLeastOne(rows.slice(0, drawn), candidates), weights};
}

/** The μ with Σ min(1, size / μ) = wanted: what is above it is in for certain, and the others share what is left. */
export function drawLimit(size: Float64Array, wanted: number): number {
  for (let limit = Infinity; ;) {
    let rest = 0;
    let certain = 0;
    for (let i = 0; i < size.length; ++i) {
      if (size[i] > limit) ++certain;
      else rest += size[i];
    }
    const lower = rest / (wanted - certain);
    if (certain >= wanted || !(lower < limit)) return limit;
    limit = lower;
  }
}

function atLeastOne(rows: Uint32Array, candidates: Uint32Array): Uint32Array {
  return rows.length > 0 ? rows : candidates.slice(0, 1);
}

/**
 * How large noise on scores is: `strength` · √(mean g²) · left / (1 + left), left = samples · e^(−trees · rate). It is all
 * there at first and dies out as the ensemble grows.
 */
export function noiseOf(strength: number, meanSquare: number, samples: number, done: number): number {
  const left = samples * exp(-done);
  return strength * Math.sqrt(meanSquare) * (left / (1 + left));
}
