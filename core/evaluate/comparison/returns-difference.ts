import type {Random} from "../../base/random.js";
import {deviation, mean} from "../../base/stats.js";
import {blockLengths} from "../overfitting/block-length.js";
import {normalShare} from "../../base/normal.js";
import {drawRows} from "../overfitting/resampling.js";
import {rounding} from "../returns.js";
import {longRunVariance, usualLag} from "./long-run.js";

/** The fewest returns from which a difference is told. */
export const fewestReturns = 20;

/** A difference, first less second, and how far luck would carry it. */
export interface Difference {
  readonly value: number;
  /** An interval that holds the true difference with the asked confidence. */
  readonly low: number;
  readonly high: number;
  /** How often luck alone would give a difference at least so large, if there were none. */
  readonly p: number;
}

/** A difference whose error was estimated with autocorrelation and changing variance in mind. */
export interface Studentised {
  readonly t: number;
  readonly p: number;
  /** How many lags the error takes into account. */
  readonly lag: number;
}

/** How two accounts' returns on the same bars differ. */
export interface ReturnsDifference {
  /** Of the Sharpe ratios, a year. */
  readonly sharpe: Difference;
  readonly sharpeByTheory: Studentised;
  /** Of the mean returns, a year, without compounding. */
  readonly mean: Difference;
  /** The mean length of the blocks that were drawn. */
  readonly block: number;
}

/** How a difference is to be looked at. */
export interface Asked {
  /** Bars a year. */
  readonly periods: number;
  /** How many times the bars are drawn anew. */
  readonly draws: number;
  readonly confidence: number;
  readonly random: Random;
}

/**
 * Whether two accounts' Sharpe ratios and mean returns differ by more than luck. Bars are drawn anew in blocks, the same
 * bars for both accounts, by the stationary bootstrap, so that what they have in common and what one bar owes to the one
 * before stays. Of B draws a difference is called luck with the chance (1 + the number of draws that are further from the
 * difference found than that is from 0) / (B + 1), and the interval reaches as far to either side as it takes to hold 0
 * wherever that chance is above 1 less the confidence. Beside it stands the test of Ledoit and Wolf (2008) without
 * their bootstrap, see `differenceError`. Answers in words why not, where there is too little to tell.
 */
export function returnsDifference(a: Float64Array, b: Float64Array, asked: Asked): ReturnsDifference | string {
  const n = a.length;
  const {periods, draws, confidence} = asked;
  if (n < fewestReturns) return `they share ${n} returns; ${fewestReturns} are needed`;
  const [va, vb] = [deviation(a), deviation(b)];
  if (!(va > rounding && vb > rounding)) return "one of them never moves";
  const gap = a.map((value, i) => value - b[i]);
  const found = {mean: mean(gap), sharpe: mean(a) / va - mean(b) / vb};
  const error = differenceError(a, b);
  if (!(deviation(gap) > rounding)) return "they are the same, bar by bar";
  const block = Math.max(blockLengths(error.influence).stationary, blockLengths(gap).stationary);
  const rows = new Uint32Array(n);
  const away = {mean: new Float64Array(draws), sharpe: new Float64Array(draws)};
  for (let draw = 0; draw < draws; ++draw) {
    drawRows(rows, n, {kind: "stationary", length: block}, asked.random);
    const [ma, mb, sa, sb] = drawn(a, b, rows);
    away.mean[draw] = Math.abs(ma - mb - found.mean);
    away.sharpe[draw] = Math.abs(sa - sb - found.sharpe);
  }
  const root = Math.sqrt(periods);
  const statistic = found.sharpe / (error.error * Math.sqrt((n - 1) / n));
  return {
    sharpe: judged(found.sharpe, away.sharpe, confidence, root),
    sharpeByTheory: {t: statistic, p: 2 * normalShare(-Math.abs(statistic)), lag: error.lag},
    mean: judged(found.mean, away.mean, confidence, periods),
    block
  };
}

/**
 * The standard error of a difference of two Sharpe ratios, by the delta method on means and second moments (Ledoit and
 * Wolf, 2008, section 3.1): the long-run deviation of the influence ψ_t of each bar, over √n, with
 * ψ = ψ(a) − ψ(b), ψ(r)_t = (γ (r_t − m) − m (r_t² − γ) / 2) / (γ − m²)^1.5, m and γ the means of r and of r².
 */
export function differenceError(a: Float64Array, b: Float64Array, lag = usualLag(a.length)) {
  const [ia, ib] = [sharpeInfluence(a), sharpeInfluence(b)];
  const influence = ia.map((value, i) => value - ib[i]);
  return {influence, lag, error: Math.sqrt(longRunVariance(influence, lag) / a.length)};
}

/** By how much each bar pulls a Sharpe ratio of a bar; see `differenceError`. */
function sharpeInfluence(returns: Float64Array): Float64Array {
  const m = mean(returns);
  const second = mean(returns.map((r) => r * r));
  const variance = second - m * m;
  const scale = variance * Math.sqrt(variance);
  return returns.map((r) => (second * (r - m) - (m / 2) * (r * r - second)) / scale);
}

/** Means and Sharpe ratios of both accounts over the drawn rows. */
function drawn(a: Float64Array, b: Float64Array, rows: Uint32Array): readonly [number, number, number, number] {
  const n = rows.length;
  let [sumA, sumB, squareA, squareB] = [0, 0, 0, 0];
  for (let i = 0; i < n; ++i) {
    const [x, y] = [a[rows[i]], b[rows[i]]];
    sumA += x;
    sumB += y;
    squareA += x * x;
    squareB += y * y;
  }
  return [sumA / n, sumB / n, ratio(sumA, squareA, n), ratio(sumB, squareB, n)];
}

/** Mean over deviation (ddof 1) of n numbers with these sums; 0 where they do not vary. */
function ratio(sum: number, squares: number, n: number): number {
  const m = sum / n;
  const spread = Math.sqrt(Math.max(0, (squares - n * m * m) / (n - 1)));
  return spread > rounding ? m / spread : 0;
}

/** What the draws say of a difference; `scale` makes a year's of a bar's. */
function judged(value: number, away: Float64Array, confidence: number, scale: number): Difference {
  const far = away.reduce((count, each) => count + (each >= Math.abs(value) ? 1 : 0), 0);
  const outside = Math.floor((1 - confidence) * (away.length + 1) + 1e-9);
  const reach = away.sort()[Math.min(away.length - 1, away.length - outside)];
  return {
    value: value * scale,
    low: (value - reach) * scale,
    high: (value + reach) * scale,
    p: (1 + far) / (away.length + 1)
  };
}
