import type {DuckDBConnection} from "@duckdb/node-api";
import type {Calendar} from "../../base/calendar.js";
import {intradayLength} from "../../base/calendar/session-bars.js";
import type {Timeframe} from "../../base/timeframe.js";
import {timeframes} from "../../base/timeframe.js";
import {createTable, named, quoted, readDoubles, readRows} from "../disk/duck.js";

/** What is made of which bars. */
export interface Resampling {
  readonly from: Timeframe;
  readonly to: Timeframe;
  readonly calendar: Calendar;
  /** The table or view of the bars given, `bars` unless said otherwise, and the table that is made. */
  readonly table?: string;
  readonly into?: string;
  /** Bars not closed by this instant, epoch milliseconds UTC, are left out; the last one may be half a bar otherwise. */
  readonly until?: number;
  /** How many of the given bars are worked on at once, where no symbol has more; two million need some 250 MB. */
  readonly rowsAtOnce?: number;
}

/** How many bars were made, and how many of those given are in none of them. */
export interface Resampled {
  readonly bars: number;
  /** Bars before or after hours, or on a day without a session. */
  readonly outside: number;
  /** Bars inside a session whose label is none of the calendar's: they may reach beyond the longer bar's close. */
  readonly misplaced: number;
}

/** Whether bars of `to` can be made of those of `from`: they must be longer and hold them whole. */
export function canResample(from: Timeframe, to: Timeframe): boolean {
  const [short, long] = [intradayLength(from), intradayLength(to)];
  if (short !== null && long !== null) return long > short && long % short === 0;
  return timeframes.indexOf(to) > timeframes.indexOf(from) && from !== "1w";
}

/**
 * Makes a table of longer bars by the sessions of a calendar, of the same shape as the one given: symbol VARCHAR,
 * t TIMESTAMP_MS, open, high, low, close, volume, adjusted DOUBLE, in the order of symbol and t.
 *
 *     bars ──► by day ──► sessions of the calendar ──► label of the longer bar ──► first, highest, lowest, last, sum
 *
 * The open is the first bar's, the close and the adjusted close are the last one's (NULL where that states none), the
 * volume is summed in time order, so that equal bars give equal bits. A bar finds its session by its UTC day, within which
 * sessions lie. A longer bar holds what lies in its sessions, so
 * half days and changes of the clock come out right; what lies outside is counted and left out. Throws where the longer
 * bars do not hold the shorter ones whole.
 */
export async function resample(connection: DuckDBConnection, resampling: Resampling): Promise<Resampled> {
  const {from, to, calendar, table = "bars", into = "resampled", until = Infinity, rowsAtOnce = 2_000_000} = resampling;
  if (!canResample(from, to))
    throw new Error(
      `invalid resampling: ${to} bars cannot be made of ${from} bars; choose longer ones that hold them whole`
    );
  const [[first], [last]] = await readDoubles(
    connection,
    `SELECT epoch_ms(min(t))::DOUBLE, epoch_ms(max(t))::DOUBLE FROM ${named(table)}`
  );
  const sessions = `${into}_sessions`;
  await createTable(connection, sessions, sessionColumns(calendar, to, first, last));
  try {
    const placed = placedSql(table, sessions, from, to);
    const counts = await readRows(
      connection,
      `SELECT symbol, count(*)::DOUBLE AS bars, count(*) FILTER (place IS NULL)::DOUBLE AS outside,
         count(*) FILTER (place = 'misplaced')::DOUBLE AS misplaced
       FROM (${placed}) GROUP BY symbol ORDER BY symbol`
    );
    await connection.run(
      `CREATE TABLE ${named(into)} (symbol VARCHAR, t TIMESTAMP_MS, open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE,
         volume DOUBLE, adjusted DOUBLE)`
    );
    const closed = until === Infinity ? "" : `AND closed <= ${until}`;
    for (const [start, end] of batches(
      counts.map(({symbol, bars}) => [String(symbol), Number(bars)]),
      rowsAtOnce
    ))
      await connection.run(
        `INSERT INTO ${named(into)}
         SELECT symbol, epoch_ms(label)::TIMESTAMP_MS AS t, arg_min(open, t) AS open, max(high) AS high, min(low) AS low,
           arg_max(close, t) AS close, sum(volume ORDER BY t) AS volume, arg_max_null(adjusted, t) AS adjusted
         FROM (${placed})
         WHERE symbol BETWEEN ${quoted(start)} AND ${quoted(end)} AND place = 'inside' ${closed}
         GROUP BY symbol, label ORDER BY symbol, label`
      );
    const [[bars]] = await readDoubles(connection, `SELECT count(*)::DOUBLE FROM ${named(into)}`);
    const total = (name: "outside" | "misplaced") => counts.reduce((sum, each) => sum + Number(each[name]), 0);
    return {bars, outside: total("outside"), misplaced: total("misplaced")};
  } finally {
    await connection.run(`DROP VIEW ${named(sessions)}; DROP TABLE ${named(`${sessions}_with_nan`)}`);
  }
}

/** Spans of symbols in order, each of no more bars than are worked on at once. */
function batches(counts: readonly (readonly [symbol: string, bars: number])[], rowsAtOnce: number): [string, string][] {
  const spans: [string, string][] = [];
  let held = Infinity;
  for (const [symbol, bars] of counts) {
    held += bars;
    if (held > rowsAtOnce) {
      spans.push([symbol, symbol]);
      held = bars;
    } else spans[spans.length - 1][1] = symbol;
  }
  return spans;
}

/** The sessions from the day of an instant to that of another, each with the longer bar that it is or lies in. */
function sessionColumns(calendar: Calendar, to: Timeframe, first: number, last: number) {
  const day = 86_400_000;
  const sessions = Number.isNaN(first)
    ? new Float64Array()
    : calendar.sessions(Math.floor(first / day) * day, last + 1);
  const hours = Array.from(sessions, (session) => calendar.hours(session)!);
  const opens = Float64Array.from(hours, ({open}) => open);
  const labels = opens.map((open) => calendar.labelAt(to, open));
  return {
    session: sessions,
    open_at: opens,
    close_at: Float64Array.from(hours, ({close}) => close),
    bar: labels,
    bar_close: labels.map((label) => calendar.closeOf(to, label))
  };
}

/** Each bar with its place among the sessions, the label of the longer bar that holds it, and when that is closed. */
function placedSql(table: string, sessions: string, from: Timeframe, to: Timeframe): string {
  const [short, long] = [intradayLength(from), intradayLength(to)];
  const place =
    short === null
      ? "CASE WHEN instant = session THEN 'inside' ELSE 'misplaced' END"
      : `CASE WHEN instant >= open_at AND instant < close_at
           THEN CASE WHEN (instant - open_at) % ${short} = 0 THEN 'inside' ELSE 'misplaced' END END`;
  const label = long === null ? "bar" : `instant - (instant - open_at) % ${long}`;
  const closed = long === null ? "bar_close" : `least(instant - (instant - open_at) % ${long} + ${long}, close_at)`;
  const whole = ["session", "open_at", "close_at", "bar", "bar_close"].map((name) => `${name}::BIGINT AS ${name}`);
  return `SELECT given.*, ${label} AS label, ${closed} AS closed, CASE WHEN session IS NOT NULL THEN ${place} END AS place
    FROM (SELECT *, epoch_ms(t) AS instant FROM ${named(table)}) given
    LEFT JOIN (SELECT ${whole.join(", ")}, epoch_ms(session::BIGINT)::DATE AS day FROM ${named(sessions)})
      ON t::DATE = day`;
}
