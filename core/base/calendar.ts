import {dayOf} from "./calendar/days.js";
import {newYorkSessions} from "./calendar/new-york.js";
import {intradayLength, sessionBars} from "./calendar/session-bars.js";
import {everyDay} from "./calendar/session-table.js";
import type {Timeframe} from "./timeframe.js";

/** The calendars there are: `XNYS` (New York Stock Exchange, Nasdaq alike) and `24/7` (markets that never close). */
export const calendarNames = ["XNYS", "24/7"] as const;
export type CalendarName = (typeof calendarNames)[number];

/**
 * When a market trades. Labels are those of `Panel.times`: of daily bars midnight UTC of the session's date, of weekly
 * bars midnight UTC of their Monday, of monthly bars midnight UTC of the month's first day, of intraday bars their open,
 * counted from the opening of the session (the last one of a session may be shorter). All times are epoch milliseconds
 * UTC, all spans `from` ≤ t < `to`.
 */
export interface Calendar {
  readonly name: CalendarName;
  /** `America/New_York`, `UTC`. */
  readonly timeZone: string;
  /** The labels of the sessions in a span. */
  sessions(from: number, to: number): Float64Array;
  /** When the session of a label opens and closes; null where that day has none. */
  hours(session: number): {readonly open: number; readonly close: number} | null;
  /** The labels of the bars in a span. */
  labels(timeframe: Timeframe, from: number, to: number): Float64Array;
  /** The label of the bar that an instant lies in; `NaN` where the market is closed. */
  labelAt(timeframe: Timeframe, instant: number): number;
  /** When the bar of a label is closed, and may be seen. */
  closeOf(timeframe: Timeframe, label: number): number;
  /** The label of the first bar that is not closed at an instant: the bars known then are those before it. */
  firstOpen(timeframe: Timeframe, instant: number): number;
  /** How many bars a year holds, for annual figures. */
  barsPerYear(timeframe: Timeframe): number;
}

/**
 * The calendar of a name. It covers 1960 to 2099: spans are cut to that, and a point outside throws. Since 1990 `XNYS` has
 * every session with its appointed opening and its close; before, its sessions are right and its hours the regular ones
 * of the time; years to come follow today's rules. Weekly and monthly bars close with their last session, and a session's
 * last intraday bar with it. A label that no bar has (a vendor's row on a holiday, before or after hours) closes when a
 * bar of that length would have: days, weeks and months at midnight UTC. Throws where the name is unknown.
 */
export function calendar(name: CalendarName): Calendar {
  if (!Object.hasOwn(makers, name))
    throw new Error(`unknown calendar: ${name}; calendars are ${calendarNames.join(", ")}`);
  return (made[name] ??= makers[name]());
}

const [firstYear, lastYear] = [1960, 2099];
const made: Partial<Record<CalendarName, Calendar>> = {};
const makers: Readonly<Record<CalendarName, () => Calendar>> = {
  XNYS: () => ({
    name: "XNYS",
    timeZone: "America/New_York",
    ...sessionBars(newYorkSessions(firstYear, lastYear), "XNYS"),
    barsPerYear: (timeframe) => barsPerYear(timeframe, 252, 390)
  }),
  "24/7": () => ({
    name: "24/7",
    timeZone: "UTC",
    ...sessionBars(everyDay(dayOf(firstYear, 1, 1), dayOf(lastYear + 1, 1, 1)), "24/7"),
    barsPerYear: (timeframe) => barsPerYear(timeframe, 365, 1440)
  })
};

/** Bars a year of so many sessions of so many minutes, where a session's last bar may be shorter. */
function barsPerYear(timeframe: Timeframe, sessions: number, minutes: number): number {
  if (timeframe === "1mo") return 12;
  if (timeframe === "1w") return 52;
  const length = intradayLength(timeframe);
  return sessions * (length === null ? 1 : Math.ceil((minutes * 60_000) / length));
}
