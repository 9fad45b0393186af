import {open, rename, rm, stat} from "node:fs/promises";
import {join} from "node:path";
import type {Columns} from "./duck.js";
import {createTable, named, parquet, quoted, readRows, withDatabase} from "./duck.js";
import type {Manifest, Segment} from "./manifest.js";
import {datasetFolder, segmentFile} from "./manifest.js";
import {hashFile} from "./segments.js";
import type {Table} from "./tables.js";
import {columnsOf, valuesOf} from "./tables.js";
import type {Unit} from "./units.js";
import {rowsSql, sameKey} from "./units.js";

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
      await connection.run(`CREATE TABLE fresh AS SELECT ${typed(table)} FROM given`);
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
      const wanted = {...bounds, ...(table === "bars" && symbols.length <= 100 && {symbols})};
      const stored = held && rowsSql(home, held.manifest, dataset, table, held.units, wanted);
      const differs = valuesOf(table).map((value) => `stored.${named(value)} IS DISTINCT FROM fresh.${named(value)}`);
      const added = stored
        ? `SELECT fresh.*, stored.ingested IS NOT NULL AS replaces FROM fresh LEFT JOIN (${stored}) stored
            ON ${sameKey(table, "fresh", "stored")} WHERE stored.ingested IS NULL OR ${[...differs, "false"].join(" OR ")}`
        : "SELECT *, false AS replaces FROM fresh";
      await connection.run(`CREATE TABLE added AS ${added}`);
      const about = await one(
        connection,
        `SELECT count(*)::DOUBLE AS n, count(*) FILTER (replaces)::DOUBLE AS replaced, ${digestOf(table)} AS digest,
          ${milliseconds("min(t)")} AS a, ${milliseconds("max(t)")} AS b FROM added`
      );
      if (Number(about.n) === 0) return null;
      const names = await readRows(
        connection,
        "SELECT DISTINCT symbol FROM added WHERE symbol IS NOT NULL ORDER BY symbol"
      );
      await connection.run(`COPY (SELECT * EXCLUDE replaces FROM added ORDER BY ALL) TO ${quoted(beside)} ${parquet}`);
      const {hash, bytes} = await settle(home, dataset, beside);
      return {
        hash,
        rows: Number(about.n),
        bytes,
        symbols: names.map(({symbol}) => String(symbol)),
        from: Number(about.a ?? 0),
        to: Number(about.b ?? 0),
        ingested,
        ...(table !== "bars" && {table}),
        digest: (about.digest as bigint).toString(16).padStart(32, "0"),
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

/** The exclusive or of the rows' MD5: the same for the same rows in any order and division. */
function digestOf(table: Table): string {
  const cells = Object.entries(columnsOf(table)).map(([column, type]) => {
    const text = type === "TIMESTAMP_MS" ? `epoch_ms(${named(column)})` : named(column);
    return `coalesce(${text}::VARCHAR, chr(0))`;
  });
  return `bit_xor(md5_number(concat_ws(chr(1), ${quoted(table)}, ${cells.join(", ")})))`;
}

async function one(connection: Parameters<typeof readRows>[0], sql: string): Promise<Record<string, unknown>> {
  const [row] = await readRows(connection, sql);
  return row;
}
