import {power} from "../../base/elementary.js";
import {random} from "../../base/random.js";
import {sortedQuantile} from "../../base/stats.js";
import {rounding} from "../returns.js";
import {blockLengths} from "./block-length.js";
import type {Blocks} from "./resampling.js";
import {checkBlocks, drawRows} from "./resampling.js";
import {checkConfidence} from "./sharpe.js";

/** The figures of an account that intervals are made of, under the names of their metrics. */
export const headlineFigures = [
  "total-return",
  "annual-return",
  "volatility",
  "sharpe",
  "sortino",
  "max-drawdown",
  "calmar"
] as const;

export type HeadlineFigure = (typeof headlineFigures)[number];

/** Where a figure lies with so much confidence. */
export interface ConfidenceInterval {
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

export interface Resampling {
  readonly seed: number | string;
  /** How many times the returns are drawn anew. */
  readonly draws?: number;
  /** Of stationary blocks as long as the returns ask for (see `blockLengths`) where left out. */
  readonly blocks?: Blocks;
  readonly confidence?: number;
}

/** The stationary blocks that a series asks for. */
export function blocksOf(values: ArrayLike<number>): Blocks {
  return {kind: "stationary", length: blockLengths(values).stationary};
}

/**
 * The headline figures of so many other histories, each drawn in blocks from the account's own returns, which keeps their
 * spread and their memory from bar to bar. Formulas are the metrics' own. An array a figure with a value a draw, `NaN` where
 * a draw does not determine it.
 */
export function resampledFigures(
  returns: ArrayLike<number>,
  periods: number,
  {seed, draws = 1000, blocks = blocksOf(returns)}: Resampling
): Readonly<Record<HeadlineFigure, Float64Array>> {
  const n = returns.length;
  if (n < 2) throw new Error(`missing returns: there are ${n}; figures of other histories need two or more`);
  checkBlocks(blocks);
  const r = Float64Array.from(returns);
  const out = Object.fromEntries(headlineFigures.map((name) => [name, new Float64Array(draws)])) as Record<
    HeadlineFigure,
    Float64Array
  >;
  const generator = random(seed);
  const rows = new Uint32Array(n);
  const root = Math.sqrt(periods);
  for (let draw = 0; draw < draws; ++draw) {
    drawRows(rows, n, blocks, generator);
    let [sum, short, level, peak, worst] = [0, 0, 1, 1, 0];
    for (let i = 0; i < n; ++i) {
      const value = r[rows[i]];
      sum += value;
      if (value < 0) short += value * value;
      level *= 1 + value;
      if (level > peak) peak = level;
      else if (level < peak * (1 + worst)) worst = level / peak - 1;
    }
    const m = sum / n;
    let squares = 0;
    for (let i = 0; i < n; ++i) {
      const apart = r[rows[i]] - m;
      squares += apart * apart;
    }
    const spread = Math.sqrt(squares / (n - 1));
    const downside = Math.sqrt(short / n);
    const year = level > 0 ? power(level, periods / n) - 1 : -1;
    out["total-return"][draw] = level - 1;
    out["annual-return"][draw] = year;
    out.volatility[draw] = spread * root;
    out.sharpe[draw] = spread > rounding ? (m / spread) * root : NaN;
    out.sortino[draw] = downside > 0 ? (m / downside) * root : NaN;
    out["max-drawdown"][draw] = worst;
    out.calmar[draw] = worst < 0 ? year / -worst : NaN;
  }
  return out;
}

/**
 * The interval between the quantiles at (1 ∓ confidence) / 2 of what a figure came to in many draws. Draws that do not
 * determine it are left out; both ends are `NaN` where those are one in twenty or more.
 */
export function intervalOf(values: ArrayLike<number>, confidence = 0.95): ConfidenceInterval {
  checkConfidence(confidence);
  const known = Float64Array.from(values).filter(Number.isFinite).sort();
  if (known.length === 0 || values.length - known.length >= values.length / 20)
    return {low: NaN, high: NaN, confidence};
  const tail = (1 - confidence) / 2;
  return {low: sortedQuantile(known, tail), high: sortedQuantile(known, 1 - tail), confidence};
}

/** The intervals of all headline figures. */
export function headlineIntervals(
  returns: ArrayLike<number>,
  periods: number,
  resampling: Resampling
): Readonly<Record<HeadlineFigure, ConfidenceInterval>> {
  const figures = resampledFigures(returns, periods, resampling);
  return Object.fromEntries(
    headlineFigures.map((name) => [name, intervalOf(figures[name], resampling.confidence)])
  ) as Record<HeadlineFigure, ConfidenceInterval>;
}

/** The interval of a series' mean, such as that of the information coefficients of days. */
export function meanInterval(
  values: ArrayLike<number>,
  {seed, draws = 1000, blocks = blocksOf(values), confidence}: Resampling
): ConfidenceInterval {
  const n = values.length;
  if (n < 2) throw new Error(`missing values: there are ${n}; the mean of a draw needs two or more`);
  checkBlocks(blocks);
  const generator = random(seed);
  const rows = new Uint32Array(n);
  const means = new Float64Array(draws);
  for (let draw = 0; draw < draws; ++draw) {
    drawRows(rows, n, blocks, generator);
    let sum = 0;
    for (let i = 0; i < n; ++i) sum += values[rows[i]];
    means[draw] = sum / n;
  }
  return intervalOf(means, confidence);
}
