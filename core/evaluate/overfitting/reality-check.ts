import {log} from "../../base/elementary.js";
import type {Random} from "../../base/random.js";
import {quantile} from "../../base/stats.js";
import {rounding} from "../returns.js";
import type {Blocks} from "./resampling.js";
import {checkBlocks, drawRows} from "./resampling.js";

/** How sure it is that the best of many is better than what all are compared with, as three p-values. */
export interface Superiority {
  /** The place of the trial whose statistic is the highest, and that statistic. */
  readonly best: number;
  readonly statistic: number;
  /**
   * The chance that the best of so many, none of which is better, looks as good as this one. White's reality check is `upper`: it
   * takes all for as good as what they are compared with. `lower` takes for that only those that look better, and
   * `consistent` (Hansen's) leaves out those that are clearly worse; it is the one to read.
   */
  readonly lower: number;
  readonly consistent: number;
  readonly upper: number;
}

/** Differences of trials from what they are compared with, and how they are drawn anew. */
export interface Comparison {
  /** One series a trial, all over the same rows: its return less the benchmark's, or its return where that is doing nothing. */
  readonly excess: readonly ArrayLike<number>[];
  readonly blocks: Blocks;
  /** The rows of each draw. */
  readonly draws: readonly Uint32Array[];
  /** Whether differences are measured in their own deviations (Hansen), or as they are (White). */
  readonly studentised?: boolean;
}

/** So many draws of so many rows. */
export function drawsOf(count: number, rows: number, blocks: Blocks, generator: Random): readonly Uint32Array[] {
  checkBlocks(blocks);
  return Array.from({length: count}, () => {
    const draw = new Uint32Array(rows);
    drawRows(draw, rows, blocks, generator);
    return draw;
  });
}

/**
 * White's reality check (2000) and Hansen's test of superior predictive ability (2005): the mean difference of each trial over
 * n rows, in deviations ω / √n where studentised, is held against the highest that draws of the same rows show once each trial's own mean is
 * taken out of them. ω² is the variance of the mean under the stationary bootstrap, in closed form (Politis and Romano,
 * 1994). A trial is clearly worse where its mean is below −√(2 ln ln n) ω / √n. A p-value is (1 + draws that show as much) /
 * (1 + draws), the rows as they are being one more: it is never 0, and 1 where nothing varies. Where differences are
 * studentised, the statistic of a trial that does not vary is 0.
 */
export function superiority(comparison: Comparison): Superiority {
  const {observed, simulated} = prepare(comparison);
  let best = 0;
  for (let i = 1; i < observed.length; ++i) if (observed[i] > observed[best]) best = i;
  const statistic = observed[best];
  const share = (kind: keyof typeof simulated) => {
    let above = 0;
    for (const highest of maxima(simulated[kind], observed.length)) if (highest >= statistic) ++above;
    return (1 + above) / (1 + comparison.draws.length);
  };
  return {best, statistic, lower: share("lower"), consistent: share("consistent"), upper: share("upper")};
}

/**
 * The trials that are better than what they are compared with, by the stepwise test of Romano and Wolf (2005): those above the
 * critical value are taken out and the rest are tested anew, until none is above. The chance that any of those found is
 * false is `level`. Their places, in order.
 */
export function superiorTrials(comparison: Comparison, level = 0.05): readonly number[] {
  if (!(level > 0 && level < 1)) throw new Error(`invalid level: ${level}; expected a share between 0 and 1`);
  const {observed, simulated} = prepare(comparison);
  const k = observed.length;
  const left = new Set(Array.from({length: k}, (_, i) => i));
  const found: number[] = [];
  for (;;) {
    if (left.size === 0) break;
    const critical = quantile(maxima(simulated.consistent, k, left), 1 - level);
    const better = [...left].filter((i) => observed[i] > critical);
    if (better.length === 0) break;
    for (const i of better) {
      left.delete(i);
      found.push(i);
    }
  }
  return found.sort((a, b) => a - b);
}

/** The highest of each draw's values, of all trials or of some. `values` has a row a draw. */
function maxima(values: Float64Array, k: number, of?: ReadonlySet<number>): Float64Array {
  const places = of ? [...of] : null;
  return Float64Array.from({length: values.length / k}, (_, draw) => {
    let highest = -Infinity;
    if (places) for (const i of places) highest = Math.max(highest, values[draw * k + i]);
    else for (let i = draw * k; i < (draw + 1) * k; ++i) if (values[i] > highest) highest = values[i];
    return highest;
  });
}

/** Each trial's statistic, and what each draw makes of it under the three ways to take its mean out. */
function prepare({excess, blocks, draws, studentised = true}: Comparison) {
  check(excess, draws);
  const k = excess.length;
  const n = excess[0].length;
  const root = Math.sqrt(n);
  const means = Float64Array.from(excess, (series) => sumOf(series) / n);
  const deviations = Float64Array.from(excess, (series, i) => Math.sqrt(meanVariance(series, means[i], blocks.length)));
  const bound = Math.sqrt(2 * Math.max(0, log(log(n))));
  const scale = deviations.map((deviation) => (!studentised ? 1 : deviation > rounding ? root / deviation : 0));
  const centres = {
    lower: means.map((m) => Math.max(m, 0)),
    consistent: means.map((m, i) => (m >= (-bound * deviations[i]) / root ? m : 0)),
    upper: means
  };
  const drawn = drawnMeans(excess, draws);
  const centred = (centre: Float64Array) => drawn.map((m, at) => (m - centre[at % k]) * scale[at % k]);
  return {
    observed: means.map((m, i) => m * scale[i]),
    simulated: {
      lower: centred(centres.lower),
      consistent: centred(centres.consistent),
      upper: centred(centres.upper)
    }
  };
}

function check(excess: readonly ArrayLike<number>[], draws: readonly Uint32Array[]): void {
  if (excess.length === 0) throw new Error("missing trials: there are none to compare");
  if (draws.length === 0) throw new Error("missing draws: there are none to compare with");
  const rows = excess[0].length;
  if (rows < 3) throw new Error(`missing rows: there are ${rows}; a comparison needs three or more`);
  for (const {length} of [...excess, ...draws])
    if (length !== rows) throw new Error(`invalid trials: ${length} rows beside ${rows}; cut them alike`);
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; ++i) sum += values[i];
  return sum;
}

/** The mean of each trial over the rows of each draw: how often each row was drawn, times the returns. A row a draw. */
function drawnMeans(excess: readonly ArrayLike<number>[], draws: readonly Uint32Array[]): Float64Array {
  const k = excess.length;
  const n = excess[0].length;
  const columns = excess.map((series) => Float64Array.from(series));
  const out = new Float64Array(draws.length * k);
  const times = new Float64Array(n);
  draws.forEach((rows, draw) => {
    times.fill(0);
    for (let i = 0; i < n; ++i) ++times[rows[i]];
    for (let j = 0; j < k; ++j) {
      const column = columns[j];
      let sum = 0;
      for (let i = 0; i < n; ++i) sum += times[i] * column[i];
      out[draw * k + j] = sum / n;
    }
  });
  return out;
}

/**
 * n times the variance that a mean has under the stationary bootstrap with blocks of this mean length: R(0) + 2 Σ κ(i) R(i),
 * κ(i) = (1 − i/n) (1 − p)^i + (i/n) (1 − p)^(n − i), p = 1 / length. Lags whose weight is below 1e-14 are left out.
 */
export function meanVariance(series: ArrayLike<number>, mean: number, length: number): number {
  const n = series.length;
  const x = Float64Array.from(series, (value) => value - mean);
  const stay = 1 - 1 / length;
  const powers = new Float64Array(n + 1);
  powers[0] = 1;
  for (let i = 1; i <= n; ++i) powers[i] = powers[i - 1] * stay;
  let variance = 0;
  for (let i = 0; i < n; ++i) variance += x[i] * x[i];
  for (let lag = 1; lag < n; ++lag) {
    const weight = (1 - lag / n) * powers[lag] + (lag / n) * powers[n - lag];
    if (weight < 1e-14) continue;
    let sum = 0;
    for (let i = lag; i < n; ++i) sum += x[i] * x[i - lag];
    variance += 2 * weight * sum;
  }
  return Math.max(0, variance / n);
}
