import type {View} from "./view.js";

/** How often something is decided: on every bar, or on the first of each of these. */
export const periods = ["bar", "day", "week", "month", "quarter", "year"] as const;
export type Period = (typeof periods)[number];

/** Whether this is the first bar of a period, or of the panel. A week begins on Monday; all are in UTC. */
export function beginsPeriod(period: Period, now: View): boolean {
  return period === "bar" || periodOf(period, now.time(1)) !== periodOf(period, now.t);
}

function periodOf(period: Period, t: number): number {
  const days = Math.floor(t / 864e5);
  if (period === "bar" || period === "day") return days;
  // 1 January 1970 was a Thursday.
  if (period === "week") return Math.floor((days + 3) / 7);
  const date = new Date(t);
  const month = 12 * date.getUTCFullYear() + date.getUTCMonth();
  return Math.floor(month / {month: 1, quarter: 3, year: 12}[period]);
}
