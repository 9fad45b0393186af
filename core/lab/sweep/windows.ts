/** How rows are divided into windows, each with rows to choose by and rows to trade on. */
export interface Walk {
  /** Rows to choose by, and the rows after them that the choice is measured on. */
  readonly train: number;
  readonly test: number;
  /** Rows from one choice to the next; `test` where left out, so that every row is tested once. */
  readonly step?: number;
  /** Whether every window's rows to choose by begin with the first row, so that they grow from window to window. */
  readonly anchored?: boolean;
}

/** One window, as rows of the panel: [`start`, `stop`) to choose by, [`stop`, `end`) to test on. */
export interface Window {
  readonly start: number;
  readonly stop: number;
  readonly end: number;
}

/**
 * The windows of a panel's rows from `first` on:
 *
 *     first            stop_0      end_0
 *       │  train rows    │ test rows │
 *       └─ step ─┬───────┴─ step ─┬──┴────────┐
 *             start_1          stop_1       end_1
 *
 * Of N rows there are ⌊(N − train − test) / step⌋ + 1; rows that are left at the end are in none. Throws where there is
 * no window.
 */
export function windowsOf(rows: number, first: number, walk: Walk): readonly Window[] {
  checkWalk(walk);
  const {train, test, step = test, anchored = false} = walk;
  const count = Math.floor((rows - first - train - test) / step) + 1;
  if (count < 1) {
    const given = `${Math.max(0, rows - first)} to trade on, after ${first} to begin with`;
    throw new Error(`too few rows: there are ${given}; ${train} to train and ${test} to test need ${train + test}`);
  }
  return Array.from({length: count}, (_, i) => {
    const stop = first + i * step + train;
    return {start: anchored ? first : stop - train, stop, end: stop + test};
  });
}

/** Throws where windows cannot be of these lengths. */
export function checkWalk({train, test, step = test}: Walk): void {
  for (const [name, value, least] of [
    ["train", train, 2],
    ["test", test, 1],
    ["step", step, 1]
  ] as const)
    if (!(Number.isSafeInteger(value) && value >= least))
      throw new Error(`invalid ${name}: ${value}; expected ${least} or more rows`);
}

/** The place of the best figure: the highest, or the lowest; the first of equal ones. A figure that is none comes last. */
export function bestOf(figures: readonly (number | null)[], lowest = false): number {
  const rank = (figure: number | null) => (figure === null || Number.isNaN(figure) ? -Infinity : lowest ? -figure : figure);
  let best = 0;
  for (let i = 1; i < figures.length; ++i) {
    const missing = figures[best] === null || Number.isNaN(figures[best]);
    const present = figures[i] !== null && !Number.isNaN(figures[i]);
    if (present && (missing || rank(figures[i]) > rank(figures[best]))) best = i;
  }
  return best;
}
