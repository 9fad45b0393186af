import {rm} from "node:fs/promises";
import {join} from "node:path";
import {named, parquet, quoted, readRows, withDatabase} from "./duck.js";
import type {Patience} from "./lock.js";
import {withLock} from "./lock.js";
import {removeHistory, removeLeftovers} from "./history.js";
import type {Manifest, Merged} from "./manifest.js";
import {contentOf, datasetFolder, datasetManifest, segmentFile, writeManifest} from "./manifest.js";
import {checkFiles} from "./segments.js";
import type {Table} from "./tables.js";
import {columnsOf, keyOf, tableNames} from "./tables.js";
import type {Unit} from "./units.js";
import {overlaps, sameKey, unitsOf} from "./units.js";
import {milliseconds, settle} from "./write.js";

/** How many files a table may have before they are merged. */
const many = 64;

/** Merges all of a dataset's files, a table's into one. */
export async function compact(home: string, dataset: string, effects: Patience): Promise<Manifest> {
  return withLock(home, dataset, async () => merge(home, dataset, await datasetManifest(home, dataset), 1), effects);
}

/** Merges the files of each table that has many. The lock must be held. */
export async function mergeMany(home: string, dataset: string, manifest: Manifest): Promise<Manifest> {
  return merge(home, dataset, manifest, many);
}

/**
 * Merges each table's files into one where there are more than `most`, and removes what is then in no manifest. Nothing
 * is lost: each row keeps its segment's place and the time of its writing, so that older versions, `asOf` and the
 * version itself stay what they are. The lock must be held.
 */
export async function merge(home: string, dataset: string, manifest: Manifest, most: number): Promise<Manifest> {
  const merged: Merged[] = [...(manifest.merged ?? [])];
  for (const table of tableNames) {
    const units = unitsOf(manifest, table);
    if (units.length <= most) continue;
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
    const file = `read_parquet(${quoted(segmentFile(home, dataset, unit.hash))})`;
    const {ingested} = manifest.segments[unit.place];
    const own =
      unit.parts === undefined
        ? `${ingested}::DOUBLE AS ingested, ${unit.place} AS part, true AS newest`
        : "ingested, part, newest";
    return `u${i} AS NOT MATERIALIZED (SELECT ${columns}, ${own} FROM ${file})`;
  });
  const selected = units.map((unit, i) => {
    const later = units.flatMap((other, k) => (k > i && overlaps(unit, other) ? [`SELECT ${key} FROM u${k}`] : []));
    const newest =
      later.length > 0
        ? ` AND NOT EXISTS (FROM (${later.join(" UNION ALL ")}) later WHERE ${sameKey(table, `u${i}`, "later")})`
        : "";
    return `SELECT ${columns}, ingested, part::INTEGER AS part, newest${newest} AS newest FROM u${i}`;
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
