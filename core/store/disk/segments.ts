import {createReadStream} from "node:fs";
import {stat} from "node:fs/promises";
import {createHash} from "node:crypto";
import {pipeline} from "node:stream/promises";
import type {Manifest} from "./manifest.js";
import {segmentFile} from "./manifest.js";

/** A file that a manifest names, and the places of the segments that it holds. */
export interface StoredFile {
  readonly hash: string;
  readonly bytes: number;
  readonly places: readonly number[];
}

/** The files that hold a manifest's rows: those that were merged, and each other segment's own. */
export function filesOf({segments, merged = []}: Pick<Manifest, "segments" | "merged">): StoredFile[] {
  const upTo = (table = "bars") => merged.find((file) => file.table === table)?.upTo ?? 0;
  const places = segments.map((_, place) => place);
  const held = merged.map(({table, hash, bytes, upTo}) => {
    return {hash, bytes, places: places.filter((at) => at < upTo && (segments[at].table ?? "bars") === table)};
  });
  const own = places.filter((at) => !segments[at].lost && at >= upTo(segments[at].table));
  return [...held, ...own.map((at) => ({hash: segments[at].hash, bytes: segments[at].bytes, places: [at]}))];
}

/** Those of a manifest's files whose content is not what their name says, or that are gone. */
export async function damagedFiles(home: string, dataset: string, manifest: Manifest): Promise<StoredFile[]> {
  const damaged: StoredFile[] = [];
  for (const file of filesOf(manifest))
    if (!(await isIntact(segmentFile(home, dataset, file.hash), file.hash))) damaged.push(file);
  return damaged;
}

/** Throws where a file is not what its name says. */
export async function checkFiles(home: string, dataset: string, hashes: readonly string[]): Promise<void> {
  for (const hash of hashes) {
    if (await isIntact(segmentFile(home, dataset, hash), hash)) continue;
    const [source] = dataset.split("/");
    throw new Error(
      `invalid segment: ${dataset}/${hash.slice(0, 12)} was changed, cut off or removed after it was written; ` +
        `run tapebook ingest ${source} again to restore it, or tapebook data --repair to go on without it`
    );
  }
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

/** What files looked like when their bytes were last found to be what their names say, in this process. */
const intact = new Map<string, string>();

async function isIntact(file: string, hash: string): Promise<boolean> {
  const seen = await look(file);
  if (seen !== null && intact.get(file) === seen) return true;
  const whole = (await hashFile(file)) === hash;
  if (whole && seen !== null) intact.set(file, seen);
  return whole;
}

/** What changes when a file is written to: its size, its node and its times to the nanosecond. */
async function look(file: string): Promise<string | null> {
  const info = await stat(file, {bigint: true}).catch(() => null);
  return info && [info.size, info.ino, info.mtimeNs, info.ctimeNs].join(" ");
}
