/** Days since 1970-01-01, the unit in which calendars reckon. */
export const dayLength = 86_400_000;

/** The day of a date; `month` from 1. */
export function dayOf(year: number, month: number, date: number): number {
  return Date.UTC(year, month - 1, date) / dayLength;
}

/** The weekday of a day: 0 for Monday to 6 for Sunday. */
export function weekday(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The `n`-th weekday of a month: `nth(2026, 11, 4, 3)` is the fourth Thursday of November. */
export function nth(year: number, month: number, n: number, which: number): number {
  const first = dayOf(year, month, 1);
  return first + ((which - weekday(first) + 7) % 7) + 7 * (n - 1);
}

/** The last such weekday of a month. */
export function last(year: number, month: number, which: number): number {
  const end = dayOf(year, month + 1, 0);
  return end - ((weekday(end) - which + 7) % 7);
}

/** Easter Sunday of the Gregorian calendar, by the method of Gauss with its two exceptions. */
export function easter(year: number): number {
  const century = Math.floor(year / 100);
  const shift = (15 + century - Math.floor(century / 4) - Math.floor((13 + 8 * century) / 25)) % 30;
  const full = (19 * (year % 19) + shift) % 30;
  const sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * full + ((4 + century - Math.floor(century / 4)) % 7)) % 7;
  const late = full + sunday === 35 || (full === 28 && sunday === 6 && year % 19 > 10);
  return dayOf(year, 3, 22) + full + sunday - (late ? 7 : 0);
}
