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

/** A variant's figure, or why it has none. */
export interface Candidature {
  readonly figure: number | null;
  readonly error?: string;
}

/**
 * The place of the best figure, the highest or the lowest, and the first of equal ones. Those without a figure come after
 * all that have one, and those that could not be traded last.
 */
export function bestOf(tried: readonly Candidature[], lowest = false): number {
  let best = 0;
  for (let i = 1; i < tried.length; ++i) if (better(tried[i], tried[best], lowest)) best = i;
  return best;
}

function better(a: Candidature, b: Candidature, lowest: boolean): boolean {
  const rank = ({figure, error}: Candidature) => (error !== undefined ? 0 : figure === null ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) > rank(b);
  if (rank(a) < 2) return false;
  return lowest ? a.figure! < b.figure! : a.figure! > b.figure!;
}
