import type {Calendar} from "../base/calendar.js";
import {calendar} from "../base/calendar.js";

const day = 86_400_000;

/** Whose sessions a made-up market has: `weekdays` has no holidays, and no hours. */
export const marketCalendars = ["weekdays", "XNYS", "24/7"] as const;
export type MarketCalendar = (typeof marketCalendars)[number];

/** The labels of so many sessions from a day on. Throws where the calendar does not go so far. */
export function sessionLabels(name: MarketCalendar, start: number, count: number): Float64Array {
  if (name !== "weekdays") {
    const labels = calendar(name).sessions(start, start + (count * 1.6 + 20) * day);
    if (labels.length >= count) return labels.slice(0, count);
    throw new Error(`invalid rows: ${name} has ${labels.length} sessions from there; ask for fewer or start earlier`);
  }
  const labels = new Float64Array(count);
  for (let t = start, i = 0; i < count; t += day) {
    const weekday = new Date(t).getUTCDay();
    if (weekday !== 0 && weekday !== 6) labels[i++] = t;
  }
  return labels;
}

/** The calendar that has the hours of a market's sessions; where that is `weekdays`, those of New York. */
export function hoursOf(name: MarketCalendar): Calendar {
  return calendar(name === "weekdays" ? "XNYS" : name);
}

/** The Monday of a session's week. */
export function weekOf(label: number): number {
  return label - ((new Date(label).getUTCDay() + 6) % 7) * day;
}

/** The first day of a session's month. */
export function monthOf(label: number): number {
  const date = new Date(label);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}
