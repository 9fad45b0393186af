import {createReadStream} from "node:fs";
import {createHash} from "node:crypto";
import {pipeline} from "node:stream/promises";
import type {Segment} from "./manifest.js";
import {segmentFile} from "./manifest.js";
import {quoted} from "./duck.js";

/** Those of a dataset's segments whose content is not what their name says, or that are gone. */
export async function damagedSegments(home: string, dataset: string, segments: readonly Segment[]): Promise<Segment[]> {
  const damaged: Segment[] = [];
  for (const segment of segments) {
    const hash = await hashFile(segmentFile(home, dataset, segment.hash));
    if (hash !== segment.hash) damaged.push(segment);
  }
  return damaged;
}

/** Throws where a segment is not what its name says. */
export async function checkSegments(home: string, dataset: string, segments: readonly Segment[]): Promise<void> {
  const [damaged] = await damagedSegments(home, dataset, segments);
  if (!damaged) return;
  const [source] = dataset.split("/");
  throw new Error(
    `invalid segment: ${dataset}/${damaged.hash.slice(0, 12)} was changed, cut off or removed after it was written; ` +
      `run tapebook ingest ${source} again to restore it`
  );
}

/** SHA-256 of a file's bytes; null where there is none. */
export async function hashFile(file: string): Promise<string | null> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  return hash.digest("hex");
}

/** SQL for the bars of segments, the newest of each symbol and time; null where there are no segments. */
export function barsSql(home: string, dataset: string, segments: readonly Segment[]): string | null {
  if (segments.length === 0) return null;
  const parts = segments.map(({hash}, i) => {
    return `SELECT *, ${i} AS segment FROM read_parquet(${quoted(segmentFile(home, dataset, hash))})`;
  });
  if (parts.length === 1) return `SELECT * EXCLUDE segment FROM (${parts[0]})`;
  return `SELECT * EXCLUDE segment FROM (${parts.join(" UNION ALL ")})
    QUALIFY row_number() OVER (PARTITION BY symbol, t ORDER BY segment DESC) = 1`;
}
