import type {DuckDBConnection} from "@duckdb/node-api";
import {DOUBLE, DuckDBDataChunk, DuckDBDoubleVector, DuckDBInstance, VARCHAR} from "@duckdb/node-api";

/** Columns of equal length: numbers, `NaN` where missing, or texts. */
export type Columns = Readonly<Record<string, Float64Array | readonly string[]>>;

/** Lends a connection to a database in memory, and closes it. */
export async function withDatabase<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    return await use(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A text as SQL writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as SQL writes it. */
export function named(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const chunkRows = 2048;

/** Makes a table of columns; `NaN` becomes NULL. */
export async function createTable(connection: DuckDBConnection, table: string, columns: Columns): Promise<void> {
  const names = Object.keys(columns);
  const types = names.map((name) => (columns[name] instanceof Float64Array ? DOUBLE : VARCHAR));
  const declared = names.map((name, i) => `${named(name)} ${types[i] === DOUBLE ? "DOUBLE" : "VARCHAR"}`);
  await connection.run(`CREATE TABLE ${table} (${declared.join(", ")})`);
  const length = columns[names[0]].length;
  const appender = await connection.createAppender(table);
  for (let start = 0; start < length; start += chunkRows) {
    const count = Math.min(chunkRows, length - start);
    const chunk = DuckDBDataChunk.create(types, count);
    for (const [i, name] of names.entries()) chunk.setColumnValues(i, valuesOf(columns[name], start, start + count));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function valuesOf(column: Float64Array | readonly string[], start: number, stop: number): (number | string | null)[] {
  if (!(column instanceof Float64Array)) return column.slice(start, stop);
  return Array.from(column.subarray(start, stop), (value) => (Number.isNaN(value) ? null : value));
}

/** The DOUBLE columns of a query's result, in its order; NULL becomes `NaN`. */
export async function readDoubles(connection: DuckDBConnection, sql: string): Promise<Float64Array[]> {
  const result = await connection.run(sql);
  const chunks = await result.fetchAllChunks();
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  return Array.from({length: result.columnCount}, (_, column) => {
    const out = new Float64Array(rows);
    let offset = 0;
    for (const chunk of chunks) {
      const vector = chunk.getColumnVector(column);
      if (!(vector instanceof DuckDBDoubleVector))
        throw new Error(`invalid column: ${result.columnName(column)} holds no numbers`);
      for (let i = 0; i < chunk.rowCount; ++i) out[offset++] = vector.getItem(i) ?? NaN;
    }
    return out;
  });
}

/** The rows of a query's result as objects. */
export async function readRows(connection: DuckDBConnection, sql: string): Promise<Record<string, unknown>[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJS();
}

/** How every Parquet file is written: the same rows give the same bytes. */
export const parquet = "(FORMAT parquet, COMPRESSION zstd)";
