import type {Calendar, CalendarName} from "../base/calendar.js";
import {calendar, calendarNames} from "../base/calendar.js";
import {oneOf, whole} from "../base/options.js";
import type {Column, Panel} from "../base/panel.js";
import {formatDate} from "../base/timeframe.js";

const day = 86_400_000;

/** Rows `start` ≤ row < `stop` of one session, and when it opens, epoch milliseconds UTC. */
export interface SessionRows {
  readonly start: number;
  readonly stop: number;
  readonly opens: number;
}

/** How a feature that starts anew with each session tells them apart. */
export interface SessionRule {
  /** Whose sessions: `XNYS`, or `24/7` for days of UTC. */
  readonly calendar: string;
  /** The most bars that a session has; 0 for its minutes. */
  readonly bars: number;
}

/** The options of a feature that starts anew with each session. */
export const sessionRule: SessionRule = {calendar: "XNYS", bars: 0};

/** The minutes of the longest session. */
const minutes: Readonly<Record<CalendarName, number>> = {XNYS: 390, "24/7": 1440};

/** The sessions of a rule. Throws where the rule is none. */
export function sessions({calendar: name, bars}: SessionRule) {
  const named = oneOf("calendar", name, calendarNames);
  whole("session bars", bars, 0);
  const market = calendar(named);
  const most = bars === 0 ? minutes[named] : bars;
  return {
    /** How many rows before a row may lie in its session. */
    lookback: most - 1,
    /** The sessions of a panel's rows. Throws where one has more bars than the rule says. */
    of(times: Float64Array): SessionRows[] {
      const all = sessionsOf(times, market);
      for (const {start, stop} of all)
        if (stop - start > most)
          throw new Error(
            `invalid session bars: ${stop - start} rows on ${formatDate(times[start])}; set bars to the most of a session`
          );
      return all;
    }
  };
}

/**
 * The sessions that rows lie in, in time order. A bar of a whole day is a session by itself, and so is one at midnight UTC
 * that is outside of its day's hours, which cannot be told from it; any other row outside of the hours is in none.
 */
export function sessionsOf(times: Float64Array, market: Calendar): SessionRows[] {
  const all: SessionRows[] = [];
  let last = NaN;
  for (let i = 0; i < times.length; ++i) {
    const session = sessionAt(times[i], market);
    const hours = Number.isNaN(session) ? null : market.hours(session);
    if (!hours) {
      last = NaN;
      continue;
    }
    if (session === last) all[all.length - 1] = {...all[all.length - 1], stop: i + 1};
    else all.push({start: i, stop: i + 1, opens: hours.open});
    last = times[i] < hours.open ? NaN : session;
  }
  return all;
}

/** The label of the session that a bar's label lies in; `NaN` where it is in none. */
function sessionAt(t: number, market: Calendar): number {
  return t % day === 0 && market.hours(t) ? t : market.labelAt("1d", t);
}

/**
 * Applies a function of one symbol's bars of one session to each, and answers with the column of the results, `NaN` outside
 * of the sessions. It is given a series for each field, which it may neither change nor keep, and the place for its values.
 */
export function eachSession(
  panel: Panel,
  all: readonly SessionRows[],
  columns: readonly Column[],
  compute: (inputs: readonly Float64Array[], out: Float64Array) => void
): Column {
  const n = panel.symbols.length;
  const result = new Float64Array(panel.times.length * n).fill(NaN);
  const most = all.reduce((length, {start, stop}) => Math.max(length, stop - start), 0);
  const room = columns.map(() => new Float64Array(most));
  const values = new Float64Array(most);
  for (const {start, stop} of all) {
    const length = stop - start;
    const inputs = room.map((each) => each.subarray(0, length));
    const out = values.subarray(0, length);
    for (let s = 0; s < n; ++s) {
      for (const [c, column] of columns.entries())
        for (let i = 0; i < length; ++i) inputs[c][i] = column[(start + i) * n + s];
      compute(inputs, out.fill(NaN));
      for (let i = 0; i < length; ++i) result[(start + i) * n + s] = out[i];
    }
  }
  return result;
}
