import type {Columns} from "./duck.js";
import {createTable, named, parquet, quoted, readDoubles, withDatabase} from "./duck.js";

/** Writes columns of equal length as a Parquet file, `NaN` as NULL. The same columns give the same bytes. */
export async function writeColumns(path: string, columns: Columns): Promise<void> {
  await withDatabase(async (connection) => {
    await createTable(connection, "columns", columns);
    await connection.run(`COPY columns TO ${quoted(path)} ${parquet}`);
  });
}

/** Reads the named number columns of a Parquet file, NULL as `NaN`. Throws where the file lacks one. */
export async function readColumns<Name extends string>(
  path: string,
  names: readonly Name[]
): Promise<Record<Name, Float64Array>> {
  return withDatabase(async (connection) => {
    const columns = await readDoubles(
      connection,
      `SELECT ${names.map(named).join(", ")} FROM read_parquet(${quoted(path)})`
    );
    return Object.fromEntries(names.map((name, i) => [name, columns[i]])) as Record<Name, Float64Array>;
  });
}
