import type {Random} from "../../base/random.js";
import {deviation, mean} from "../../base/stats.js";
import {blockLengths} from "../overfitting/block-length.js";
import {drawRows} from "../overfitting/resampling.js";
import {rounding} from "../returns.js";

/**
 * The model confidence set of Hansen, Lunde and Nason (2011) by the largest deviation from the mean of all (their T_max),
 * of columns in which more is better. `means` has each column's mean over each draw of the rows. The worst, in units of its
 * own error, is taken away again and again; each gets the largest chance found until it went that all that were left are
 * equally good. The set of confidence 1 − α are those above α; the last one has 1.
 */
export function confidenceSet(columns: readonly Float64Array[], means: readonly Float64Array[]): readonly number[] {
  const levels = columns.map((column) => mean(column));
  const draws = means[0]?.length ?? 0;
  const chances = columns.map(() => 1);
  let left = columns.map((_, k) => k);
  let reached = 0;
  while (left.length > 1) {
    const middle = left.reduce((sum, k) => sum + levels[k], 0) / left.length;
    const drawn = left.map((k) => means[k].map((value) => value - levels[k]));
    for (let draw = 0; draw < draws; ++draw) {
      const average = drawn.reduce((sum, column) => sum + column[draw], 0) / left.length;
      for (const column of drawn) column[draw] -= average;
    }
    const errors = drawn.map((column) => Math.sqrt(column.reduce((sum, value) => sum + value * value, 0) / draws));
    if (errors.some((error) => !(error > 0))) break;
    const short = left.map((k, place) => (middle - levels[k]) / errors[place]);
    const worst = Math.max(...short);
    let further = 0;
    for (let draw = 0; draw < draws; ++draw)
      if (drawn.some((column, place) => -column[draw] / errors[place] > worst)) ++further;
    reached = Math.max(reached, further / draws);
    const gone = left.filter((_, place) => short[place] === worst);
    for (const k of gone) chances[k] = reached;
    left = left.filter((_, place) => short[place] !== worst);
  }
  return chances;
}

/**
 * The confidence set of accounts by their Sharpe ratios on the same bars: of returns over their own deviation, so that the
 * mean is the ratio. The bars are drawn in blocks whose mean length is the largest that any of the accounts needs.
 */
export function sharpeSet(returns: readonly Float64Array[], draws: number, random: Random): readonly number[] | string {
  const scaled = returns.map((column) => {
    const spread = deviation(column);
    return column.map((r) => r / spread);
  });
  if (returns.some((column) => !(deviation(column) > rounding))) return "one of them never moves";
  const n = scaled[0].length;
  const length = Math.max(...scaled.map((column) => blockLengths(column).stationary));
  const rows = new Uint32Array(n);
  const means = scaled.map(() => new Float64Array(draws));
  for (let draw = 0; draw < draws; ++draw) {
    drawRows(rows, n, {kind: "stationary", length}, random);
    scaled.forEach((column, k) => {
      let sum = 0;
      for (let i = 0; i < n; ++i) sum += column[rows[i]];
      means[k][draw] = sum / n;
    });
  }
  return confidenceSet(scaled, means);
}
