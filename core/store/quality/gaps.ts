import type {Bar} from "../../base/market-data.js";
import {readRows} from "../disk/duck.js";
import type {Ground} from "./ground.js";
import {covered, dayLength, isIntraday} from "./ground.js";
import type {Found} from "./kinds.js";

/**
 * Sessions of the calendar that a symbol has no row of, between its first row and its last, or its delisting or merger where
 * that is stated. A refused row of about that time counts as present: it is a finding of its own, and what it stands for
 * was not left out by the vendor. A session that nobody has is one finding for the whole dataset, unless one symbol alone could have had it. Of
 * intraday bars, those missing of one session are one finding.
 */
export async function gaps(ground: Ground): Promise<Found[]> {
  const {connection, timeframe} = ground;
  await createPresent(ground);
  const rows = await readRows(
    connection,
    `WITH lacking AS (
      SELECT symbol, first, last FROM quality.spans
      WHERE held < (SELECT count(*) FROM quality.labels WHERE t BETWEEN first AND last)
    ), absent AS (
      SELECT l.symbol, b.t, b.session FROM lacking l JOIN quality.labels b ON b.t BETWEEN l.first AND l.last
      ANTI JOIN quality.present p ON p.symbol = l.symbol AND p.t = b.t
    ), nobody AS (
      SELECT t FROM (SELECT t, count(*) AS absent FROM absent GROUP BY t) ANTI JOIN quality.present USING (t)
      WHERE absent > 1
    )
    SELECT symbol, min(t)::DOUBLE AS t, max(t)::DOUBLE AS last, count(*)::DOUBLE AS bars
    FROM absent ANTI JOIN nobody USING (t) GROUP BY symbol, session
    UNION ALL
    SELECT NULL, min(t)::DOUBLE, max(t)::DOUBLE, count(*)::DOUBLE FROM nobody JOIN quality.labels USING (t) GROUP BY session
    ORDER BY symbol, t`
  );
  return rows.map((row) => {
    const {symbol, t, last, bars} = row as {symbol: string | null; t: number; last: number; bars: number};
    const what = isIntraday(timeframe) ? `${bars} ${bars === 1 ? "bar" : "bars"} of the session` : "the session";
    const detail = symbol === null ? `no symbol has ${what}` : `${what} ${bars === 1 ? "is" : "are"} missing`;
    return {kind: "gap", symbol, t, ...(last > t && {to: last}), bars, detail};
  });
}

/**
 * Which labels each symbol has a row of (`quality.present`), and each symbol's span with how many labels it holds
 * (`quality.spans`).
 */
async function createPresent({connection}: Ground): Promise<void> {
  await connection.run(`
    CREATE TABLE quality.present AS
      SELECT symbol, t FROM (
        SELECT symbol, placed AS t FROM quality.prices UNION SELECT symbol, t FROM quality.refused WHERE near
      ) SEMI JOIN quality.labels USING (t);
    CREATE TABLE quality.spans AS
      SELECT p.symbol, min(p.t) AS first, count(*) AS held, greatest(max(p.t), coalesce(max(d.before), 0)) AS last
      FROM quality.present p LEFT JOIN (
        SELECT a.symbol, max(l.t) AS before FROM actions a JOIN quality.labels l ON l.t < epoch_ms(a.t)
        WHERE a.action IN ('delisting', 'merger') GROUP BY a.symbol
      ) d USING (symbol) GROUP BY p.symbol`);
}

/** The symbols that have a row of every session on which any symbol has one. */
export async function completeSymbols({connection}: Ground): Promise<ReadonlySet<string>> {
  const rows = await readRows(
    connection,
    "SELECT symbol FROM quality.spans WHERE held = (SELECT count(DISTINCT t) FROM quality.present)"
  );
  return new Set(rows.map(({symbol}) => String(symbol)));
}

/**
 * Bars whose label is none of the calendar's: on a holiday or a weekend, before or after hours, or between two labels.
 * Those of one symbol and day are one finding; and those of one time are one finding for the whole dataset where at least
 * half of the symbols of that time have one, which says that the calendar is another.
 */
export async function outsideSessions({connection, calendar, timeframe}: Ground): Promise<Found[]> {
  const rows = (await readRows(
    connection,
    `WITH outside AS (
      SELECT symbol, t, open, high, low, close, volume FROM quality.prices p
      WHERE placed >= ${covered} AND NOT EXISTS (FROM quality.labels l WHERE l.t = p.placed)
    ), common AS (
      SELECT t, n > 1 AND n >= (SELECT count(*) FROM quality.spans s WHERE o.t BETWEEN s.first AND s.last) / 2 AS common
      FROM (SELECT t, count(*) AS n FROM outside GROUP BY t) o
    )
    SELECT symbol, t::DOUBLE AS t, open, high, low, close, volume, common FROM outside JOIN common USING (t)
      ORDER BY symbol, t`
  )) as unknown as readonly (Bar & {readonly common: boolean})[];
  const groups = new Map<string, {symbol: string | null; rows: Bar[]}>();
  for (const {common, ...bar} of rows) {
    const key = common ? String(bar.t) : `${bar.symbol} ${Math.floor(bar.t / dayLength)}`;
    const group = groups.get(key) ?? {symbol: common ? null : bar.symbol, rows: []};
    group.rows.push(bar);
    groups.set(key, group);
  }
  return [...groups.values()].map(({symbol, rows: list}) => {
    const {t} = list[0];
    const to = list.at(-1)!.t;
    const one = list.length === 1;
    const bars = symbol === null ? `bars of ${list.length} symbols` : one ? "the bar" : `${list.length} bars`;
    const inside = !Number.isNaN(calendar.labelAt(timeframe, t));
    const detail = inside
      ? `${bars} ${one ? "has" : "have"} a time that no bar of ${timeframe} has`
      : `${bars} ${one ? "lies" : "lie"} where ${calendar.name} is closed`;
    return {kind: "session", symbol, t, ...(to > t && {to}), bars: list.length, detail, rows: list};
  });
}
