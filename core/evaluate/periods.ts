import {accountReturns} from "./returns.js";

/** A calendar month's return. */
export interface MonthReturn {
  readonly year: number;
  /** 1 … 12. */
  readonly month: number;
  /** The level at the month's end against the level at the end of the month before, − 1. */
  readonly value: number;
}

/**
 * Returns of calendar months (UTC) from levels. The first month counts from the first level. A level that is `NaN` is
 * passed over.
 */
export function monthlyReturns(times: Float64Array, levels: Float64Array): readonly MonthReturn[] {
  const out: MonthReturn[] = [];
  let before = NaN;
  let last = NaN;
  let current = -1;
  const close = () => {
    if (current < 0 || Number.isNaN(before)) return;
    out.push({year: Math.floor(current / 12), month: (current % 12) + 1, value: last / before - 1});
  };
  for (let i = 0; i < times.length; ++i) {
    if (Number.isNaN(levels[i])) continue;
    const date = new Date(times[i]);
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
    if (Number.isNaN(last)) before = levels[i];
    if (month !== current && !Number.isNaN(last)) {
      close();
      before = last;
    }
    current = month;
    last = levels[i];
  }
  close();
  return out;
}

/** Returns of calendar years, linked from the months'. */
export function yearlyReturns(months: readonly MonthReturn[]): ReadonlyMap<number, number> {
  const years = new Map<number, number>();
  for (const {year, value} of months) years.set(year, (1 + (years.get(year) ?? 0)) * (1 + value) - 1);
  return years;
}

/** An account's returns of calendar months (UTC), until nothing is left. */
export function accountMonths({
  times,
  equity
}: {
  readonly times: Float64Array;
  readonly equity: Float64Array;
}): readonly MonthReturn[] {
  const count = accountReturns(equity).length + 1;
  return monthlyReturns(times.subarray(0, count), equity.subarray(0, count));
}

/** An account's returns of calendar years (UTC), in their order, until nothing is left. */
export function accountYears(account: Parameters<typeof accountMonths>[0]): readonly number[] {
  return [...yearlyReturns(accountMonths(account)).values()];
}

/** The longest run of values that pass the test. */
export function longestRun<T>(values: Iterable<T>, passes: (value: T) => boolean): number {
  let longest = 0;
  let run = 0;
  for (const value of values) {
    run = passes(value) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
