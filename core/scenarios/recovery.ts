/** How long an account took to come back after a shock. */
export interface Recovery {
  /** The share of the equity before the shock that was lost at the trough; 0 where it never was below that. */
  readonly depth: number;
  /** The row of the trough; null where equity never was below. */
  readonly trough: number | null;
  /** Bars from the trough until the equity before the shock was regained, or, where censored, until the end. */
  readonly bars: number;
  /**
   * Whether it had not come back when the run ended, so that the time is longer than `bars`. Of an account without any
   * equity left at the trough `bars` is Infinity, since it never comes back.
   */
  readonly censored: boolean;
}

/**
 * The recovery of an equity curve from a shock on the rows `from` … `to`. What is to be regained is the equity on the row
 * before. Of the spells below it that begin in these rows the deepest counts, which may last beyond them; of equals the
 * first. Throws unless 0 < from ≤ to and `from` lies on the curve.
 */
export function recoveryTime(equity: ArrayLike<number>, from: number, to: number): Recovery {
  if (!(from > 0 && from <= to && from < equity.length))
    throw new Error(
      `invalid shock: rows ${from} to ${to} of ${equity.length}; it needs a row before and one of its own`
    );
  const before = equity[from - 1];
  let worst: Recovery = {depth: 0, trough: null, bars: 0, censored: false};
  for (let row = from; row < equity.length && row <= to; ++row) {
    if (equity[row] >= before) continue;
    let trough = row;
    for (; row < equity.length && equity[row] < before; ++row) if (equity[row] < equity[trough]) trough = row;
    const depth = 1 - equity[trough] / before;
    if (depth <= worst.depth) continue;
    const censored = row === equity.length;
    const ruined = equity[trough] <= 0 && censored;
    worst = {depth, trough, bars: ruined ? Infinity : (censored ? row - 1 : row) - trough, censored};
  }
  return worst;
}

/** A survival function at the times at which it falls. */
export interface Survivors {
  readonly time: Float64Array;
  /** The share that has not recovered by and including each time. */
  readonly share: Float64Array;
}

/**
 * Kaplan and Meier's estimate of how many have not recovered after so many bars: the product of 1 − d / n over times,
 * where d of n runs still waiting recover. A run that is censored counts among those waiting up to its own time.
 */
export function stillWaiting(runs: readonly Pick<Recovery, "bars" | "censored">[]): Survivors {
  const times = [...new Set(runs.filter(({censored}) => !censored).map(({bars}) => bars))].sort((a, b) => a - b);
  let share = 1;
  const shares = times.map((time) => {
    const waiting = runs.filter(({bars}) => bars >= time).length;
    const recovered = runs.filter(({bars, censored}) => !censored && bars === time).length;
    return (share *= 1 - recovered / waiting);
  });
  return {time: Float64Array.from(times), share: Float64Array.from(shares)};
}

/** The recoveries of many runs. */
export interface Recoveries {
  /** Runs whose equity fell below what it was before the shock: the others have nothing to recover from. */
  readonly hurt: number;
  readonly unhurt: number;
  /** Hurt runs that had not recovered when they ended. */
  readonly censored: number;
  /** The first time at which half of the hurt runs or fewer still wait, by Kaplan and Meier; null where it never comes. */
  readonly median: number | null;
  readonly waiting: Survivors;
}

/** Sums up the recoveries of many runs. */
export function recoveries(runs: readonly Recovery[]): Recoveries {
  const hurt = runs.filter(({trough}) => trough !== null);
  const waiting = stillWaiting(hurt);
  const half = waiting.share.findIndex((share) => share <= 0.5 + 1e-12);
  return {
    hurt: hurt.length,
    unhurt: runs.length - hurt.length,
    censored: hurt.filter(({censored}) => censored).length,
    median: half < 0 ? null : waiting.time[half],
    waiting
  };
}
