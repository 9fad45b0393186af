import {random} from "../../../core/base/random.js";
import {sortedQuantile} from "../../../core/base/stats.js";
import {accountReturns} from "../../../core/evaluate/returns.js";
import type {Band} from "../line-chart.js";

/** How paths are drawn. */
export interface Drawing {
  /** How many. */
  readonly draws?: number;
  /** The share of them that lies within the band. */
  readonly confidence?: number;
  readonly seed?: number;
  /** On how many bars at most the band is given. */
  readonly most?: number;
}

/**
 * Where the same account could have stood: from the first value on, paths of its own returns drawn anew in blocks of
 * random length (the stationary bootstrap of Politis and Romano, 1994; mean length ∛n), and on each bar the quantiles
 * that hold the middle `confidence` of them. In percent of the first value. Null where there are too few returns, or
 * where nothing is left of the account.
 */
export function equityBand(
  times: ArrayLike<number>,
  equity: Float64Array,
  {draws = 400, confidence = 0.9, seed = 1, most = 160}: Drawing = {}
): Omit<Band, "colour"> | null {
  const returns = accountReturns(equity);
  const n = returns.length;
  if (n < 20 || n < equity.length - 1 || !returns.every(Number.isFinite)) return null;
  const rows = gridRows(n, most);
  const levels = rows.map(() => new Float64Array(draws));
  const stop = 1 / Math.max(2, Math.round(Math.cbrt(n)));
  const stream = random(seed);
  for (let draw = 0; draw < draws; ++draw) {
    let level = 100;
    let at = stream.integer(n);
    levels[0][draw] = level;
    for (let i = 0, next = 1; i < n; ++i) {
      level *= 1 + returns[at];
      at = stream.uniform() < stop ? stream.integer(n) : (at + 1) % n;
      if (i + 1 === rows[next]) levels[next++][draw] = level;
    }
  }
  const tail = (1 - confidence) / 2;
  for (const each of levels) each.sort();
  return {
    name: `${Math.round(100 * confidence)}% of ${draws} redrawn paths`,
    times: rows.map((row) => times[row]),
    low: levels.map((each) => sortedQuantile(each, tail)),
    high: levels.map((each) => sortedQuantile(each, 1 - tail))
  };
}

/** Up to `most` rows of 0 … n, evenly spread, the first and the last among them. */
function gridRows(n: number, most: number): readonly number[] {
  const count = Math.min(n, most - 1);
  return Array.from({length: count + 1}, (_, i) => Math.round((i * n) / count));
}
