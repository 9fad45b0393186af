import {rm} from "node:fs/promises";
import {join} from "node:path";
import {named, parquet, quoted, readRows, withDatabase} from "./duck.js";
import type {Patience} from "./lock.js";
import {withLock} from "./lock.js";
import {removeHistory, removeLeftovers} from "./history.js";
import type {Manifest, Merged} from "./manifest.js";
import {contentOf, datasetFolder, datasetManifest, writeManifest} from "./manifest.js";
import {checkFiles} from "./segments.js";
import type {Table} from "./tables.js";
import {columnsOf, keyOf, tableNames} from "./tables.js";
import type {Unit} from "./units.js";
import {fileSql, groupsOf, lastSql, sameKey, unitsOf} from "./units.js";
import {milliseconds, settle} from "./write.js";

/** How much a table may have before it is merged. */
export interface Limits {
  readonly files: number;
  /** How many symbols its files may list beside the oldest, as far as these are three times as many as that lists. */
  readonly names: number;
}

/** A manifest lists the symbols of each file, is read whole and kept in its history: ten megabytes of names are many. */
const usual: Limits = {files: 64, names: 1_000_000};

/** Merges all of a dataset's files, a table's into one. */
export async function compact(home: string, dataset: string, effects: Patience): Promise<Manifest> {
  return withLock(
    home,
    dataset,
    async () => merge(home, dataset, await datasetManifest(home, dataset), {...usual, files: 1}),
    effects
  );
}

/** Merges the files of each table that has many. The lock must be held. */
export async function mergeMany(home: string, dataset: string, manifest: Manifest): Promise<Manifest> {
  return merge(home, dataset, manifest, usual);
}

/**
 * Merges each table's files into one where they are more than the limits allow, and removes what is then in no manifest. Nothing
 * is lost: each row keeps its segment's place and the time of its writing, so that older versions, `asOf` and the
 * version itself stay what they are. The lock must be held.
 */
export async function merge(home: string, dataset: string, manifest: Manifest, most: Limits): Promise<Manifest> {
  const merged: Merged[] = [...(manifest.merged ?? [])];
  for (const table of tableNames) {
    const units = unitsOf(manifest, table);
    const [first = 0, ...later] = units.map(({symbols}) => symbols.size);
    const names = later.reduce((sum, size) => sum + size, 0);
    if (units.length <= most.files && names <= Math.max(most.names, 3 * first)) continue;
    await checkFiles(
      home,
      dataset,
      units.map(({hash}) => hash)
    );
    const file = await writeMerged(home, dataset, manifest, table, units);
    const old = merged.findIndex((each) => each.table === table);
    merged.splice(old < 0 ? merged.length : old, old < 0 ? 0 : 1, file);
  }
  if (merged.length === (manifest.merged?.length ?? 0) && merged.every((file, i) => file === manifest.merged?.[i]))
    return manifest;
  const upTo = (table: Table) => merged.find((file) => file.table === table)?.upTo ?? 0;
  const segments = manifest.segments.map((segment, place) => {
    return place < upTo(segment.table ?? "bars") ? {...segment, symbols: []} : segment;
  });
  const after = await writeManifest(home, dataset, {...contentOf(manifest), segments, merged});
  await removeHistory(home, dataset, after);
  await removeLeftovers(home, dataset);
  return after;
}

async function writeMerged(
  home: string,
  dataset: string,
  manifest: Manifest,
  table: Table,
  units: readonly Unit[]
): Promise<Merged> {
  const columns = Object.keys(columnsOf(table)).map(named).join(", ");
  const key = keyOf(table).map(named).join(", ");
  const sources = units.map((unit, i) => {
    const file = fileSql(home, dataset, table, unit.hash);
    const {ingested} = manifest.segments[unit.place];
    const own =
      unit.parts === undefined
        ? `${ingested}::DOUBLE AS ingested, ${unit.place} AS part, true AS newest`
        : "ingested, part, newest";
    return `u${i} AS NOT MATERIALIZED (SELECT ${columns}, ${own} FROM ${file})`;
  });
  const selected = groupsOf(units).flatMap((group, n) => {
    const rows = group.map((i) => `SELECT *, ${i} AS unit FROM u${i}`).join(" UNION ALL ");
    const taken = `SELECT rows.* EXCLUDE (part, newest, unit), part::INTEGER AS part`;
    if (group.length === 1) return [`${taken}, newest FROM (${rows}) rows`];
    sources.push(`last${n} AS MATERIALIZED (${lastSql(table, group.slice(1))})`);
    const newest = "newest AND (last.unit IS NULL OR last.unit <= rows.unit) AS newest";
    return [`${taken}, ${newest} FROM (${rows}) rows LEFT JOIN last${n} last ON ${sameKey(table, "rows", "last")}`];
  });
  const folder = datasetFolder(home, dataset);
  const beside = join(folder, `.${process.pid}.parquet`);
  try {
    return await withDatabase(async (connection) => {
      const all = `WITH ${sources.join(", ")} ${selected.join(" UNION ALL ")}`;
      await connection.run(`COPY (SELECT * FROM (${all}) ORDER BY ${key}, part) TO ${quoted(beside)} ${parquet}`);
      const written = `read_parquet(${quoted(beside)})`;
      const [about] = await readRows(
        connection,
        `SELECT count(*)::DOUBLE AS n, ${milliseconds("min(t)")} AS a, ${milliseconds("max(t)")} AS b FROM ${written}`
      );
      const symbols = await readRows(
        connection,
        `SELECT DISTINCT symbol FROM ${written} WHERE symbol IS NOT NULL ORDER BY symbol`
      );
      return {
        table,
        ...(await settle(home, dataset, beside)),
        rows: Number(about.n),
        symbols: symbols.map(({symbol}) => String(symbol)),
        from: Number(about.a ?? 0),
        to: Number(about.b ?? 0),
        upTo: manifest.segments.length
      };
    });
  } finally {
    await rm(beside, {force: true});
  }
}
