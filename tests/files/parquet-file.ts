import {DuckDBInstance} from "@duckdb/node-api";

/** Writes what a query answers with into a Parquet file. */
export async function writeParquet(path: string, sql: string, more = ""): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(`COPY (${sql}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet${more})`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
