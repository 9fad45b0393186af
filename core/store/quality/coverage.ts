import type {DuckDBConnection} from "@duckdb/node-api";
import {readRows} from "../disk/duck.js";

/** How full the sessions of symbols are, period by period. */
export interface Coverage {
  /** The first dates of the periods, ascending. */
  readonly periods: readonly string[];
  readonly unit: "day" | "month" | "quarter" | "year";
  readonly rows: readonly CoverageRow[];
}

export interface CoverageRow {
  readonly name: string;
  /** How many symbols it stands for. */
  readonly symbols: number;
  /** Sessions missing inside the symbols' spans. */
  readonly missing: number;
  /** The part of a period's labels that there is a row of; null before the first row and after the last. */
  readonly shares: readonly (number | null)[];
}

/** How many symbols have a row of their own, of those with sessions missing and of those that begin late or end early. */
const most = 24;

/**
 * The coverage of a database that was examined. Symbols stand alone where they are forty or fewer; of more, those that
 * lack most, and the first of those that are not there from the first session to the last; the others are put together.
 */
export async function coverage(connection: DuckDBConnection): Promise<Coverage> {
  const [span] = await readRows(
    connection,
    `SELECT min(first)::DOUBLE AS a, max(last)::DOUBLE AS b,
      datediff('month', epoch_ms(min(first)), epoch_ms(max(last))) + 1 AS months FROM quality.spans`
  );
  if (span.a === null) return {periods: [], unit: "month", rows: []};
  const months = Number(span.months);
  const unit = months <= 3 ? "day" : months <= 120 ? "month" : months <= 360 ? "quarter" : "year";
  const period = `strftime(date_trunc('${unit}', epoch_ms(t)), '%Y-%m-%d')`;
  await connection.run(`
    CREATE TABLE quality.periods AS SELECT t, ${period} AS period FROM quality.labels WHERE t BETWEEN ${span.a} AND ${span.b};
    CREATE TABLE quality.wanted AS SELECT s.symbol, l.period, count(*) AS wanted FROM quality.spans s
      JOIN (SELECT period, min(t) AS a, max(t) AS b FROM quality.periods GROUP BY period) p ON p.b >= s.first AND p.a <= s.last
      JOIN quality.periods l ON l.period = p.period AND l.t BETWEEN s.first AND s.last GROUP BY s.symbol, l.period;
    CREATE TABLE quality.held AS SELECT symbol, period, count(*) AS held
      FROM quality.present JOIN quality.periods USING (t) GROUP BY symbol, period;
    CREATE TABLE quality.symbols AS SELECT symbol, sum(wanted) - sum(coalesce(held, 0)) AS missing,
      min(w.period) > (SELECT min(period) FROM quality.periods) OR max(w.period) < (SELECT max(period) FROM quality.periods)
        AS partial
      FROM quality.wanted w LEFT JOIN quality.held USING (symbol, period) GROUP BY symbol;
    CREATE TABLE quality.groups AS SELECT symbol, missing, CASE
      WHEN (SELECT count(*) FROM quality.symbols) <= 40 THEN symbol
      WHEN missing > 0 THEN CASE WHEN place <= ${most} THEN symbol ELSE 'more with gaps' END
      WHEN partial THEN CASE WHEN place <= ${most} THEN symbol ELSE 'more in part' END
      ELSE 'complete' END AS name, missing > 0 AS gaps, partial
      FROM (SELECT *, row_number() OVER (PARTITION BY missing > 0, partial AND missing = 0
        ORDER BY missing DESC, symbol) AS place FROM quality.symbols)`);
  const periods = await readRows(connection, "SELECT DISTINCT period FROM quality.periods ORDER BY period");
  const groups = await readRows(
    connection,
    `SELECT name, count(*)::DOUBLE AS symbols, sum(missing)::DOUBLE AS missing FROM quality.groups
      GROUP BY name ORDER BY missing DESC, count(*), bool_or(partial) DESC, name`
  );
  const cells = await readRows(
    connection,
    `SELECT name, period, (sum(coalesce(held, 0)) / sum(wanted))::DOUBLE AS share
      FROM quality.wanted LEFT JOIN quality.held USING (symbol, period) JOIN quality.groups USING (symbol)
      GROUP BY name, period`
  );
  const places = new Map(periods.map(({period: each}, i) => [String(each), i]));
  const shares = new Map(groups.map(({name}) => [String(name), new Array<number | null>(places.size).fill(null)]));
  for (const {name, period: each, share} of cells)
    shares.get(String(name))![places.get(String(each))!] = Math.round(Number(share) * 1e4) / 1e4;
  const rows = groups.map(({name, symbols, missing}) => ({
    name: String(name),
    symbols: Number(symbols),
    missing: Number(missing),
    shares: shares.get(String(name))!
  }));
  return {periods: [...places.keys()], unit, rows};
}
