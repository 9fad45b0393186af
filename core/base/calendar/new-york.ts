import {dayLength, dayOf, easter, last, nth, weekday} from "./days.js";
import {closings, earlyCloses, paperwork} from "./new-york-closings.js";
import type {SessionTable} from "./session-table.js";
import {sessionTable} from "./session-table.js";

const [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = [0, 1, 2, 3, 4, 5, 6];

/**
 * The sessions of the New York Stock Exchange from the first day of `from` to the last of `to`, years.
 *
 * From 1990 on every session, opening and close is as it was; years to come follow today's rules. Before that the
 * sessions are right and the hours are the regular ones (10:00–15:30, to 16:00 from October 1974, from 09:30 since
 * October 1985) with those early closes that are known; the shortened days of 1966–1970 are taken for whole ones.
 */
export function newYorkSessions(from: number, to: number): SessionTable {
  const closed = new Set(Object.keys(closings).map(dayNamed));
  const early = new Map(Object.entries(earlyCloses).map(([date, time]) => [dayNamed(date), minutesOf(time)]));
  for (let day = dayNamed(paperwork.from); day <= dayNamed(paperwork.to); day += 7) closed.add(day);
  for (const date of paperwork.open) closed.delete(dayNamed(date));
  const days: number[] = [];
  const opens: number[] = [];
  const closes: number[] = [];
  for (let year = from; year <= to; ++year) {
    for (const day of holidays(year)) closed.add(day);
    for (const day of halfDays(year)) early.set(day, minutesOf("13:00"));
    const [summer, winter] = daylightSaving(year);
    for (let day = dayOf(year, 1, 1); day < dayOf(year + 1, 1, 1); ++day) {
      if (weekday(day) >= saturday || closed.has(day)) continue;
      const offset = day >= summer && day < winter ? 240 : 300;
      const [open, close] = regularHours(day);
      days.push(day);
      opens.push(day * dayLength + (open + offset) * 60_000);
      closes.push(day * dayLength + ((early.get(day) ?? close) + offset) * 60_000);
    }
  }
  return sessionTable(dayOf(from, 1, 1), dayOf(to + 1, 1, 1), days, opens, closes);
}

/** The days closed by rule; those on a weekend count for nothing. Memorial Day of 1970, a Saturday, moved nowhere. */
function holidays(year: number): number[] {
  const newYear = dayOf(year, 1, 1);
  const uniform = year >= 1971;
  const election = year <= 1968 || (year <= 1980 && year % 4 === 0);
  return [
    weekday(newYear) === sunday ? newYear + 1 : newYear,
    ...(year >= 1998 ? [nth(year, 1, 3, monday)] : []),
    uniform ? nth(year, 2, 3, monday) : observed(dayOf(year, 2, 22)),
    easter(year) - 2,
    uniform ? last(year, 5, monday) : year === 1970 ? dayOf(year, 5, 30) : observed(dayOf(year, 5, 30)),
    ...(year >= 2022 ? [observed(dayOf(year, 6, 19))] : []),
    observed(dayOf(year, 7, 4)),
    nth(year, 9, 1, monday),
    ...(election ? [nth(year, 11, 1, monday) + 1] : []),
    nth(year, 11, 4, thursday),
    observed(dayOf(year, 12, 25))
  ];
}

/** The days that close at 13:00 by rule: around Independence Day, after Thanksgiving, and Christmas Eve. */
function halfDays(year: number): number[] {
  if (year < 1993) return [];
  const fourth = dayOf(year, 7, 4);
  const days = [nth(year, 11, 4, thursday) + 1];
  if (weekday(dayOf(year, 12, 24)) <= thursday) days.push(dayOf(year, 12, 24));
  if (year < 1995) return days;
  if (weekday(fourth) === thursday) return [...days, year < 2013 ? fourth + 1 : fourth - 1];
  return [tuesday, wednesday, friday].includes(weekday(fourth)) ? [...days, fourth - 1] : days;
}

/** The Friday before a Saturday, the Monday after a Sunday, else the day itself. */
function observed(day: number): number {
  return weekday(day) === saturday ? day - 1 : weekday(day) === sunday ? day + 1 : day;
}

/** The days on which New York's summer time begins and ends: four hours behind UTC between them, else five. */
function daylightSaving(year: number): [number, number] {
  if (year >= 2007) return [nth(year, 3, 2, sunday), nth(year, 11, 1, sunday)];
  const end = last(year, 10, sunday);
  if (year >= 1987) return [nth(year, 4, 1, sunday), end];
  if (year === 1974) return [dayOf(1974, 1, 6), end];
  if (year === 1975) return [dayOf(1975, 2, 23), end];
  return [last(year, 4, sunday), end];
}

const nineThirty = dayOf(1985, 9, 30);
const fourOClock = dayOf(1974, 10, 1);

/** Opening and close on a whole day, minutes after midnight in New York. */
function regularHours(day: number): [number, number] {
  return [day >= nineThirty ? 570 : 600, day >= fourOClock ? 960 : 930];
}

function dayNamed(date: string): number {
  return Date.parse(date) / dayLength;
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return hours * 60 + minutes;
}
