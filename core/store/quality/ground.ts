import type {DuckDBConnection} from "@duckdb/node-api";
import type {Calendar} from "../../base/calendar.js";
import type {FaultKind} from "../../base/market-data.js";
import type {Timeframe} from "../../base/timeframe.js";
import {createTable, readRows} from "../disk/duck.js";
import type {QualityOptions} from "./kinds.js";
import type {Refused} from "./refused.js";
import {isPolicy, readRefused} from "./refused.js";

/** What every check is given. */
export interface Ground {
  /** A database with the schema `quality`, see `prepare`. */
  readonly connection: DuckDBConnection;
  readonly calendar: Calendar;
  readonly timeframe: Timeframe;
  readonly options: QualityOptions;
  readonly refused: readonly Refused[];
  /** The first and the last label of any bar or row, epoch milliseconds UTC; NaN where there is none. */
  readonly from: number;
  readonly to: number;
}

/** A day, in milliseconds. */
export const dayLength = 86_400_000;

/** The first instant that calendars cover, 1960-01-01. */
export const covered = Date.UTC(1960, 0, 1);

/** The faults of a row whose time can be believed; its span may then begin or end with it … */
const valueKinds: readonly FaultKind[] = ["missing", "number", "price", "volume", "range"];

/** … where it is no further than this from the symbol's bars. */
const margin = 31 * dayLength;

/**
 * Makes the schema `quality` of a database with the tables `bars` and `faults`, all times as epoch milliseconds:
 *
 *     prices    symbol, t, placed, open, high, low, close, volume    every bar; `placed` is t until a shift is known
 *     refused   symbol, t, open, high, low, close, volume            refused rows that name a symbol and a time, with
 *               range, policy, near                                  whether it was for their range, or by a policy, and
 *                                                                    whether the time is one that the symbol may have had
 *     labels    t, session                                           the calendar's bars, a day before the first row to a
 *                                                                    day after the last
 */
export async function prepare(
  connection: DuckDBConnection,
  calendar: Calendar,
  timeframe: Timeframe,
  options: QualityOptions
): Promise<Ground> {
  await connection.run(`CREATE SCHEMA quality;
    CREATE TABLE quality.prices AS SELECT symbol, epoch_ms(t) AS t, epoch_ms(t) AS placed, open, high, low, close, volume
    FROM bars`);
  const refused = await readRefused(connection);
  const named = refused.filter(({kind, symbol, t}) => kind !== "symbol" && symbol !== null && t !== null);
  const column = (name: "open" | "high" | "low" | "close" | "volume") =>
    Float64Array.from(named, ({values}) => values[name] ?? NaN);
  await createTable(connection, "quality_refused_rows", {
    symbol: named.map(({symbol}) => symbol!),
    ms: Float64Array.from(named, ({t}) => t!),
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: column("volume"),
    range: Float64Array.from(named, ({kind}) => Number(kind === "range")),
    value: Float64Array.from(named, ({kind}) => Number(valueKinds.includes(kind))),
    policy: Float64Array.from(named, (each) => Number(isPolicy(each)))
  });
  await connection.run(`CREATE TABLE quality.refused AS
    SELECT symbol, ms::BIGINT AS t, open, high, low, close, volume, range = 1 AND policy = 0 AS range, policy = 1 AS policy,
      first IS NULL OR ms BETWEEN first - value * ${margin} AND last + value * ${margin} AS near
    FROM quality_refused_rows
    LEFT JOIN (SELECT symbol, min(t) AS first, max(t) AS last FROM quality.prices GROUP BY symbol) USING (symbol)`);
  const [span] = await readRows(
    connection,
    `SELECT min(t)::DOUBLE AS a, max(t)::DOUBLE AS b FROM
      (SELECT t FROM quality.prices UNION ALL SELECT t FROM quality.refused WHERE near)`
  );
  const from = span.a === null ? NaN : Math.max(Number(span.a), covered);
  const to = span.b === null ? NaN : Number(span.b);
  const ground = {connection, calendar, timeframe, options, refused, from, to};
  await createLabels(ground);
  return ground;
}

/** Whether a timeframe's bars are shorter than a session. */
export function isIntraday(timeframe: Timeframe): boolean {
  return /^\d+[mh]$/.test(timeframe);
}

async function createLabels({connection, calendar, timeframe, from, to}: Ground): Promise<void> {
  const known = from <= to;
  const start = Math.floor(from / dayLength - 1) * dayLength;
  const labels = known ? calendar.labels(timeframe, start, to + dayLength + 1) : new Float64Array();
  const sessions = known && isIntraday(timeframe) ? calendar.sessions(start, to + dayLength) : new Float64Array();
  await createTable(connection, "quality_label_list", {ms: labels});
  await createTable(connection, "quality_opening_list", {
    ms: sessions,
    opens: sessions.map((session) => calendar.hours(session)?.open ?? NaN)
  });
  const list = "SELECT ms::BIGINT AS t FROM quality_label_list";
  await connection.run(
    isIntraday(timeframe)
      ? `CREATE TABLE quality.labels AS SELECT l.t, s.session FROM (${list}) l ASOF JOIN
          (SELECT ms::BIGINT AS session, opens::BIGINT AS opens FROM quality_opening_list) s ON l.t >= s.opens`
      : `CREATE TABLE quality.labels AS SELECT t, t AS session FROM (${list})`
  );
}
