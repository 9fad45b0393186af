import {open, rename, rm, stat} from "node:fs/promises";
import {join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import {digestRows} from "./digest.js";
import type {Columns} from "./duck.js";
import {createTable, named, parquet, quoted, readDoubles, readRows, withDatabase} from "./duck.js";
import type {Manifest, Segment} from "./manifest.js";
import {datasetFolder, segmentFile} from "./manifest.js";
import {hashFile} from "./segments.js";
import type {Table} from "./tables.js";
import {columnsOf, keyOf, laterOf, valuesOf} from "./tables.js";
import type {Unit} from "./units.js";
import {rowsSql, sameKey, touches} from "./units.js";

/** Rows to be stored, and who gave them. */
export interface Rows {
  readonly table: Table;
  /** The table's columns; times as epoch milliseconds. No two rows have the same key. */
  readonly columns: Columns;
  readonly origin?: Segment["origin"];
}

/**
 * Writes the rows that the units do not hold, or hold otherwise, as a segment beside them; null where there are none.
 * The same rows give the same bytes.
 */
export async function writeSegment(
  home: string,
  dataset: string,
  {table, columns, origin}: Rows,
  held: {readonly manifest: Manifest; readonly units: readonly Unit[]} | null,
  ingested: number
): Promise<Segment | null> {
  const length = Object.values(columns)[0].length;
  if (length === 0) return null;
  const beside = join(datasetFolder(home, dataset), `.${process.pid}.parquet`);
  try {
    return await withDatabase(async (connection): Promise<Segment | null> => {
      await createTable(connection, "given", columns);
      await connection.run(`CREATE VIEW fresh AS SELECT ${typed(table)} FROM given`);
      const span = await one(
        connection,
        `SELECT ${milliseconds("min(t)")} AS a, ${milliseconds("max(t)")} AS b FROM fresh`
      );
      const few = await readRows(
        connection,
        "SELECT DISTINCT symbol FROM fresh WHERE symbol IS NOT NULL ORDER BY symbol"
      );
      const symbols = few.map(({symbol}) => String(symbol));
      const bounds = table === "bars" ? {from: Number(span.a), to: Number(span.b) + 1} : {};
      const wanted = {withdrawn: true, ...bounds, ...(table === "bars" && symbols.length <= 100 && {symbols})};
      const touched = held?.units.filter((unit) => touches(unit, wanted)) ?? [];
      const stored = touched.length > 0 ? rowsSql(home, held!.manifest, dataset, table, touched, wanted) : null;
      const differs = valuesOf(table).map((value) => `stored.${named(value)} IS DISTINCT FROM fresh.${named(value)}`);
      const added = stored
        ? `SELECT fresh.*, stored.ingested IS NOT NULL AS replaces FROM fresh LEFT JOIN (${stored}) stored
            ON ${sameKey(table, "fresh", "stored")} WHERE stored.ingested IS NULL OR ${[...differs, "false"].join(" OR ")}`
        : "SELECT *, false AS replaces FROM fresh";
      await connection.run(`CREATE ${stored ? "TABLE" : "VIEW"} added AS ${added}`);
      const about = await one(
        connection,
        `SELECT count(*)::DOUBLE AS n, count(*) FILTER (replaces)::DOUBLE AS replaced,
          ${milliseconds("min(t)")} AS a, ${milliseconds("max(t)")} AS b FROM added`
      );
      if (Number(about.n) === 0) return null;
      const names = await readRows(
        connection,
        "SELECT DISTINCT symbol FROM added WHERE symbol IS NOT NULL ORDER BY symbol"
      );
      const left = ["replaces", ...(await emptyIn(connection, table))].join(", ");
      await connection.run(
        `COPY (SELECT * EXCLUDE (${left}) FROM added ORDER BY ${keyOf(table).map(named).join(", ")}) TO ${quoted(beside)} ${parquet}`
      );
      const {hash, bytes} = await settle(home, dataset, beside);
      const whole = Number(about.n) === length ? columns : await columnsIn(connection, table);
      const digest = digestRows(table, whole, laterOf(table));
      return {
        hash,
        rows: Number(about.n),
        bytes,
        symbols: names.map(({symbol}) => String(symbol)),
        from: Number(about.a ?? 0),
        to: Number(about.b ?? 0),
        ingested,
        ...(table !== "bars" && {table}),
        digest,
        replaced: Number(about.replaced),
        ...(origin && {origin})
      };
    });
  } finally {
    await rm(beside, {force: true});
  }
}

/** Gives a whole file its name, its SHA-256, once it is on the disk. */
export async function settle(home: string, dataset: string, beside: string): Promise<{hash: string; bytes: number}> {
  const handle = await open(beside, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  const hash = await hashFile(beside);
  if (hash === null) throw new Error(`missing segment: ${beside} is gone`);
  const {size} = await stat(beside);
  await rename(beside, segmentFile(home, dataset, hash));
  return {hash, bytes: size};
}

/** A time column as epoch milliseconds. */
export function milliseconds(column: string): string {
  return `epoch_ms(${column})::DOUBLE`;
}

function typed(table: Table): string {
  const columns = Object.entries(columnsOf(table)).map(([column, type]) => {
    const given = named(column);
    return `${type === "TIMESTAMP_MS" ? `epoch_ms(${given}::BIGINT)::TIMESTAMP_MS` : `${given}::${type}`} AS ${given}`;
  });
  return columns.join(", ");
}

/** The columns that files may lack and that say nothing of the rows that are added. */
async function emptyIn(connection: DuckDBConnection, table: Table): Promise<string[]> {
  const later = laterOf(table).map(named);
  if (later.length === 0) return [];
  const counts = await readDoubles(
    connection,
    `SELECT ${later.map((column) => `count(${column})::DOUBLE`).join(", ")} FROM added`
  );
  return later.filter((_, k) => counts[k][0] === 0);
}

/** The columns of the rows that are added, as they were given. */
async function columnsIn(connection: DuckDBConnection, table: Table): Promise<Columns> {
  const all = Object.entries(columnsOf(table));
  const texts = all.flatMap(([column, type]) => (type === "VARCHAR" ? [column] : []));
  const times = all.flatMap(([column, type]) => (type === "TIMESTAMP_MS" ? [column] : []));
  const values = all.flatMap(([column, type]) => (type === "DOUBLE" ? [column] : []));
  const numbers = [...times.map((time) => milliseconds(named(time))), ...values.map(named)];
  const doubles = await readDoubles(connection, `SELECT ${numbers.join(", ")} FROM added`);
  const strings = await readRows(connection, `SELECT ${texts.map(named).join(", ")} FROM added`);
  return {
    ...Object.fromEntries([...times, ...values].map((column, k) => [column, doubles[k]])),
    ...Object.fromEntries(texts.map((column) => [column, strings.map((row) => row[column] as string | null)]))
  };
}

async function one(connection: DuckDBConnection, sql: string): Promise<Record<string, unknown>> {
  const [row] = await readRows(connection, sql);
  return row;
}
