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
