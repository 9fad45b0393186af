import type {DuckDBConnection, DuckDBDataChunk} from "@duckdb/node-api";

/** A connection to the database, for those who pass it on. */
export type Connection = DuckDBConnection;

/** The database's own module, which is loaded when it is first asked for: much is done without. */
export function duck(): Promise<typeof import("@duckdb/node-api")> {
  return import("@duckdb/node-api");
}

/** Columns of equal length: numbers, `NaN` where missing, or texts, null where missing. */
export type Columns = Readonly<Record<string, Float64Array | readonly (string | null)[]>>;

/** Lends a connection to a database in memory, and closes it. */
export async function withDatabase<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const {DuckDBInstance} = await duck();
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
  const {DOUBLE, DuckDBDataChunk, VARCHAR} = await duck();
  const names = Object.keys(columns);
  const types = names.map((name) => (columns[name] instanceof Float64Array ? DOUBLE : VARCHAR));
  const declared = names.map((name, i) => `${named(name)} ${types[i] === DOUBLE ? "DOUBLE" : "VARCHAR"}`);
  const raw = `${table}_with_nan`;
  await connection.run(`CREATE TABLE ${raw} (${declared.join(", ")})`);
  const length = columns[names[0]].length;
  const appender = await connection.createAppender(raw);
  for (let start = 0; start < length; start += chunkRows) {
    const count = Math.min(chunkRows, length - start);
    const chunk = DuckDBDataChunk.create(types, count);
    for (const [i, name] of names.entries()) setColumn(chunk, i, columns[name], start, count);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  const selected = names.map((name, i) => {
    return types[i] === DOUBLE ? `nullif(${named(name)}, 'NaN'::DOUBLE) AS ${named(name)}` : named(name);
  });
  await connection.run(`CREATE VIEW ${table} AS SELECT ${selected.join(", ")} FROM ${raw}`);
}

function setColumn(chunk: DuckDBDataChunk, i: number, column: Columns[string], start: number, count: number): void {
  if (!(column instanceof Float64Array)) {
    chunk.setColumnValues(i, column.slice(start, start + count));
    return;
  }
  const vector = chunk.getColumnVector(i);
  for (let k = 0; k < count; ++k) vector.setItem(k, column[start + k]);
  vector.flush();
}

/** The DOUBLE columns of a query's result, in its order; NULL becomes `NaN`. */
export async function readDoubles(connection: DuckDBConnection, sql: string): Promise<Float64Array[]> {
  const {DuckDBDoubleVector} = await duck();
  const result = await connection.run(sql);
  const chunks = await result.fetchAllChunks();
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  return Array.from({length: result.columnCount}, (_, column) => {
    const out = new Float64Array(rows);
    let offset = 0;
    for (const chunk of chunks) {
      const vector = chunk.getColumnVector(column);
      const count = chunk.rowCount;
      if (!(vector instanceof DuckDBDoubleVector))
        throw new Error(`invalid column: ${result.columnName(column)} holds no numbers`);
      for (let i = 0; i < count; ++i) out[offset++] = vector.getItem(i) ?? NaN;
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
