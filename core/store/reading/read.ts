import type {DuckDBConnection} from "@duckdb/node-api";
import {formatDate} from "../../base/timeframe.js";
import {withDatabase} from "../disk/duck.js";
import type {Manifest} from "../disk/manifest.js";
import {datasetManifest} from "../disk/manifest.js";
import {checkFiles} from "../disk/segments.js";
import {tableNames} from "../disk/tables.js";
import type {Wanted} from "../disk/units.js";
import {rowsSql, unitsOf} from "../disk/units.js";

/** Which rows of a dataset to read. */
export interface Reading extends Wanted {
  /** name/timeframe. */
  readonly dataset: string;
  /** The current one where left out. */
  readonly version?: string;
  /** Passes over what was ingested after this instant, epoch milliseconds. */
  readonly asOf?: number;
}

/**
 * Lends a database in memory with the dataset's tables as views, each with a column `ingested` (epoch milliseconds):
 * `bars`, the newest of each symbol and time; `actions`, over all time, since a bar is adjusted by later ones;
 * `observations`; `faults`, the rows that were refused and that no later bar stands for. Every file is compared with its
 * hash first. Throws where there is no such dataset or version, where a file was damaged, or where there were no bars
 * by `asOf`.
 */
export async function withDataset<T>(
  home: string,
  reading: Reading,
  use: (connection: DuckDBConnection, manifest: Manifest) => Promise<T>
): Promise<T> {
  const {dataset, version} = reading;
  for (let tries = 1; ; ++tries) {
    const manifest = await datasetManifest(home, dataset, version);
    try {
      return await lend(home, reading, manifest, use);
    } catch (error) {
      // A merge takes the files of older manifests away while they are read: read the newer one then.
      const now = await datasetManifest(home, dataset, version);
      if (tries === 3 || JSON.stringify(now.merged) === JSON.stringify(manifest.merged)) throw error;
    }
  }
}

async function lend<T>(
  home: string,
  {dataset, asOf = Infinity, symbols, from, to}: Reading,
  manifest: Manifest,
  use: (connection: DuckDBConnection, manifest: Manifest) => Promise<T>
): Promise<T> {
  const units = tableNames.map((table) => [table, unitsOf(manifest, table, asOf)] as const);
  const all = units.flatMap(([, list]) => list);
  if (all.length === 0) throw new Error(`missing bars: ${dataset} had none by ${formatDate(asOf)}`);
  await checkFiles(home, dataset, [...new Set(all.map(({hash}) => hash))]);
  return withDatabase(async (connection) => {
    for (const [table, list] of units) {
      const wanted = table === "bars" ? {symbols, from, to} : table === "faults" ? {from, to} : {};
      const sql = rowsSql(home, manifest, dataset, table, list, wanted);
      await connection.run(`CREATE VIEW ${table === "faults" ? "refused" : table} AS ${sql}`);
    }
    await connection.run(`CREATE VIEW faults AS FROM refused ANTI JOIN bars
      ON refused.symbol = bars.symbol AND refused.t = bars.t AND bars.ingested > refused.ingested`);
    return use(connection, manifest);
  });
}
