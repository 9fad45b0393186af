import * as elementary from "../../base/elementary.js";
import type {Column, Panel} from "../../base/panel.js";
import {series} from "../../base/panel.js";
import {memoised} from "../memo.js";
import type {FitOptions} from "./fit.js";
import {fitHiddenMarkov} from "./fit.js";
import {filterStates} from "./model.js";

/**
 * After which the model is estimated anew: on the first row of each, by the labels' dates (UTC; weeks begin on
 * Mondays).
 */
export const refits = ["week", "month", "quarter", "year"] as const;
export type Refit = (typeof refits)[number];

/** How a model follows the panel. */
export interface RollingOptions extends FitOptions {
  /** The rows from which the model is estimated. */
  readonly window: number;
  readonly refit: Refit;
  /** For how many rows an estimation is used at most, its own among them. */
  readonly most: number;
  /** Whether the size of the bar is observed beside the return. */
  readonly range: boolean;
}

/** The rows before t that the states at t depend on. */
export function rollingLookback({window, most}: RollingOptions): number {
  return window + most - 1;
}

/**
 * The filtered chance of each state, a column each. On the first row of each week, month, quarter or year a model is
 * estimated from that row's and the `window` − 1 returns before it; until the next one the chances are those of a pass
 * forward through the same rows and those since. Each is so determined by at most window + most rows, wherever the
 * panel begins. A row without a return says nothing of the state and has none; `NaN` before the first estimation, and
 * after one of rows that do not vary. Throws where the panel has more than `most` rows between two estimations.
 */
export function rollingStates(panel: Panel, options: RollingOptions): readonly Column[] {
  const {states, iterations, window, refit, most, range} = options;
  const key = JSON.stringify([states, iterations, window, refit, most, range]);
  return memoised(rollingStates, panel, key, () => {
    const anchors = anchorsOf(panel.times, refit);
    const ends = anchors.map((row, k) => Math.min(anchors[k + 1] ?? panel.times.length, row + most));
    const n = panel.symbols.length;
    const out = Array.from({length: states}, () => new Float64Array(panel.times.length * n).fill(NaN));
    for (let s = 0; s < n; ++s) {
      const observed = observe(panel, s, range);
      for (const [k, anchor] of anchors.entries()) {
        // The first return of the window needs the close before it.
        const first = anchor - window + 1;
        if (first < 1) continue;
        const model = fitHiddenMarkov(
          observed.map((x) => x.subarray(first, anchor + 1)),
          options
        );
        if (!model) continue;
        const {chances} = filterStates(
          model,
          observed.map((x) => x.subarray(first, ends[k]))
        );
        for (let i = anchor; i < ends[k]; ++i) {
          if (Number.isNaN(observed[0][i])) continue;
          for (let state = 0; state < states; ++state) out[state][i * n + s] = chances[(i - first) * states + state];
        }
      }
    }
    return out;
  });
}

/** ln(close / close before) and, where the range is asked for, ln ln(high / low), `NaN` where the bar has none. */
function observe(panel: Panel, symbol: number, range: boolean): Float64Array[] {
  const close = series(panel, "close", symbol);
  const returns = close.map((price, i) => finite(elementary.log(price / close[i - 1])));
  if (!range) return [returns];
  const low = series(panel, "low", symbol);
  return [
    returns,
    series(panel, "high", symbol).map((high, i) => finite(elementary.log(elementary.log(high / low[i]))))
  ];
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

/** The rows on which another week, month, quarter or year begins than the row before is in. */
function anchorsOf(times: Float64Array, refit: Refit): number[] {
  const periods = Array.from(times, (t) => periodOf(t, refit));
  return periods.flatMap((period, i) => (i > 0 && period !== periods[i - 1] ? [i] : []));
}

function periodOf(t: number, refit: Refit): number {
  // The first of January 1970 was a Thursday.
  if (refit === "week") return Math.floor((t / 864e5 + 3) / 7);
  const date = new Date(t);
  const month = 12 * date.getUTCFullYear() + date.getUTCMonth();
  return Math.floor(month / {month: 1, quarter: 3, year: 12}[refit]);
}
