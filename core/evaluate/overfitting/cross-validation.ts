import {log} from "../../base/elementary.js";
import {sharpeOfBar} from "./sharpe.js";

/** What became of the trial that was best on one half of the rows, over all ways to halve them. */
export interface CrossValidation {
  /** The probability of backtest overfitting: the share of halvings in which the best came out at or below the median. */
  readonly probability: number;
  /** ln(ω / (1 − ω)) of each halving, ω the chosen trial's relative rank among all on the other half. */
  readonly logits: Float64Array;
  /** The Sharpe ratio of a bar of the chosen trial where it was chosen, and on the other half. */
  readonly inSample: Float64Array;
  readonly outOfSample: Float64Array;
  /** Of the line through these pairs: what a bar's Sharpe ratio in sample brings out of sample. */
  readonly slope: number;
  readonly intercept: number;
  readonly rSquared: number;
  /** The share of halvings in which the chosen trial lost out of sample. */
  readonly lossProbability: number;
  /**
   * Whether choosing the best beats choosing blindly out of sample, whatever one is after (first order), or for all who
   * dislike risk (second order).
   */
  readonly dominance: {readonly first: boolean; readonly second: boolean};
  readonly blocks: number;
}

/**
 * Combinatorially symmetric cross-validation (Bailey, Borwein, López de Prado and Zhu, "The Probability of Backtest
 * Overfitting", 2017). The rows are cut into `blocks` even blocks, and each half of the blocks serves once to choose the trial with the
 * highest Sharpe ratio and once to see what became of it:
 *
 *     rows ──► S blocks ──► C(S, S/2) halvings ──► best of one half ──► its rank on the other ──► share at or below ½
 *
 * Every trial's returns are over the same rows, and a trial that does not vary on a half has a Sharpe ratio of 0 there.
 * Blocks differ by a row where the rows cannot be divided evenly. Ranks of equals are averaged. Throws for fewer than two trials,
 * an odd number of blocks, and fewer than two rows a block.
 */
export function crossValidation(trials: readonly ArrayLike<number>[], blocks = 16): CrossValidation {
  const k = trials.length;
  const rows = trials[0]?.length ?? 0;
  check(trials, blocks);
  const sums = Array.from({length: blocks}, (_, b) => blockSums(trials, bounds(rows, blocks, b)));
  const total = new Float64Array(2 * k);
  for (const sum of sums) for (let i = 0; i < 2 * k; ++i) total[i] += sum[i];
  const halvings = choose(blocks, blocks / 2);
  const logits = new Float64Array(halvings);
  const inSample = new Float64Array(halvings);
  const outOfSample = new Float64Array(halvings);
  const blind = blindly(halvings, k);
  const seen = new Float64Array(k);
  const unseen = new Float64Array(k);
  const rest = new Float64Array(2 * k);
  forEachHalf(
    sums,
    (half, count, place) => {
      for (let i = 0; i < 2 * k; ++i) rest[i] = total[i] - half[i];
      sharpes(half, count, seen);
      sharpes(rest, rows - count, unseen);
      let best = 0;
      for (let i = 1; i < k; ++i) if (seen[i] > seen[best]) best = i;
      let [less, equal] = [0, 0];
      const came = unseen[best];
      for (let i = 0; i < k; ++i) {
        if (unseen[i] < came) ++less;
        else if (unseen[i] === came) ++equal;
      }
      const share = (less + (equal + 1) / 2) / (k + 1);
      logits[place] = log(share / (1 - share));
      inSample[place] = seen[best];
      outOfSample[place] = came;
      blind.take(unseen, place);
    },
    (b) => bounds(rows, blocks, b)
  );
  const at = (values: Float64Array, holds: (value: number) => boolean) => {
    let count = 0;
    for (const value of values) if (holds(value)) ++count;
    return count / halvings;
  };
  return {
    probability: at(logits, (logit) => logit <= 1e-12),
    logits,
    inSample,
    outOfSample,
    ...line(inSample, outOfSample),
    lossProbability: at(outOfSample, (value) => value < 0),
    dominance: dominance(outOfSample, blind.values),
    blocks
  };
}

function check(trials: readonly ArrayLike<number>[], blocks: number): void {
  const rows = trials[0]?.length ?? 0;
  if (trials.length < 2) throw new Error(`missing trials: there are ${trials.length}; ranks need two or more`);
  if (!(Number.isInteger(blocks / 2) && blocks >= 2 && blocks <= 20))
    throw new Error(`invalid blocks: ${blocks}; expected an even number from 2 to 20`);
  if (rows < 2 * blocks)
    throw new Error(`missing rows: there are ${rows}; ${blocks} blocks need ${2 * blocks} or more`);
  for (const trial of trials)
    if (trial.length !== rows) throw new Error(`invalid trials: ${trial.length} rows beside ${rows}; cut them alike`);
}

function bounds(rows: number, blocks: number, b: number): readonly [from: number, to: number] {
  return [Math.floor((b * rows) / blocks), Math.floor(((b + 1) * rows) / blocks)];
}

/** Each trial's Σ r, then each trial's Σ r², over a block; returns are scaled by nothing, so that sums can be added up. */
function blockSums(trials: readonly ArrayLike<number>[], [from, to]: readonly [number, number]): Float64Array {
  const k = trials.length;
  const out = new Float64Array(2 * k);
  for (let i = 0; i < k; ++i) {
    const trial = trials[i];
    let [sum, squares] = [0, 0];
    for (let row = from; row < to; ++row) {
      sum += trial[row];
      squares += trial[row] * trial[row];
    }
    out[i] = sum;
    out[k + i] = squares;
  }
  return out;
}

function sharpes(sums: Float64Array, count: number, out: Float64Array): void {
  const k = out.length;
  for (let i = 0; i < k; ++i) {
    const squares = sums[k + i];
    const apart = squares - (sums[i] * sums[i]) / count;
    out[i] = apart > 1e-12 * squares ? sums[i] / count / Math.sqrt(apart / (count - 1)) : 0;
  }
}

/** Every choice of half of the blocks with its sums and rows, in lexical order. */
function forEachHalf(
  sums: readonly Float64Array[],
  act: (half: Float64Array, rows: number, place: number) => void,
  boundsOf: (block: number) => readonly [number, number]
): void {
  const half = sums.length / 2;
  const width = sums[0].length;
  const levels = Array.from({length: half + 1}, () => new Float64Array(width));
  let place = 0;
  const descend = (depth: number, from: number, rows: number) => {
    if (depth === half) {
      act(levels[half], rows, place++);
      return;
    }
    const above = levels[depth];
    const below = levels[depth + 1];
    for (let b = from; b <= sums.length - (half - depth); ++b) {
      const block = sums[b];
      for (let i = 0; i < width; ++i) below[i] = above[i] + block[i];
      const [first, end] = boundsOf(b);
      descend(depth + 1, b + 1, rows + end - first);
    }
  };
  descend(0, 0, 0);
}

function choose(n: number, k: number): number {
  let out = 1;
  for (let i = 1; i <= k; ++i) out = (out * (n - k + i)) / i;
  return Math.round(out);
}

/** What trials that were not chosen came to: of all, or of evenly spaced halvings where those are many. */
function blindly(halvings: number, k: number) {
  const kept = Math.max(1, Math.min(halvings, Math.floor(200_000 / k)));
  const values = new Float64Array(kept * k);
  let next = 0;
  return {
    values,
    take(unseen: Float64Array, place: number) {
      if (next >= kept || place < Math.floor((next * halvings) / kept)) return;
      values.set(unseen, next * k);
      ++next;
    }
  };
}

function line(x: Float64Array, y: Float64Array) {
  const n = x.length;
  let [mx, my] = [0, 0];
  for (let i = 0; i < n; ++i) {
    mx += x[i] / n;
    my += y[i] / n;
  }
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < n; ++i) {
    xx += (x[i] - mx) * (x[i] - mx);
    xy += (x[i] - mx) * (y[i] - my);
    yy += (y[i] - my) * (y[i] - my);
  }
  const slope = xx > 0 ? xy / xx : NaN;
  return {slope, intercept: my - slope * mx, rSquared: xx > 0 && yy > 0 ? (xy * xy) / (xx * yy) : NaN};
}

/**
 * Whether the first sample's distribution lies to the right of the second's everywhere (first order), or its integral does
 * (second order), and somewhere strictly.
 */
export function dominance(
  chosen: ArrayLike<number>,
  others: ArrayLike<number>
): {readonly first: boolean; readonly second: boolean} {
  const a = Float64Array.from(chosen).sort();
  const b = Float64Array.from(others).sort();
  let [i, j, area, last] = [0, 0, 0, Math.min(a[0], b[0])];
  let [first, second, strictly, below] = [true, true, false, false];
  const slack = 1e-12;
  while (i < a.length || j < b.length) {
    const x = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
    area += (i / a.length - j / b.length) * (x - last);
    last = x;
    if (area > slack) second = false;
    if (area < -slack) below = true;
    while (i < a.length && a[i] <= x) ++i;
    while (j < b.length && b[j] <= x) ++j;
    const apart = i / a.length - j / b.length;
    if (apart > slack) first = false;
    if (apart < -slack) strictly = true;
  }
  return {first: first && strictly, second: second && below};
}

/** The place of the trial with the highest Sharpe ratio, the first of equal ones; −1 where none is determined. */
export function bestTrial(trials: readonly ArrayLike<number>[]): number {
  let best = -1;
  let highest = -Infinity;
  trials.forEach((trial, i) => {
    const sharpe = sharpeOfBar(trial);
    if (sharpe > highest) [best, highest] = [i, sharpe];
  });
  return best;
}
