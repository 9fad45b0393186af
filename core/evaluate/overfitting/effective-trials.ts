import {exp, log} from "../../base/elementary.js";
import {mean} from "../../base/stats.js";
import {clusters} from "./clusters.js";
import {eigenvalues} from "./eigenvalues.js";

/** How many independent trials many amount to, by two ways of counting. */
export interface EffectiveTrials {
  readonly count: number;
  /** Clusters of trials whose returns go together. */
  readonly clusters: number;
  /** The effective rank of their correlation matrix. */
  readonly rank: number;
  /** The higher of the two. */
  readonly effective: number;
}

/** The most trials whose correlations are looked at; of more, so many that are evenly spaced, and their number scaled up. */
export const mostCompared = 250;

/**
 * How many independent trials these amount to. All are over the same rows. Trials that do not vary correlate with none, and
 * each counts as one. Where there are more than `most`, those compared stand for all: the number is scaled up.
 */
export function effectiveTrials(trials: readonly ArrayLike<number>[], most = mostCompared): EffectiveTrials {
  const count = trials.length;
  if (count === 0) return {count, clusters: 0, rank: 0, effective: 0};
  const compared = evenly(trials, most);
  const matrix = correlationMatrix(compared);
  const scale = count / compared.length;
  const grouped = clusters(matrix).count * scale;
  const rank = effectiveRank(matrix, trials[0].length) * scale;
  return {count, clusters: grouped, rank, effective: Math.max(grouped, rank)};
}

/** So many of a list, evenly spaced, the first among them; all where there are no more. */
export function evenly<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from({length: most}, (_, i) => list[Math.floor((i * list.length) / most)]);
}

/** The correlations of each with each, row by row; 0 with one that does not vary. */
export function correlationMatrix(trials: readonly ArrayLike<number>[]): Float64Array {
  const k = trials.length;
  const unit = trials.map(standardised);
  const out = new Float64Array(k * k);
  for (let i = 0; i < k; ++i) {
    const a = unit[i];
    for (let j = 0; j < i; ++j) {
      const b = unit[j];
      let sum = 0;
      for (let row = 0; row < a.length; ++row) sum += a[row] * b[row];
      const value = Math.max(-1, Math.min(1, sum));
      out[i * k + j] = value;
      out[j * k + i] = value;
    }
    out[i * k + i] = 1;
  }
  return out;
}

/** (x − mean) / √Σ (x − mean)²; zeros where it does not vary. */
function standardised(values: ArrayLike<number>): Float64Array {
  const m = mean(values);
  const out = Float64Array.from(values, (value) => value - m);
  let squares = 0;
  let size = 0;
  for (let i = 0; i < out.length; ++i) {
    squares += out[i] * out[i];
    size = Math.max(size, Math.abs(values[i]));
  }
  const scale = Math.sqrt(squares) > 1e-14 * size * out.length ? 1 / Math.sqrt(squares) : 0;
  for (let i = 0; i < out.length; ++i) out[i] *= scale;
  return out;
}

/**
 * The effective rank of a correlation matrix: e to the entropy of its eigenvalues as shares of their sum (Roy and Vetterli,
 * 2007); 1 where all do the same, n where none has to do with another. Eigenvalues below what noise alone brings to the
 * largest over so many rows, (1 + √(n / rows))² (Marchenko and Pastur, 1967), are no structure and count as equal: each as
 * their mean.
 */
export function effectiveRank(correlations: Float64Array, rows: number): number {
  const values = eigenvalues(correlations);
  const n = values.length;
  const edge = (1 + Math.sqrt(n / rows)) * (1 + Math.sqrt(n / rows));
  let noise = 0;
  let sum = 0;
  for (const value of values) {
    if (value > edge) break;
    ++noise;
    sum += Math.max(0, value);
  }
  let entropy = 0;
  const add = (value: number) => {
    const share = value / n;
    if (share > 0) entropy -= share * log(share);
  };
  for (let i = 0; i < n; ++i) add(i < noise ? sum / noise : values[i]);
  return Math.min(n, exp(entropy));
}
