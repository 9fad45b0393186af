import {accountReturns} from "../returns.js";

/** What one account was worth, bar by bar. */
export interface Levels {
  /** Epoch milliseconds UTC, rising. */
  readonly times: ArrayLike<number>;
  readonly equity: ArrayLike<number>;
}

const dayLength = 86_400_000;

/** Whether an account has several bars on one day (UTC). */
export function isIntraday({times}: Levels): boolean {
  for (let i = 1; i < times.length; ++i) if (dayOf(times[i]) === dayOf(times[i - 1])) return true;
  return false;
}

/** An account on the last bar of each day (UTC), under the day's midnight; the same account where a bar is a day already. */
export function daily({times, equity}: Levels): {readonly times: Float64Array; readonly equity: Float64Array} {
  const last: number[] = [];
  for (let i = 0; i < times.length; ++i)
    if (i + 1 === times.length || dayOf(times[i + 1]) !== dayOf(times[i])) last.push(i);
  return {
    times: Float64Array.from(last, (i) => dayOf(times[i]) * dayLength),
    equity: Float64Array.from(last, (i) => equity[i])
  };
}

function dayOf(t: number): number {
  return Math.floor(t / dayLength);
}

/** Accounts on the rows that all of them have. */
export interface CommonRows {
  readonly times: Float64Array;
  /** Each account's levels on those rows, in the order given. */
  readonly equity: readonly Float64Array[];
  /** Each account's returns from one of those rows to the next: one fewer, or cut off where one of them has nothing left. */
  readonly returns: readonly Float64Array[];
}

/** The rows that all accounts have, and what each returned from one to the next. */
export function commonRows(list: readonly Levels[]): CommonRows {
  const [first, ...others] = list;
  const kept: number[][] = list.map(() => []);
  const at = others.map(() => 0);
  for (let i = 0; i < (first?.times.length ?? 0); ++i) {
    const t = first.times[i];
    others.forEach(({times}, k) => {
      while (at[k] < times.length && times[at[k]] < t) ++at[k];
    });
    if (!others.every(({times}, k) => at[k] < times.length && times[at[k]] === t)) continue;
    kept[0].push(i);
    at.forEach((row, k) => kept[k + 1].push(row));
  }
  const equity = list.map(({equity}, k) => Float64Array.from(kept[k], (row) => equity[row]));
  const returns = equity.map(accountReturns);
  const shortest = returns.reduce((least, {length}) => Math.min(least, length), Infinity);
  return {
    times: Float64Array.from(kept[0] ?? [], (row) => first.times[row]),
    equity,
    returns: returns.map((each) => each.subarray(0, shortest))
  };
}
